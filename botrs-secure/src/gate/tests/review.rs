//! Attacks that once got through.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Bot, Door, Runs, admin, bot_owner, eventually, member, moderator};
use crate::audit::AuditLog;
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness};
use crate::{BuildError, Denial};

/// An administrator's message that claims to be sent so many milliseconds from now.
fn message(bot: &Bot, id: &str, text: &str, sent_in: u64) -> crate::Incoming {
    let mut incoming = bot.incoming(&admin(), id.parse().unwrap(), text);
    incoming.sent_at = Some(bot.clock().now().wall + sent_in);
    incoming
}

async fn idle(bot: &Bot) {
    eventually(|| bot.engine().tasks.available_permits() == 1_024).await;
}

#[tokio::test]
async fn a_message_never_outlives_its_mark_whatever_time_it_claims() {
    const MINUTE: u64 = 60_000;
    for (sent_in, wait) in
        [(0, 60_000 * 60 + 30_000), (MINUTE, 61 * MINUTE), (50 * MINUTE, 100 * MINUTE)]
    {
        let bot = Bot::new();
        let first = message(&bot, "claimed", "/both", sent_in);
        assert!(bot.post(first.clone()));
        idle(&bot).await;
        assert_eq!(bot.runs.count(), 1, "sent in {sent_in}");
        bot.clock().advance(Duration::from_millis(wait));
        assert!(bot.post(first));
        idle(&bot).await;
        assert_eq!(bot.runs.count(), 1, "sent in {sent_in}, again after {wait}");
    }
}

#[tokio::test]
async fn a_message_of_the_far_future_is_not_young() {
    let bot = Bot::new();
    assert!(bot.post(message(&bot, "tomorrow", "/both", 24 * 60 * 60_000)));
    idle(&bot).await;
    assert_eq!(bot.runs.count(), 0);
    assert_eq!(bot.records("decision")[0]["rule"], "replay.stale");
}

#[command(perm = MuteMembers, cooldown = none, scene = guild)]
async fn hush(ctx: Context<'_, hush>, target: Target<'_>, door: State<Door>) -> Result<()> {
    door.pass().await;
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

#[tokio::test(start_paused = true)]
async fn a_stop_that_cannot_wait_loses_no_record() {
    let bot = Bot::with(|bot| bot.commands(commands![hush]));
    bot.platform().fail_effects(Some(Failing::Never));
    assert!(bot.post(bot.incoming(&admin(), "stop".parse().unwrap(), "/hush 6")));
    bot.door.arrival().await;
    bot.door.open();
    eventually(|| bot.effects() > 0).await;
    assert!(!bot.engine().drain(Duration::from_secs(10)).await);
    // What is not in the log by now is lost: the process ends.
    let (effects, decisions) = (bot.results(), bot.records("decision"));
    assert_eq!((effects.len(), decisions.len()), (1, 1));
    assert_eq!(
        (&effects[0]["rule"], &decisions[0]["rule"]),
        (&"unknown".into(), &"cancelled".into())
    );
}

/// A disk that fills up.
#[derive(Clone, Default)]
struct Disk(Arc<AtomicBool>);

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_body_that_runs_already_has_no_powers_that_cannot_be_recorded() {
    let disk = Disk::default();
    let log = AuditLog::to_writer(disk.clone());
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![hush]).audit(log)));
    let call = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&admin(), "/hush 6").await.unwrap() }
    });
    bot.door.arrival().await;
    disk.0.store(true, Ordering::SeqCst);
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    eventually(|| !bot.engine().audit.has_room()).await;
    bot.door.open();
    assert_eq!(call.await.unwrap().denial, Some(Denial::AuditUnavailable));
    assert_eq!(bot.effects(), 0);
    disk.0.store(false, Ordering::SeqCst);
}

/// Asks the platform on behalf of everybody.
#[command(public, scene = guild)]
async fn poke(_ctx: Context<'_, poke>, _target: Target<'_>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn the_look_ups_of_everybody_leave_those_of_moderators_alone() {
    let bot = Bot::with(|bot| bot.commands(commands![poke]));
    let mut rules = Vec::new();
    for user in 100..114 {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[]);
        for _ in 0..9 {
            rules.push(bot.rule(&Caller::guild(user, &[]), "/poke 6").await);
        }
    }
    assert!(rules.contains(&"authority.limit"), "the guild's share is used up");
    assert_eq!(bot.rule(&moderator(), "/mute 6 1m").await, "allowed");
}

