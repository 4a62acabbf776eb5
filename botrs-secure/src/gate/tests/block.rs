//! Stage 3: who failed too often.

use super::{Bot, MEMBER, admin, bot_owner, guild, member, owner};
use crate::Principal;
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{GroupRole, Roles};

pub(super) async fn fail(bot: &Bot, caller: &Caller, text: &str, times: usize, rule: &str) {
    for n in 0..times {
        assert_eq!(bot.rule(caller, text).await, rule, "failure {n}");
        bot.clock().advance(Duration::from_secs(10));
    }
}

#[tokio::test]
async fn the_sixth_failure_in_an_hour_blocks_for_a_day_in_silence() {
    let bot = Bot::new();
    fail(&bot, &member(), "/mute 6 1m", 5, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    let sixth = bot.send(&member(), "/both").await.unwrap();
    assert_eq!((sixth.rule, sixth.replies.len()), ("permission.missing", 1));
    let day = Duration::from_secs(24 * 60 * 60);
    for text in ["/ping", "/both", "/echo"] {
        let report = bot.send(&member(), text).await.unwrap();
        assert_eq!(report.rule, "block");
        assert_eq!(report.denial, Some(crate::Denial::Blocked { remaining: day }));
        assert!(report.replies.is_empty());
    }
    bot.clock().advance(day - Duration::from_nanos(1));
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    bot.clock().advance(Duration::from_nanos(1));
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    assert_eq!(bot.runs.count(), 2);
}

#[tokio::test]
async fn only_whoever_failed_is_blocked_and_only_there() {
    let bot = Bot::new();
    fail(&bot, &member(), "/both", 6, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert_eq!(bot.rule(&member().at(guild(8_000, 9)), "/ping").await, "block");
    for caller in [
        Caller::guild(50, &[]),
        member().at(guild(8_100, 1)),
        Caller::direct(MEMBER),
        Caller::c2c(MEMBER.into()),
        admin(),
    ] {
        assert_eq!(bot.rule(&caller, "/ping").await, "allowed", "{caller:?}");
    }
}

#[tokio::test]
async fn failures_are_forgotten_after_an_hour() {
    let bot = Bot::new();
    fail(&bot, &member(), "/both", 5, "permission.missing").await;
    bot.minutes(60);
    fail(&bot, &member(), "/both", 5, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn not_owner_and_wrong_codes_are_failures_too() {
    let bot = Bot::new();
    fail(&bot, &member(), "/reload", 6, "permission.owner").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    fail(&bot, &admin(), "/ban 6 confirm 123456", 6, "confirm.wrong").await;
    assert_eq!(bot.rule(&admin(), "/ping").await, "block");
}

#[tokio::test]
async fn what_is_no_attempt_at_more_is_no_failure() {
    let bot = Bot::new();
    bot.rule(&admin(), "/announce").await;
    for (text, rule) in [
        ("/mute x 1m", "arguments.invalid"),
        ("/mute", "arguments.missing"),
        ("/ping x", "arguments.surplus"),
        ("/mute 3 1m", "authority.rank"),
        ("/mute 2 1m", "authority.self"),
        ("/announce", "limit"),
        ("/ban 6", "confirm"),
    ] {
        fail(&bot, &admin(), text, 8, rule).await;
    }
    let unknown = admin().with_roles(Roles::Unknown);
    fail(&bot, &unknown, "/both", 8, "permission.unknown").await;
    fail(&bot, &Caller::direct(2), "/mute 6 1m", 8, "permission.scene").await;
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    assert_eq!(bot.rule(&Caller::direct(2), "/ping").await, "allowed");
}

#[tokio::test]
async fn administrators_and_owners_of_the_bot_are_never_blocked() {
    let bot = Bot::new();
    let group_owner = Caller::group(1, 1, GroupRole::Owner);
    for caller in [owner(), group_owner] {
        fail(&bot, &caller, "/reload", 30, "permission.owner").await;
        assert_eq!(bot.rule(&caller, "/ping").await, "allowed");
    }
    fail(&bot, &bot_owner(), "/ban 6 confirm 123456", 30, "confirm.wrong").await;
    assert_eq!(bot.rule(&bot_owner(), "/ping").await, "allowed");
    // A role that holds less than everything protects nobody.
    fail(&bot, &admin(), "/reload", 6, "permission.owner").await;
    assert_eq!(bot.rule(&admin(), "/ping").await, "block");
    let blocks = bot.records("alert").into_iter().filter(|r| r["rule"] == "intrusion.blocked");
    assert_eq!(blocks.count(), 1);
}

#[tokio::test]
async fn the_handle_lifts_a_block_and_forgets_the_failures() {
    let bot = Bot::new();
    fail(&bot, &member(), "/both", 6, "permission.missing").await;
    let place = guild(Harness::GUILD.get(), 1);
    let of = |user| Principal::new(bot.engine().bot, &place, PersonId::User(UserId::new(user)));
    bot.handle().unblock(&of(MEMBER + 1)).await.unwrap();
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    bot.handle().unblock(&of(MEMBER)).await.unwrap();
    fail(&bot, &member(), "/both", 5, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    fail(&bot, &member(), "/both", 1, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn a_block_is_recorded_once_with_whom() {
    let bot = Bot::new();
    fail(&bot, &member(), "/both", 6, "permission.missing").await;
    fail(&bot, &member(), "/both", 6, "block").await;
    let [alert] = &bot.records("alert")[..] else { panic!("one alert") };
    assert_eq!(
        (&alert["action"], &alert["rule"]),
        (&"intrusion".into(), &"intrusion.blocked".into())
    );
    assert_eq!(alert["success"], true);
    assert_eq!(alert["user_id"], bot.records("decision")[0]["user_id"]);
}
