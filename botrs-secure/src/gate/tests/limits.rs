//! Stage 12: whose cooldown it is.

use super::{Bot, Runs, admin, guild, owner};
use crate::GroupRole;
use crate::prelude::*;
use crate::testing::Caller;

macro_rules! limited {
    ($($name:ident($($scope:ident),+))+) => {$(
        #[command(public, cooldown($($scope = "1h"),+))]
        async fn $name(_ctx: Context<'_, $name>, runs: State<Runs>) -> Result<()> {
            runs.add();
            Ok(())
        }
    )+};
}

limited! {
    per_user(user)
    per_member(member)
    per_channel(channel)
    per_guild(guild)
    per_global(global)
    per_all(user, member, channel, guild, global)
}

/// Who else has to wait after member 1 called in channel 1 of guild 1.
async fn waiting(name: &str, others: &[(Caller, bool)]) {
    let bot = Bot::with(|bot| {
        let all = commands![per_user, per_member, per_channel, per_guild, per_global, per_all];
        bot.commands(all)
    });
    let text = format!("/{name}");
    assert_eq!(bot.rule(&Caller::guild(1, &[]).at(guild(1, 1)), &text).await, "allowed");
    for (caller, waits) in others {
        let expected = if *waits { "limit" } else { "allowed" };
        assert_eq!(bot.rule(caller, &text).await, expected, "{name} {caller:?}");
    }
}

fn at(user: u64, of: u64, channel: u64) -> Caller {
    Caller::guild(user, &[]).at(guild(of, channel))
}

#[tokio::test]
async fn a_cooldown_is_of_its_scope() {
    waiting("per_user", &[(at(1, 1, 1), true), (at(1, 2, 1), true), (at(2, 1, 1), false)]).await;
    waiting("per_member", &[(at(1, 1, 2), true), (at(1, 2, 1), false), (at(2, 1, 1), false)]).await;
    waiting("per_channel", &[(at(2, 1, 1), true), (at(1, 1, 2), false), (at(1, 2, 1), false)])
        .await;
    waiting("per_guild", &[(at(2, 1, 2), true), (at(1, 2, 1), false)]).await;
    let group = Caller::group(1, 1, GroupRole::Member);
    waiting("per_global", &[(at(2, 2, 2), true), (group, true), (Caller::c2c(1), true)]).await;
    waiting("per_all", &[(at(1, 1, 1), true), (at(2, 2, 2), true)]).await;
}

#[tokio::test]
async fn a_group_is_a_guild_and_a_private_conversation_a_circle_of_its_own() {
    let group = |group, member| Caller::group(group, member, GroupRole::Member);
    waiting("per_guild", &[(group(1, 1), false), (group(1, 2), true), (group(2, 1), false)]).await;
    let private = [
        (Caller::direct(1), false),
        (Caller::direct(1), true),
        (Caller::direct(2), false),
        (Caller::c2c(1), false),
        (Caller::c2c(1), true),
        (Caller::c2c(2), false),
    ];
    waiting("per_guild", &private).await;
}

#[tokio::test]
async fn commands_do_not_share_a_cooldown() {
    let bot = Bot::with(|bot| bot.commands(commands![per_global, per_all]));
    assert_eq!(bot.rule(&admin(), "/per_global").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/per_all").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/once").await, "allowed");
    assert_eq!(bot.runs.count(), 3);
}

#[tokio::test]
async fn a_call_that_one_limit_refuses_is_charged_to_none() {
    let bot = Bot::with(|bot| bot.commands(commands![per_some]));
    assert_eq!(bot.rule(&at(1, 1, 1), "/per_some").await, "allowed");
    // Refused for the channel, so free in another.
    assert_eq!(bot.rule(&at(2, 1, 1), "/per_some").await, "limit");
    assert_eq!(bot.rule(&at(2, 1, 2), "/per_some").await, "allowed");
}

#[command(public, cooldown(member = "1h", channel = "1h"))]
async fn per_some(_ctx: Context<'_, per_some>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn a_cooldown_ends() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/once").await, "allowed");
    bot.minutes(59);
    let report = bot.send(&admin(), "/once").await.unwrap();
    let wait = Duration::from_secs(60);
    assert_eq!(report.denial, Some(crate::Denial::Cooldown { wait }));
    bot.minutes(1);
    assert_eq!(bot.rule(&admin(), "/once").await, "allowed");
}

#[command(perm = MuteMembers, scene = guild)]
async fn five(_ctx: Context<'_, five>) -> Result<()> {
    Ok(())
}

#[command(perm = any(MuteMembers, KickMembers), scene = guild)]
async fn ten(_ctx: Context<'_, ten>) -> Result<()> {
    Ok(())
}

#[command(perm = all(MuteMembers, BanMembers, KickMembers), scene = guild)]
async fn thirty(_ctx: Context<'_, thirty>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn a_power_over_members_brings_a_cooldown_unless_the_command_says_none() {
    for (name, seconds) in [("/five", 5), ("/ten", 10), ("/thirty", 30)] {
        let bot = Bot::with(|bot| bot.commands(commands![five, ten, thirty]));
        assert_eq!(bot.rule(&owner(), name).await, "allowed");
        let wait = Duration::from_secs(seconds);
        let report = bot.send(&owner(), name).await.unwrap();
        assert_eq!(report.denial, Some(crate::Denial::Cooldown { wait }), "{name}");
        // Of each member.
        assert_eq!(bot.rule(&admin(), name).await, "allowed");
        bot.clock().advance(wait);
        assert_eq!(bot.rule(&owner(), name).await, "allowed", "{name}");
    }
    let bot = Bot::new();
    for _ in 0..3 {
        assert_eq!(bot.rule(&owner(), "/either").await, "allowed");
        assert_eq!(bot.rule(&owner(), "/reload").await, "permission.owner");
    }
}
