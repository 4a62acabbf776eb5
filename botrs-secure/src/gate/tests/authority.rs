//! Stage 9: on whom, and on what, by what the platform says at this moment.

use super::{ADMIN, Bot, MODERATORS, VICTIM, admin, bot_owner, guild, moderator, owner};
use crate::limit::{Scope, Take, bucket};
use crate::prelude::*;
use crate::testing::{Act, Caller, Harness, Request};
use crate::{MessageId, Principal, Quota};

#[tokio::test]
async fn whom_one_may_act_upon() {
    let bot = Bot::new();
    let refused = "authority.rank";
    for (caller, target, rule) in [
        (admin(), "2", "authority.self"),
        (bot_owner(), "7", "authority.self"),
        (admin(), "9000", "authority.bot"),
        (owner(), "<@!9000>", "authority.bot"),
        (admin(), "3", refused),
        (admin(), "1", refused),
        (admin(), "7", refused),
        (moderator(), "2", refused),
        (owner(), "7", refused),
        (bot_owner(), "1", refused),
        (admin(), "12345", "authority.member"),
        (admin(), "4", "allowed"),
        (admin(), "6", "allowed"),
        (moderator(), "6", "allowed"),
        (owner(), "2", "allowed"),
        (bot_owner(), "2", "allowed"),
    ] {
        let text = format!("/mute {target} 1m");
        let report = bot.send(&caller, &text).await.unwrap();
        assert_eq!(report.rule, rule, "{text} by {caller:?}");
        assert_eq!(report.effects.len(), usize::from(rule == "allowed"), "{text} by {caller:?}");
    }
}

#[tokio::test]
async fn oneself_and_the_bot_are_refused_without_a_request() {
    let bot = Bot::new();
    for text in ["/mute 2 1m", "/mute <@!2>1m", "/mute 9000 1m"] {
        assert!(bot.rule(&admin(), text).await.starts_with("authority."), "{text}");
    }
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn an_equal_moderator_is_no_target() {
    let bot = Bot::new();
    bot.platform().set_member(Harness::GUILD, UserId::new(40), &[MODERATORS]);
    assert_eq!(bot.rule(&moderator(), "/mute 40 1m").await, "authority.rank");
}

#[tokio::test]
async fn the_roles_of_this_moment_decide_not_those_of_the_event() {
    let bot = Bot::new();
    let set = |user, roles: &[u64]| {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), roles);
    };
    // The caller was demoted since the event was made.
    set(ADMIN, &[]);
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "permission.missing");
    set(ADMIN, &[MODERATORS]);
    bot.forgets();
    assert_eq!(bot.rule(&admin(), "/mute 4 1m").await, "authority.rank");
    // The target was promoted.
    set(ADMIN, &[2]);
    set(VICTIM, &[2]);
    bot.forgets();
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "authority.rank");
    assert_eq!(bot.effects(), 0);
    set(VICTIM, &[]);
    bot.forgets();
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "allowed");
}

#[tokio::test]
async fn a_promotion_after_the_event_does_not_count() {
    let bot = Bot::new();
    let caller = Caller::guild(ADMIN, &[]);
    assert_eq!(bot.rule(&caller, "/mute 6 1m").await, "permission.missing");
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn the_bot_itself_has_to_be_an_administrator() {
    let bot = Bot::new();
    for (roles, rule) in [
        (&[][..], "authority.standing"),
        (&[1, 5, MODERATORS], "authority.standing"),
        (&[2], "allowed"),
        (&[1, 4], "allowed"),
    ] {
        bot.platform().set_member(Harness::GUILD, Harness::BOT, roles);
        bot.forgets();
        assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, rule, "{roles:?}");
    }
}

#[tokio::test]
async fn the_requests_name_the_guild_of_the_event() {
    let bot = Bot::new();
    bot.rule(&admin(), "/mute 6 1m").await;
    let mut members: Vec<_> = bot
        .platform()
        .requests()
        .into_iter()
        .filter_map(|request| match request {
            Request::Member { guild, user } => {
                assert_eq!(guild, Harness::GUILD);
                Some(user.get())
            }
            _ => None,
        })
        .collect();
    members.sort_unstable();
    assert_eq!(members, [ADMIN, VICTIM, Harness::BOT.get()]);
}

fn quotable(bot: &Bot, id: &str, channel: u64, guild: u64) -> MessageId {
    let id: MessageId = id.parse().unwrap();
    let (channel, guild) = (ChannelId::new(channel), GuildId::new(guild));
    bot.platform().set_message(&id, channel, guild, UserId::new(VICTIM));
    id
}

