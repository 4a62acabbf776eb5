//! What was granted can be taken away while the body runs.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::{BOT_OWNER, Bot, Door, admin, bot_owner, live, moderator, policy};
use crate::gate::Stage;
use crate::gate::live::Asked;
use crate::policy::Permission;
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness, Report};
use crate::{Denial, PlatformErrorKind, Roles};

/// Waits twice: before its power is called, and before the power's future is polled.
#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn slow(ctx: Context<'_, slow>, target: Target<'_>, door: State<Door>) -> Result<Reply> {
    door.pass().await;
    let mute = ctx.members().mute(&target, Duration::from_secs(60));
    door.pass().await;
    mute.await?;
    Ok(reply!("done"))
}

fn start(caller: Caller) -> (Arc<Bot>, JoinHandle<Report>) {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![slow])));
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&caller, "/slow 6").await.unwrap() }
    });
    (bot, running)
}

/// The caller's call, with the policy replaced before its power is called, or before it is polled.
async fn replaced(caller: Caller, at: usize, policy: Policy) -> (Arc<Bot>, Report) {
    let (bot, running) = start(caller);
    for _ in 1..at {
        bot.door.arrival().await;
        bot.door.open();
    }
    bot.door.arrival().await;
    bot.handle().replace_policy(policy).unwrap();
    (at..=2).for_each(|_| bot.door.open());
    let report = running.await.unwrap();
    (bot, report)
}

/// As the tests' policy, without moderators and owners of the bot.
fn bare() -> Policy {
    Harness::policy()
}

#[tokio::test]
async fn a_power_refuses_once_the_permission_was_taken_away() {
    for at in [1, 2] {
        for (caller, policy) in [
            (moderator(), bare()),
            (bot_owner(), bare()),
            (admin(), Policy::new().trust_guild(GuildId::new(8_100))),
            (admin(), Policy::new().trust_c2c()),
        ] {
            let (bot, report) = replaced(caller, at, policy).await;
            assert_eq!(report.denial, Some(Denial::Revoked), "at {at}");
            assert_eq!(report.replies.len(), 1);
            assert_eq!(bot.effects(), 0);
            let decisions = bot.records("decision");
            assert_eq!(decisions.len(), 1);
            assert_eq!(decisions[0]["rule"], "run.revoked");
            assert!(bot.records("effect").is_empty(), "nothing was sent");
        }
    }
}

#[tokio::test]
async fn a_power_goes_on_where_the_new_policy_still_grants_it() {
    for at in [1, 2] {
        for (caller, policy) in [
            (moderator(), policy()),
            (admin(), bare()),
            (bot_owner(), bare().owner(PersonId::User(UserId::new(BOT_OWNER)))),
            (
                moderator(),
                Policy::new().trust_guild(Harness::GUILD).owner(PersonId::User(UserId::new(4))),
            ),
        ] {
            let (bot, report) = replaced(caller, at, policy).await;
            assert_eq!((report.rule, bot.effects()), ("allowed", 1), "at {at}");
        }
    }
}

