//! The order of the stages: where two of them would refuse, or charge, the earlier one answers and the
//! later one does nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use super::{Bot, admin, eventually, guild, member, moderator};
use crate::audit::AuditLog;
use crate::prelude::{GuildId, UserId};
use crate::testing::{Caller, Harness};

/// Sends `text` so many times; all are decided by this rule.
async fn all(bot: &Bot, caller: &Caller, text: &str, times: usize, rule: &str) {
    for n in 0..times {
        assert_eq!(bot.rule(caller, text).await, rule, "{text}, time {n}");
    }
}

async fn block(bot: &Bot, caller: &Caller) {
    all(bot, caller, "/both", 6, "permission.missing").await;
    assert_eq!(bot.rule(caller, "/ping").await, "block");
}

#[tokio::test]
async fn block_before_flood_so_that_a_blocked_attempt_is_not_counted() {
    let bot = Bot::new();
    block(&bot, &member()).await;
    bot.minutes(2);
    all(&bot, &member(), "/ping", 30, "block").await;
    let principal = crate::Principal::new(
        bot.engine().bot,
        &guild(Harness::GUILD.get(), 1),
        crate::PersonId::User(UserId::new(super::MEMBER)),
    );
    bot.handle().unblock(&principal).await.unwrap();
    all(&bot, &member(), "/ping", 10, "allowed").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "flood");
}

#[tokio::test]
async fn block_before_replay_so_that_a_blocked_message_is_not_marked() {
    let bot = Bot::new();
    block(&bot, &member()).await;
    let again = member().with_id("again");
    all(&bot, &again, "/ping", 2, "block").await;
}

#[tokio::test]
async fn flood_before_replay_so_that_a_flooded_message_is_not_marked() {
    let bot = Bot::new();
    all(&bot, &member(), "/ping", 10, "allowed").await;
    let late = member().with_id("late");
    all(&bot, &late, "/ping", 2, "flood").await;
    bot.minutes(1);
    assert_eq!(bot.rule(&late, "/ping").await, "allowed");
}

#[tokio::test]
async fn flood_knows_repeated_deliveries_and_does_not_count_them() {
    let bot = Bot::new();
    let first = member().with_id("first");
    assert_eq!(bot.rule(&first, "/ping").await, "allowed");
    all(&bot, &first, "/ping", 30, "replay").await;
    all(&bot, &member(), "/ping", 9, "allowed").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "flood");
    assert_eq!(bot.rule(&first, "/ping").await, "replay");
}

#[tokio::test]
async fn flood_counts_attempts_whatever_they_come_to() {
    let bot = Bot::new();
    all(&bot, &member(), "/echo", 4, "arguments.missing").await;
    all(&bot, &member(), "/mute 6 1m", 3, "permission.missing").await;
    all(&bot, &member(), "/ping", 3, "allowed").await;
    assert_eq!(bot.rule(&member(), "/echo").await, "flood");
}

#[tokio::test]
async fn replay_before_permission_so_that_a_repeated_delivery_is_one_failure() {
    let bot = Bot::new();
    let denied = member().with_id("denied");
    assert_eq!(bot.rule(&denied, "/both").await, "permission.missing");
    all(&bot, &denied, "/both", 10, "replay").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn age_before_permission() {
    let bot = Bot::new();
    let old = member().sent_ago(Duration::from_secs(3_600));
    assert_eq!(bot.rule(&old, "/both").await, "replay.stale");
    assert_eq!(bot.rule(&old, "/ping").await, "allowed");
}

#[tokio::test]
async fn permission_before_the_look_at_the_cooldown() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/announce").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/announce").await, "limit");
    assert_eq!(bot.rule(&member(), "/announce").await, "permission.missing");
}

#[tokio::test]
async fn permission_before_arguments() {
    let bot = Bot::new();
    for arguments in ["", "6", "x y", "6 1m \0", &"x".repeat(3_000)] {
        let report = bot.call::<super::commands::mute>(&member(), arguments).await;
        assert_eq!(report.rule, "permission.missing", "{arguments}");
        bot.minutes(120);
    }
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn the_look_at_the_cooldown_before_arguments() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&member(), "/once").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/once x").await, "limit");
    assert_eq!(bot.rule(&admin(), &format!("/once {}", "1".repeat(3_000))).await, "limit");
}

#[tokio::test]
async fn what_no_argument_may_hold_before_the_arguments() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/mute x\0 y").await, "arguments.control");
    let long = format!("/mute {}", "x".repeat(2_000));
    assert_eq!(bot.rule(&admin(), &long).await, "arguments.length");
}

#[tokio::test]
async fn arguments_charge_nothing_and_ask_nobody() {
    let bot = Bot::new();
    for text in ["/kick", "/kick x", "/kick 6 7", "/kick 6\0"] {
        assert!(bot.rule(&admin(), text).await.starts_with("arguments."), "{text}");
    }
    assert_eq!(bot.asked(), 0);
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "limit");
}