#[tokio::test]
async fn a_quoted_message_is_of_this_channel_and_guild() {
    let bot = Bot::new();
    let (guild, channel) = (Harness::GUILD.get(), Harness::CHANNEL.get());
    for (id, rule) in [
        (quotable(&bot, "here", channel, guild), "allowed"),
        (quotable(&bot, "other-channel", channel + 1, guild), "authority.elsewhere"),
        (quotable(&bot, "other-guild", channel, guild + 1), "authority.elsewhere"),
        (quotable(&bot, "both", channel + 1, guild + 1), "authority.elsewhere"),
        ("unknown".parse().unwrap(), "authority.elsewhere"),
    ] {
        let report = bot.send(&admin().quoting(&id), "/recall").await.unwrap();
        assert_eq!(report.rule, rule, "{id}");
        let channel = Harness::CHANNEL;
        let recalled = Request::Act(Act::Recall { channel, id });
        assert_eq!(report.effects.first(), (rule == "allowed").then_some(&recalled));
    }
    let report = bot.send(&admin(), "/recall").await.unwrap();
    assert_eq!((report.rule, report.effects.len()), ("arguments.quote", 0));
    // The id of a message is no argument.
    assert_eq!(bot.rule(&admin(), "/recall here").await, "arguments.quote");
}

#[tokio::test]
async fn a_channel_is_of_this_guild() {
    let bot = Bot::new();
    let channel = ChannelId::new;
    bot.platform().set_channel(channel(1), Harness::GUILD);
    bot.platform().set_channel(channel(2), GuildId::new(8_100));
    for (text, rule) in [
        ("/topic <#1>", "allowed"),
        ("/topic 1", "allowed"),
        ("/topic 2", "authority.elsewhere"),
        ("/topic 3", "authority.elsewhere"),
    ] {
        assert_eq!(bot.rule(&admin(), text).await, rule, "{text}");
    }
    assert_eq!(bot.runs.count(), 2);
}

#[command(name = "pair", perm = KickMembers, cooldown = none, scene = guild)]
async fn pair(ctx: Context<'_, pair>, one: Target<'_>, other: Option<Target<'_>>) -> Result<()> {
    ctx.members().kick(&one).await?;
    match other {
        Some(other) => ctx.members().kick(&other).await,
        None => Ok(()),
    }
}

#[tokio::test]
async fn every_target_has_to_be_outranked() {
    let bot = Bot::with(|bot| bot.commands(commands![pair]));
    for (text, rule, effects) in [
        ("/pair 6", "allowed", 1),
        ("/pair 6 5", "allowed", 2),
        ("/pair 6 3", "authority.rank", 0),
        ("/pair 3 6", "authority.rank", 0),
        ("/pair 6 2", "authority.self", 0),
        ("/pair 6 9000", "authority.bot", 0),
        ("/pair 6 99", "authority.member", 0),
    ] {
        let report = bot.send(&admin(), text).await.unwrap();
        assert_eq!((report.rule, report.effects.len()), (rule, effects), "{text}");
    }
}

#[tokio::test]
async fn a_guild_asks_the_platform_only_so_often() {
    let bot = Bot::new();
    let admins = || (100..).map(|user| Caller::guild(user, &[2]));
    let mut rules = Vec::new();
    for caller in admins().take(13) {
        for _ in 0..10 {
            rules.push(bot.rule(&caller, "/mute 6 1m").await);
        }
    }
    // None of these callers is known to the platform.
    let asked = rules.iter().filter(|&&rule| rule == "authority.unknown").count();
    let limited = rules.iter().filter(|&&rule| rule == "authority.limit").count();
    assert_eq!((asked, limited), (120, 10));
    let elsewhere = Caller::guild(100, &[2]).at(guild(8_100, 1));
    assert_eq!(bot.rule(&elsewhere, "/mute 6 1m").await, "authority.unknown");
    // What asks nobody is not limited by it.
    assert_eq!(bot.rule(&owner(), "/both").await, "allowed");
}

#[tokio::test]
async fn a_caller_asks_the_platform_only_so_often() {
    let bot = Bot::new();
    let engine = bot.engine();
    let person = PersonId::User(UserId::new(ADMIN));
    let place = guild(Harness::GUILD.get(), Harness::CHANNEL.get());
    let principal = engine.keys.principal(&Principal::new(engine.bot, &place, person));
    let take = Take {
        bucket: engine.keys.bucket(bucket::LOOKUPS, Scope::Member(principal)),
        quota: Quota::per(20, Duration::from_secs(60)),
        cost: 19,
    };
    engine.memory.take(&[take], engine.clock.now().mono).unwrap();
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "authority.limit");
    assert_eq!(bot.rule(&owner(), "/mute 6 1m").await, "allowed");
    assert_eq!(bot.effects(), 2);
}