#[tokio::test]
async fn it_is_decided_by_the_roles_that_the_platform_told() {
    // The event says administrator, the platform moderator: the policy that forgets moderators counts.
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![slow])));
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[super::MODERATORS]);
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&admin(), "/slow 6").await.unwrap() }
    });
    bot.door.arrival().await;
    bot.handle().replace_policy(bare()).unwrap();
    bot.door.open();
    bot.door.open();
    assert_eq!(running.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn a_policy_that_is_refused_changes_nothing() {
    let (bot, running) = start(moderator());
    bot.door.arrival().await;
    assert!(bot.handle().replace_policy(Policy::new()).is_err());
    bot.door.open();
    bot.door.open();
    assert_eq!(running.await.unwrap().rule, "allowed");
    let replaced = bot.records("lifecycle");
    assert_eq!(replaced.len(), 1);
    assert_eq!((&replaced[0]["rule"], &replaced[0]["success"]), (&"refused".into(), &false.into()));
}

#[test]
fn a_power_needs_a_running_body_and_a_rule_that_names_it() {
    let bot = Bot::new();
    let holds = |name, stage, permission| live(&bot, &admin(), name, stage, "").holds(permission);
    assert_eq!(holds("mute", Stage::Run, MuteMembers::DEF), Ok(()));
    for stage in [
        Stage::Arguments,
        Stage::Check,
        Stage::Authority,
        Stage::Confirm,
        Stage::Capacity,
        Stage::Limit,
    ] {
        assert_eq!(holds("mute", stage, MuteMembers::DEF), Err(Denial::Unproven), "{stage:?}");
    }
    assert_eq!(holds("mute", Stage::Run, KickMembers::DEF), Err(Denial::Unproven));
    // One of several is not always checked; the bot's owner and everybody name none.
    assert_eq!(holds("either", Stage::Run, KickMembers::DEF), Err(Denial::Unproven));
    assert_eq!(holds("reload", Stage::Run, KickMembers::DEF), Err(Denial::Unproven));
    assert_eq!(holds("ping", Stage::Run, SendMessages::DEF), Err(Denial::Unproven));
    assert_eq!(holds("both", Stage::Run, BanMembers::DEF), Ok(()));
}

#[test]
fn unknown_is_no_grant_after_the_policy_moved() {
    let bot = Bot::new();
    let caller = bot_owner().with_roles(Roles::Unknown);
    let live = live(&bot, &caller, "mute", Stage::Run, "");
    assert_eq!(live.holds(MuteMembers::DEF), Ok(()));
    bot.handle().replace_policy(bare()).unwrap();
    assert_eq!(live.holds(MuteMembers::DEF), Err(Denial::Revoked));
    let roles = Roles::Guild(vec![RoleId::new(2)]);
    *live.asked.lock() = Some(Asked { roles, is_channel_admin: false });
    assert_eq!(live.holds(MuteMembers::DEF), Ok(()));
}

/// A moderator's call that stands in its body while `change` happens; what becomes of it, and how often
/// the platform was asked meanwhile.
async fn changed(change: impl FnOnce(&Bot)) -> (Arc<Bot>, Report, usize) {
    let (bot, running) = start(moderator());
    bot.door.arrival().await;
    let asked = bot.asked();
    change(&bot);
    (1..=2).for_each(|_| bot.door.open());
    let report = running.await.unwrap();
    let meanwhile = bot.asked() - asked - bot.effects();
    (bot, report, meanwhile)
}

#[tokio::test]
async fn a_role_that_an_event_took_away_stops_the_power() {
    let (bot, report, _) = changed(|bot| {
        bot.platform().set_member(Harness::GUILD, UserId::new(super::MODERATOR), &[]);
        bot.member_event(super::MODERATOR);
    })
    .await;
    assert_eq!((report.denial, bot.effects()), (Some(Denial::Revoked), 0));
}

#[tokio::test]
async fn a_target_that_an_event_promoted_is_not_touched() {
    let (bot, report, _) = changed(|bot| {
        bot.platform().set_member(Harness::GUILD, UserId::new(super::VICTIM), &[2]);
        bot.member_event(super::VICTIM);
    })
    .await;
    assert_eq!((report.denial, bot.effects()), (Some(Denial::Outranked), 0));
}

#[tokio::test]
async fn after_an_event_no_answer_refuses() {
    for event in [super::MODERATOR, super::VICTIM] {
        let (bot, report, _) = changed(|bot| {
            let unreachable = Failing::With(PlatformErrorKind::Unreachable);
            bot.platform().fail_lookups(Some(unreachable));
            bot.member_event(event);
        })
        .await;
        assert_eq!((report.denial, bot.effects()), (Some(Denial::UnknownRank), 0));
    }
}

#[tokio::test]
async fn the_platform_is_asked_again_once_and_only_after_an_event() {
    let (bot, report, asked) = changed(|bot| bot.member_event(super::MODERATOR)).await;
    assert_eq!((report.rule, bot.effects(), asked), ("allowed", 1, 2));
    let (bot, report, asked) = changed(|bot| bot.member_event(super::OTHER_ADMIN)).await;
    assert_eq!((report.rule, bot.effects(), asked), ("allowed", 1, 0));
}

#[tokio::test]
async fn after_an_event_what_is_kept_admits_nobody() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&moderator(), "/mute 6 1m").await, "allowed");
    bot.platform().set_member(Harness::GUILD, UserId::new(super::MODERATOR), &[]);
    bot.member_event(super::MODERATOR);
    assert_eq!(bot.rule(&moderator(), "/mute 6 1m").await, "permission.missing");
    assert_eq!(bot.effects(), 1);
}