#[command(public, concurrency = 400)]
async fn hog(_ctx: Context<'_, hog>, door: State<Door>) -> Result<()> {
    door.pass().await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn slow_bodies_of_everybody_leave_room_for_moderators() {
    let bot = Bot::with(|bot| bot.commands(commands![hog]));
    for user in 0..300 {
        let caller = Caller::guild(1_000 + user, &[]);
        assert!(bot.post(bot.incoming(&caller, format!("h{user}").parse().unwrap(), "/hog")));
    }
    for _ in 0..100 {
        bot.door.arrival().await;
    }
    assert_eq!(bot.rule(&moderator(), "/mute 6 1m").await, "allowed");
}

/// Has no power; what it does is the author's.
#[command(perm = ManageGuild, cooldown = none, concurrency = 1)]
async fn queued(_ctx: Context<'_, queued>, door: State<Door>, runs: State<Runs>) -> Result<()> {
    runs.add();
    door.pass().await;
    Ok(())
}

#[tokio::test]
async fn nothing_begins_under_a_policy_that_is_gone() {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![queued])));
    let start = |caller: Caller| {
        let bot = Arc::clone(&bot);
        tokio::spawn(async move { bot.send(&caller, "/queued").await.unwrap() })
    };
    let first = start(admin());
    bot.door.arrival().await;
    let second = start(bot_owner());
    tokio::time::sleep(Duration::from_millis(50)).await;
    // The bot has no owner any more.
    bot.handle().replace_policy(Harness::policy()).unwrap();
    bot.door.open();
    bot.door.open();
    assert_eq!(first.await.unwrap().rule, "allowed");
    assert_eq!(second.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!(bot.runs.count(), 1);
}

#[test]
fn state_is_no_way_round_the_powers() {
    let build = |with: fn(Builder) -> Builder| {
        let credentials = Credentials::new("1", "s3cr3t").unwrap();
        let bot = SecureBot::builder(credentials).policy(Harness::policy());
        with(bot.audit(AuditLog::to_writer(io::sink()))).sandbox(false).build().map(drop)
    };
    let refused = |built| matches!(built, Err(BuildError::RawState { .. }));
    assert!(refused(build(|bot| bot.state(botrs::Token::new("1", "s3cr3t")))));
    assert!(refused(build(|bot| bot.state(Arc::new(botrs::Token::new("1", "s3cr3t"))))));
    assert!(refused(build(|bot| bot.state(api()))));
    assert!(refused(build(|bot| bot.state(Arc::new(api())))));
    assert!(build(|bot| bot.state(1_u8)).is_ok());
}

fn api() -> botrs::BotApi {
    let http = botrs::http::HttpClient::new(botrs::DEFAULT_TIMEOUT, false).unwrap();
    botrs::BotApi::new(http, botrs::Token::new("1", "s3cr3t"))
}

#[tokio::test]
async fn strangers_do_not_silence_what_a_moderator_is_told() {
    let window = Duration::from_secs(10);
    let bot = Bot::with(|bot| bot.policy(super::policy().reply_windows(window, window)));
    let told = async |caller: &Caller, text: &str| bot.send(caller, text).await.unwrap().replies;
    assert_eq!(told(&member(), "/ping x").await.len(), 1);
    assert_eq!(told(&moderator(), "/mute 6").await.len(), 1, "the duration is missing");
    // Who may not is a stranger, whatever the command.
    assert_eq!(told(&Caller::guild(50, &[]), "/mute 6").await.len(), 0);
    assert_eq!(told(&admin(), "/mute 6").await.len(), 0, "one in a window, here as well");
}

#[tokio::test]
async fn a_refusal_repeats_no_speech_of_the_callers() {
    let bot = Bot::new();
    let speech = "买".repeat(1_000);
    let report = bot.send(&member(), &format!("/ping {speech}")).await.unwrap();
    assert_eq!(report.rule, "arguments.surplus");
    let reply = &report.replies[0];
    assert!(reply.contains("买买买…」") && reply.chars().count() < 60, "{reply}");
    let report = bot.send(&member(), "/ping 买买买").await.unwrap();
    assert!(report.replies[0].contains("「买买买」"), "{:?}", report.replies);
}
