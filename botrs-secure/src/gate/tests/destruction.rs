//! What cannot be taken back is done only so often in one guild, by all commands together.

use super::powers::bot;
use super::{Bot, admin, guild};
use crate::Denial;
use crate::prelude::*;
use crate::testing::{Act, Caller, Harness, Request};

#[command(perm = KickMembers, cooldown = none, scene = guild)]
async fn out(ctx: Context<'_, out>, target: Target<'_>) -> Result<()> {
    ctx.members().kick(&target).await
}

/// Goes on where its power was refused.
#[command(perm = BanMembers, cooldown = none, scene = guild)]
async fn quietly(ctx: Context<'_, quietly>, target: Target<'_>) -> Result<()> {
    assert!(ctx.members().ban(&target, History::Keep).await.is_err());
    Ok(())
}

fn crowded() -> Bot {
    let bot = Bot::with(|bot| bot.commands(commands![out, quietly]));
    for user in 200..300 {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[]);
    }
    // Several administrators, so that no caller's look-ups run out.
    for user in 100..110 {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[2]);
    }
    bot
}

#[tokio::test]
async fn twenty_are_removed_and_the_next_waits() {
    let bot = crowded();
    let by = |n: u64| Caller::guild(100 + n % 10, &[2]);
    for n in 0..20 {
        assert_eq!(bot.rule(&by(n), &format!("/out {}", 200 + n)).await, "allowed", "{n}");
    }
    let report = bot.send(&by(20), "/out 220").await.unwrap();
    assert_eq!((report.rule, report.effects.len()), ("run.guild_limit", 0));
    let Some(Denial::GuildLimit { wait }) = report.denial else { panic!("{report:?}") };
    assert_eq!(wait, Duration::from_secs(3));
    assert_eq!(report.replies, ["本频道的管理操作太频繁，请 3秒 后再试"]);
    assert_eq!(bot.effects(), 20);
    // It is on the record even where the body keeps it to itself, and each power counts.
    assert_eq!(bot.rule(&by(21), "/quietly 220").await, "allowed");
    let refused: Vec<_> = bot
        .records("effect")
        .into_iter()
        .filter(|record| record["rule"] == "run.guild_limit")
        .map(|record| (record["action"].clone(), record["success"].clone()))
        .collect();
    let refused_at = |action: &str| (action.into(), false.into());
    assert_eq!(refused, [refused_at("members.kick"), refused_at("members.ban")]);
    // What can be taken back goes on.
    assert_eq!(bot.rule(&by(22), "/mute 220 1m").await, "allowed");
    bot.clock().advance(Duration::from_secs(3));
    assert_eq!(bot.rule(&by(23), "/out 220").await, "allowed");
    assert_eq!(bot.rule(&by(24), "/out 221").await, "run.guild_limit");
}

#[tokio::test]
async fn each_guild_has_a_bucket_of_its_own() {
    let bot = crowded();
    let other = GuildId::new(8_100);
    for (user, roles) in [(100, &[2][..]), (300, &[]), (Harness::BOT.get(), &[2])] {
        bot.platform().set_member(other, UserId::new(user), roles);
    }
    for n in 0..20 {
        let by = Caller::guild(100 + n % 10, &[2]);
        assert_eq!(bot.rule(&by, &format!("/out {}", 200 + n)).await, "allowed");
    }
    let there = Caller::guild(100, &[2]).at(guild(8_100, 1));
    assert_eq!(bot.rule(&there, "/out 300").await, "allowed");
}

#[tokio::test]
async fn a_mute_of_many_takes_one_for_each() {
    let bot = bot();
    let list: Vec<_> = (200..219).map(|user| user.to_string()).collect();
    assert_eq!(bot.rule(&admin(), &format!("/hush 1m {}", list.join(" "))).await, "allowed");
    assert_eq!(bot.rule(&admin(), "/hush 1m 200 201").await, "run.guild_limit");
    assert_eq!(bot.rule(&admin(), "/unhush 200 201").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/hush 1m 200").await, "allowed");
    for text in ["/lockdown 1m", "/close 81"] {
        assert_eq!(bot.rule(&admin(), text).await, "run.guild_limit", "{text}");
    }
    let period = Duration::ZERO;
    let users = vec![UserId::new(200), UserId::new(201)];
    let freed = Request::Act(Act::MuteMany { guild: Harness::GUILD, users, period });
    assert!(bot.platform().requests().contains(&freed));
}

#[tokio::test]
async fn recalls_and_deleted_roles_count_too() {
    for text in ["/recall", "/abolish 30"] {
        let bot = super::roles::bot();
        let id = "spam".parse().unwrap();
        bot.platform().set_message(&id, Harness::CHANNEL, Harness::GUILD, UserId::new(6));
        let by = |n: u64| Caller::guild(100 + n, &[4]).quoting(&id);
        for n in 0..11 {
            bot.platform().set_member(Harness::GUILD, UserId::new(100 + n), &[4]);
        }
        for n in 0..20 {
            assert_eq!(bot.rule(&by(n % 10), text).await, "allowed", "{text} {n}");
        }
        let effects = bot.effects();
        assert_eq!(bot.rule(&by(10), text).await, "run.guild_limit", "{text}");
        assert_eq!(bot.effects(), effects);
    }
}