#[tokio::test]
async fn a_refusal_of_the_platform_charges_nothing() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/kick 3").await, "authority.rank");
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "allowed");
}

#[tokio::test]
async fn authority_before_confirmation() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/ban 3").await, "authority.rank");
    assert_eq!(bot.rule(&admin(), "/ban 2").await, "authority.self");
    assert_eq!(bot.rule(&admin(), "/ban 3 confirm 000000").await, "authority.rank");
    assert_eq!(bot.rule(&admin(), "/ban 6").await, "confirm");
}

#[tokio::test]
async fn an_unconfirmed_call_takes_no_slot() {
    let bot = Arc::new(Bot::new());
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move {
            let code = super::confirm::code(&bot, &admin(), "/silence 6").await;
            bot.rule(&admin(), &format!("/silence 6 confirm {code:06}")).await
        }
    });
    bot.door.arrival().await;
    assert_eq!(bot.rule(&moderator(), "/silence 6").await, "confirm");
    bot.door.open();
    assert_eq!(running.await.unwrap(), "allowed");
}

#[tokio::test(start_paused = true)]
async fn an_overloaded_call_is_not_charged() {
    let bot = Arc::new(Bot::new());
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.rule(&admin(), "/wait").await }
    });
    bot.door.arrival().await;
    assert_eq!(bot.rule(&member(), "/wait").await, "capacity");
    assert_eq!(bot.runs.count(), 1);
    bot.door.open();
    assert_eq!(running.await.unwrap(), "allowed");
    bot.door.open();
    assert_eq!(bot.rule(&member(), "/wait").await, "allowed");
    assert_eq!(bot.rule(&member(), "/wait").await, "limit");
    assert_eq!(bot.runs.count(), 2);
}

/// A log that cannot be written until it is mended.
#[derive(Clone, Default)]
struct Broken(Arc<AtomicBool>);

impl io::Write for Broken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_mended = self.0.load(Ordering::SeqCst);
        if is_mended { Ok(bytes.len()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A bot whose log cannot be written.
async fn unrecorded() -> (Arc<Bot>, Broken) {
    let log = Broken::default();
    let bot = Arc::new(Bot::with(|bot| bot.audit(AuditLog::to_writer(log.clone()))));
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    eventually(|| !bot.engine().audit.has_room()).await;
    (bot, log)
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_charged_and_not_done() {
    let (bot, log) = unrecorded().await;
    // Charged, the second would have to wait.
    all(&bot, &admin(), "/kick 6", 2, "run.audit").await;
    assert_eq!(bot.effects(), 0);
    // What is not privileged goes on.
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    log.0.store(true, Ordering::SeqCst);
    eventually(|| bot.engine().audit.has_room()).await;
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "allowed");
}

#[tokio::test]
async fn a_slot_is_waited_for_before_the_log_is_looked_at() {
    let (bot, log) = unrecorded().await;
    tokio::time::pause();
    let _all = bodies(&bot);
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "capacity");
    log.0.store(true, Ordering::SeqCst);
}

/// Every slot of the bot.
fn bodies(bot: &Bot) -> OwnedSemaphorePermit {
    let bodies = Arc::clone(&bot.engine().bodies);
    let all = bodies.available_permits();
    bodies.try_acquire_many_owned(u32::try_from(all).unwrap()).unwrap()
}

/// The moderator's call, with their role taken away while they wait for a slot.
async fn demoted(bot: &Arc<Bot>) -> &'static str {
    let slots = bodies(bot);
    let call = tokio::spawn({
        let bot = Arc::clone(bot);
        async move { bot.rule(&moderator(), "/kick 6").await }
    });
    eventually(|| bot.asked() == 3).await;
    bot.handle().replace_policy(Harness::policy()).unwrap();
    drop(slots);
    call.await.unwrap()
}

#[tokio::test]
async fn whoever_was_demoted_while_they_waited_is_refused_and_not_charged() {
    let bot = Arc::new(Bot::new());
    assert_eq!(demoted(&bot).await, "run.revoked");
    assert_eq!(bot.effects(), 0);
    bot.handle().replace_policy(super::policy()).unwrap();
    assert_eq!(bot.rule(&moderator(), "/kick 6").await, "allowed");
}

#[tokio::test]
async fn the_log_is_looked_at_before_the_policy() {
    let (bot, log) = unrecorded().await;
    assert_eq!(demoted(&bot).await, "run.audit");
    log.0.store(true, Ordering::SeqCst);
}

#[tokio::test]
async fn source_before_everything() {
    let bot = Bot::new();
    let first = member().with_id("first");
    all(&bot, &first.clone().as_bot(), "/both", 20, "source.bot").await;
    let place = crate::Policy::new().trust_guild(GuildId::new(8_100));
    bot.handle().replace_policy(place).unwrap();
    all(&bot, &first, "/both", 20, "source.place").await;
    bot.handle().replace_policy(super::policy()).unwrap();
    // Neither blocked, nor flooded, nor seen.
    assert_eq!(bot.rule(&first, "/ping").await, "allowed");
}
