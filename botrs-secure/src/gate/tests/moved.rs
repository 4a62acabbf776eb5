//! What an event changes for a call that is on its way: roles that were below the caller, membership,
//! and who administrates a channel.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::powers::CHANNEL;
use super::{BOT_OWNER, Bot, Door, MEMBER, OWNER, bot_owner, member, owner, policy};
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness, Report};
use crate::{Denial, PlatformErrorKind};

/// A role of an administrator's rank, and one that manages roles with a moderator's.
const DEPUTIES: u64 = 32;
const CLERKS: u64 = 33;

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn give(
    ctx: Context<'_, give>,
    target: Target<'_>,
    role: GuildRole<'_>,
    door: State<Door>,
) -> Result<()> {
    door.pass().await;
    ctx.roles().give(&target, &role).await
}

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn abolish(ctx: Context<'_, abolish>, role: GuildRole<'_>, door: State<Door>) -> Result<()> {
    door.pass().await;
    ctx.roles().delete(&role).await
}

#[command(perm = ManageChannels, cooldown = none, scene = guild)]
async fn close(ctx: Context<'_, close>, channel: Channel<'_>, door: State<Door>) -> Result<()> {
    door.pass().await;
    ctx.channels().delete(&channel).await
}

fn rules() -> Policy {
    let manager = Role::custom().allow::<ManageChannels>();
    policy()
        .guild_role(Harness::GUILD, RoleId::new(DEPUTIES), Role::admin())
        .guild_role(Harness::GUILD, RoleId::new(CLERKS), Role::custom().allow::<ManageRoles>())
        .channel_admin(Harness::GUILD, manager)
}

fn start(policy: Policy, caller: Caller, text: &'static str) -> (Arc<Bot>, JoinHandle<Report>) {
    let bot = Bot::with(|bot| bot.commands(commands![give, abolish, close]).policy(policy));
    bot.platform().set_role(Harness::GUILD, DEPUTIES, "deputies");
    bot.platform().set_channel(ChannelId::new(CHANNEL), Harness::GUILD);
    bot.platform().set_channel_permissions(Harness::CHANNEL, UserId::new(MEMBER), 7);
    bot.platform().set_member(Harness::GUILD, UserId::new(MEMBER), &[5]);
    let bot = Arc::new(bot);
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&caller, text).await.unwrap() }
    });
    (bot, running)
}

/// What becomes of a call that stands in its body while `change` happens.
async fn changed(
    policy: Policy,
    caller: Caller,
    text: &'static str,
    change: impl FnOnce(&Bot),
) -> (Option<Denial>, usize) {
    let (bot, running) = start(policy, caller, text);
    bot.door.arrival().await;
    change(&bot);
    bot.door.open();
    (running.await.unwrap().denial, bot.effects())
}

fn granted() -> Policy {
    let role = Role::custom().allow::<ManageChannels>();
    rules().grant(Realm::Guild(Harness::GUILD), PersonId::User(UserId::new(MEMBER)), role)
}

fn channel_admin() -> Caller {
    Caller::guild(MEMBER, &[5])
}

#[tokio::test]
async fn a_role_that_is_no_longer_below_the_caller_is_left_alone() {
    for text in ["/give 6 32", "/abolish 32"] {
        let demoted = changed(rules(), owner(), text, |bot| {
            bot.platform().set_member(Harness::GUILD, UserId::new(OWNER), &[CLERKS]);
            bot.member_event(OWNER);
        });
        assert_eq!(demoted.await, (Some(Denial::Revoked), 0), "{text}");
        let still = changed(rules(), owner(), text, |bot| bot.member_event(OWNER));
        assert_eq!(still.await, (None, 1), "{text}");
    }
}

#[tokio::test]
async fn a_grant_does_not_outlive_membership() {
    let left = changed(granted(), member(), "/close 81", |bot| {
        let gone = Failing::With(PlatformErrorKind::NotFound);
        bot.platform().fail_lookups(Some(gone));
        bot.member_event(MEMBER);
    });
    assert_eq!(left.await, (Some(Denial::UnknownRank), 0));
    let stayed = changed(granted(), member(), "/close 81", |bot| bot.member_event(MEMBER));
    assert_eq!(stayed.await, (None, 1));
}

#[tokio::test]
async fn an_owner_of_the_bot_need_not_stay_a_member() {
    let left = changed(rules(), bot_owner(), "/close 81", |bot| {
        let gone = Failing::With(PlatformErrorKind::NotFound);
        bot.platform().fail_lookups(Some(gone));
        bot.member_event(BOT_OWNER);
    });
    assert_eq!(left.await, (None, 1));
}

#[tokio::test]
async fn whoever_administrates_the_channel_no_longer_does_nothing_there() {
    let channel = serde_json::json!({"id": Harness::CHANNEL.to_string(), "guild_id": "8000"});
    let lost = changed(rules(), channel_admin(), "/close 81", |bot| {
        bot.platform().set_channel_permissions(Harness::CHANNEL, UserId::new(MEMBER), 5);
        bot.event("CHANNEL_UPDATE", channel.clone());
    });
    assert_eq!(lost.await, (Some(Denial::Revoked), 0));
    let kept = changed(rules(), channel_admin(), "/close 81", |bot| {
        bot.event("CHANNEL_UPDATE", channel.clone());
    });
    assert_eq!(kept.await, (None, 1));
}

#[tokio::test]
async fn what_happens_while_a_call_waits_for_a_slot_counts() {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![close]).policy(rules())));
    bot.platform().set_channel(ChannelId::new(CHANNEL), Harness::GUILD);
    let bodies = &bot.engine().bodies;
    let all = u32::try_from(bodies.available_permits()).unwrap();
    let held = Arc::clone(bodies).acquire_many_owned(all).await.unwrap();
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&owner(), "/close 81").await.unwrap() }
    });
    super::eventually(|| bot.asked() == 3).await;
    bot.platform().set_member(Harness::GUILD, UserId::new(OWNER), &[]);
    bot.member_event(OWNER);
    drop(held);
    assert_eq!(running.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!(bot.effects(), 0);
}
