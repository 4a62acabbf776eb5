//! Unknown is an answer of its own, and never a yes.

use std::time::Duration;

use super::{Bot, VICTIM, admin, bot_owner, guild, member};
use crate::gate::replay::{self, Age};
use crate::limit::{Bounds, Keys, Memory};
use crate::prelude::{RoleId, UserId};
use crate::testing::{Caller, Clock, Failing, Harness};
use crate::{BotId, Denial, GroupRole, PlatformErrorKind, Roles, Scene};

#[tokio::test]
async fn roles_that_the_event_does_not_say_are_unknown() {
    let bot = Bot::new();
    let group = Caller::group(1, 1, GroupRole::Owner);
    for caller in [
        admin().with_roles(Roles::Unknown),
        admin().with_roles(Roles::None),
        admin().with_roles(Roles::Group(GroupRole::Owner)),
        group.clone().with_roles(Roles::Unknown),
        group.clone().with_roles(Roles::None),
        group.with_roles(Roles::Guild(vec![RoleId::new(4)])),
    ] {
        for text in ["/announce", "/either", "/both"] {
            let report = bot.send(&caller, text).await.unwrap();
            assert_eq!(report.rule, "permission.unknown", "{text} {caller:?}");
            assert_eq!(report.replies, ["无法确认你的权限，已拒绝"]);
        }
        // What needs no role is not refused for the lack of one.
        assert_eq!(bot.rule(&caller, "/ping").await, "allowed");
        assert_eq!(bot.rule(&caller, "/reload").await, "permission.owner");
        bot.minutes(2);
    }
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn an_owner_of_the_bot_is_known_without_roles() {
    let bot = Bot::new();
    let caller = bot_owner().with_roles(Roles::Unknown);
    assert_eq!(bot.rule(&caller, "/reload").await, "allowed");
    assert_eq!(bot.rule(&caller, "/mute 6 1m").await, "allowed");
}

const KINDS: [PlatformErrorKind; 9] = [
    PlatformErrorKind::Refused,
    PlatformErrorKind::NotFound,
    PlatformErrorKind::Unauthorized,
    PlatformErrorKind::RateLimited,
    PlatformErrorKind::Pending,
    PlatformErrorKind::TimedOut,
    PlatformErrorKind::Unreachable,
    PlatformErrorKind::ReplyWindow,
    PlatformErrorKind::Unknown,
];

#[tokio::test]
async fn a_platform_that_does_not_tell_the_ranks_refuses() {
    let bot = Bot::new();
    for kind in KINDS {
        bot.platform().fail_lookups(Some(Failing::With(kind)));
        assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "authority.unknown", "{kind:?}");
    }
    assert_eq!(bot.effects(), 0);
    // Nothing of it is remembered.
    bot.platform().fail_lookups(None);
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "allowed");
}

#[tokio::test]
async fn a_platform_that_does_not_tell_the_places_refuses() {
    let bot = Bot::new();
    bot.platform().set_channel(Harness::CHANNEL, Harness::GUILD);
    let id = "quoted".parse().unwrap();
    bot.platform().set_message(&id, Harness::CHANNEL, Harness::GUILD, UserId::new(VICTIM));
    for kind in KINDS {
        let expected = match kind {
            PlatformErrorKind::NotFound => "authority.elsewhere",
            _ => "authority.unknown",
        };
        bot.platform().fail_places(Some(Failing::With(kind)));
        assert_eq!(bot.rule(&admin(), "/topic 8001").await, expected, "{kind:?}");
        assert_eq!(bot.rule(&admin().quoting(&id), "/recall").await, expected, "{kind:?}");
        bot.minutes(1);
    }
    assert_eq!(bot.effects() + bot.runs.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_never_answers_refuses() {
    let bot = Bot::new();
    bot.platform().set_channel(Harness::CHANNEL, Harness::GUILD);
    bot.platform().fail_places(Some(Failing::Never));
    assert_eq!(bot.rule(&admin(), "/topic 8001").await, "authority.unknown");
    bot.platform().fail_lookups(Some(Failing::Never));
    let before = tokio::time::Instant::now();
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "authority.unknown");
    assert_eq!(before.elapsed().as_secs(), 5);
    assert_eq!(bot.effects() + bot.runs.count(), 0);
}

#[tokio::test]
async fn a_guild_in_which_the_bot_is_not_known_refuses() {
    let bot = Bot::new();
    let caller = Caller::guild(2, &[2]).at(guild(8_100, 1));
    let elsewhere = crate::GuildId::new(8_100);
    bot.platform().set_member(elsewhere, UserId::new(2), &[2]);
    bot.platform().set_member(elsewhere, UserId::new(VICTIM), &[]);
    assert_eq!(bot.rule(&caller, "/mute 6 1m").await, "authority.unknown");
    bot.platform().set_member(elsewhere, Harness::BOT, &[4]);
    assert_eq!(bot.rule(&caller, "/mute 6 1m").await, "allowed");
}

#[tokio::test]
async fn a_caller_whom_the_platform_does_not_know_is_refused() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&Caller::guild(99, &[2]), "/mute 6 1m").await, "authority.unknown");
}

#[tokio::test]
async fn a_privileged_message_without_an_age_is_refused() {
    let bot = Bot::new();
    for text in ["/mute 6 1m", "/both", "/reload", "/either"] {
        let report = bot.send(&admin().sent_at_no_time(), text).await.unwrap();
        assert_eq!((report.rule, report.replies.len()), ("replay.stale", 0), "{text}");
    }
    assert_eq!(bot.rule(&admin().sent_at_no_time(), "/ping").await, "allowed");
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn a_privileged_message_is_no_older_than_what_is_remembered() {
    let bot = Bot::new();
    let seconds = |seconds| admin().sent_ago(Duration::from_secs(seconds));
    // Older than the process, beyond what clocks may differ.
    assert_eq!(bot.rule(&seconds(31), "/both").await, "replay.stale");
    assert_eq!(bot.rule(&seconds(30), "/both").await, "allowed");
    bot.minutes(24 * 60);
    assert_eq!(bot.rule(&seconds(60 * 60 + 31), "/both").await, "replay.stale");
    assert_eq!(bot.rule(&seconds(60 * 60 + 30), "/both").await, "allowed");
}

#[tokio::test]
async fn a_message_runs_once_for_an_hour_and_a_half_minute() {
    let bot = Bot::new();
    let again = member().with_id("again");
    assert_eq!(bot.rule(&again, "/ping").await, "allowed");
    bot.clock().advance(Duration::from_secs(60 * 60 + 29));
    assert_eq!(bot.rule(&again, "/ping").await, "replay");
    bot.clock().advance(Duration::from_secs(1));
    assert_eq!(bot.rule(&again, "/ping").await, "allowed");
}

#[tokio::test]
async fn a_message_of_another_scene_is_another_message() {
    let bot = Bot::new();
    for caller in [member(), Caller::direct(5), Caller::c2c(5)] {
        let caller = caller.with_id("one");
        assert_eq!(bot.rule(&caller, "/ping").await, "allowed");
        assert_eq!(bot.rule(&caller, "/ping").await, "replay");
    }
    assert_eq!(bot.rule(&admin().with_id("one"), "/ping").await, "replay");
}

#[test]
fn a_message_that_cannot_be_marked_is_no_first_delivery() {
    let (memory, keys) = (Memory::new(Bounds { bytes: 0 }), Keys::new());
    let now = Clock::manual().now();
    let age = Age { sent_at: Some(now.wall), started_at: now.wall, now };
    let check = |n: u32| {
        let id = format!("m{n}").parse().unwrap();
        replay::check(&memory, keys.message(BotId::new(1), Scene::C2c, &id), age, false)
    };
    let full = (0..100_000).find(|&n| check(n).is_err()).expect("the memory is bounded");
    for _ in 0..2 {
        assert_eq!(check(full), Err(Denial::ReplayFull));
    }
    assert_eq!(check(0), Err(Denial::Replay));
}
