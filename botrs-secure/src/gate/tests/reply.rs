//! What the bot says, how often, and what it keeps to itself.

use std::sync::Arc;

use super::{Bot, Door, admin, member, policy};
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness, Request};
use crate::{Error, GroupRole, PlatformErrorKind};

const TEN: Duration = Duration::from_secs(10);

fn windows(caller: Duration, channel: Duration) -> Bot {
    Bot::with(|bot| bot.policy(policy().reply_windows(caller, channel)))
}

async fn replies(bot: &Bot, caller: &Caller, text: &str) -> usize {
    bot.send(caller, text).await.unwrap().replies.len()
}

#[tokio::test]
async fn a_thousand_refused_calls_of_one_member_are_one_reply() {
    let bot = windows(TEN, TEN);
    let mut all = 0;
    for _ in 0..1_000 {
        all += replies(&bot, &member(), "/ping x").await;
    }
    assert_eq!(all, 1);
    bot.clock().advance(TEN);
    assert_eq!(replies(&bot, &member(), "/ping x").await, 1);
    assert_eq!(replies(&bot, &member(), "/ping x").await, 0);
}

#[tokio::test]
async fn many_members_in_one_channel_are_one_reply() {
    let bot = windows(TEN, TEN);
    let mut all = 0;
    for user in 100..200 {
        all += replies(&bot, &Caller::guild(user, &[]), "/both").await;
    }
    assert_eq!(all, 1);
    let elsewhere = Caller::guild(100, &[]).at(super::guild(Harness::GUILD.get(), 9));
    assert_eq!(replies(&bot, &elsewhere, "/echo").await, 1);
}

#[tokio::test]
async fn each_window_works_alone() {
    let bot = windows(TEN, Duration::ZERO);
    let counts = async |bot: &Bot| {
        let mut counts = Vec::new();
        for (user, text) in [(50, "/echo"), (50, "/echo"), (50, "/ping x"), (51, "/echo")] {
            counts.push(replies(bot, &Caller::guild(user, &[]), text).await);
        }
        counts
    };
    assert_eq!(counts(&bot).await, [1, 0, 1, 1]);
    assert_eq!(counts(&windows(Duration::ZERO, TEN)).await, [1, 0, 0, 0]);
    assert_eq!(counts(&windows(Duration::ZERO, Duration::ZERO)).await, [1, 1, 1, 1]);
    assert_eq!(counts(&windows(TEN, TEN)).await, [1, 0, 0, 0]);
}

#[tokio::test]
async fn an_answer_that_one_window_forbids_uses_up_neither() {
    let bot = windows(TEN, Duration::from_secs(1));
    assert_eq!(replies(&bot, &Caller::guild(50, &[]), "/echo").await, 1);
    // The channel's window is over, the caller's is not.
    bot.clock().advance(Duration::from_secs(1));
    assert_eq!(replies(&bot, &Caller::guild(50, &[]), "/echo").await, 0);
    assert_eq!(replies(&bot, &Caller::guild(51, &[]), "/echo").await, 1);
}

#[tokio::test]
async fn allowed_calls_are_always_answered() {
    let bot = windows(TEN, TEN);
    for _ in 0..5 {
        assert_eq!(replies(&bot, &member(), "/ping").await, 1);
    }
}

#[tokio::test]
async fn a_policy_has_windows_of_ten_seconds() {
    let bot = Bot::with(|bot| bot.policy(Policy::new().trust_all_guilds()));
    assert_eq!(replies(&bot, &member(), "/echo").await, 1);
    assert_eq!(replies(&bot, &Caller::guild(50, &[]), "/echo").await, 0);
    bot.clock().advance(TEN);
    assert_eq!(replies(&bot, &Caller::guild(50, &[]), "/echo").await, 1);
}

#[tokio::test]
async fn noise_is_answered_with_silence() {
    let bot = Bot::new();
    let again = member().with_id("again");
    for (caller, text, rule, count) in [
        (again.clone(), "/ping", "allowed", 1),
        (again, "/ping", "replay", 0),
        (member().as_bot(), "/ping", "source.bot", 0),
        (admin().sent_at_no_time(), "/both", "replay.stale", 0),
    ] {
        let report = bot.send(&caller, text).await.unwrap();
        assert_eq!((report.rule, report.replies.len()), (rule, count));
    }
    for _ in 0..9 {
        bot.rule(&member(), "/ping").await;
    }
    let report = bot.send(&member(), "/ping").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("flood", 0));
}

#[tokio::test]
async fn the_language_is_the_callers() {
    let english = Bot::with(|bot| bot.locale(Locale::En));
    let said = async |bot: &Bot, text: &str| bot.send(&admin(), text).await.unwrap().replies;
    assert_eq!(said(&english, "/mute").await, ["Argument target is missing"]);
    assert_eq!(said(&english, "/禁言").await, ["缺少参数 target"]);
    assert_eq!(said(&english, "/ping \u{20000}").await, ["多余的参数「\u{20000}」（第 7 个字起）"]);
    assert_eq!(said(&english, "/ping \u{f900}").await, ["多余的参数「\u{f900}」（第 7 个字起）"]);
    assert_eq!(said(&Bot::new(), "/mute").await, ["缺少参数 target"]);
}

#[tokio::test]
async fn waits_are_rounded_up() {
    let bot = Bot::with(|bot| bot.locale(Locale::En));
    bot.rule(&admin(), "/kick 6").await;
    bot.clock().advance(Duration::from_millis(100));
    let report = bot.send(&admin(), "/kick 6").await.unwrap();
    assert_eq!(report.replies, ["Cooling down; try again in 10s"]);
}

#[command(public)]
async fn broken(_ctx: Context<'_, broken>) -> Result<Reply> {
    Err(Error::msg("postgres://root:hunter2@10.0.0.1 refused"))
}

#[tokio::test]
async fn a_failure_tells_an_id_that_the_audit_has_and_nothing_else() {
    for (locale, start, end) in
        [(Locale::Zh, "命令出错了（编号 ", "）"), (Locale::En, "The command failed (id ", ")")]
    {
        let bot = Bot::with(|bot| bot.commands(commands![broken]).locale(locale));
        let report = bot.send(&member(), "/broken").await.unwrap();
        assert_eq!(report.rule, "failed");
        let [reply] = &report.replies[..] else { panic!("one reply") };
        let id = reply.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).unwrap();
        let [decision] = &bot.records("decision")[..] else { panic!("one decision") };
        assert_eq!((&decision["correlation"], &decision["rule"]), (&id.into(), &"failed".into()));
    }
}

#[tokio::test]
async fn a_failure_of_the_platform_keeps_its_words_to_itself() {
    let bot = Bot::new();
    bot.platform().fail_effects(Some(Failing::With(PlatformErrorKind::Unauthorized)));
    let report = bot.send(&admin(), "/mute 6 1m").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("failed", 1));
    assert!(!report.replies[0].contains("unauthorized") && !report.replies[0].contains("test"));
}

/// Replies seven times, then once more by its result; says how many went.
#[command(public)]
async fn chatty(ctx: Context<'_, chatty>, runs: State<super::Runs>) -> Result<Reply> {
    for _ in 0..7 {
        match ctx.reply("hello").await {
            Ok(()) => runs.add(),
            Err(error) => {
                let kind = error.platform().map(crate::PlatformError::kind);
                assert_eq!(kind, Some(PlatformErrorKind::ReplyWindow));
            }
        }
    }
    Ok(reply!("bye"))
}

fn sequence(bot: &Bot) -> Vec<u32> {
    let sent = bot.platform().requests().into_iter();
    sent.filter_map(|request| match request {
        Request::Send { seq, .. } => Some(seq),
        _ => None,
    })
    .collect()
}

#[tokio::test]
async fn a_message_gets_five_replies_each_with_its_number() {
    let bot = Bot::with(|bot| bot.commands(commands![chatty]));
    assert_eq!(bot.rule(&member(), "/chatty").await, "allowed");
    assert_eq!(bot.runs.count(), 5);
    assert_eq!(sequence(&bot), [1, 2, 3, 4, 5]);
    // The next message begins anew.
    bot.rule(&member(), "/ping").await;
    assert_eq!(sequence(&bot), [1, 2, 3, 4, 5, 1]);
}

/// Waits at the door, then answers.
#[command(public, cooldown = none)]
async fn late(ctx: Context<'_, late>, door: State<Door>) -> Result<()> {
    door.pass().await;
    ctx.reply("late").await
}

#[tokio::test]
async fn a_reply_is_in_time_or_not_sent() {
    let group = Caller::group(1, 1, GroupRole::Member);
    let (five, hour) = (Duration::from_secs(5 * 60), Duration::from_secs(60 * 60));
    for (caller, window) in
        [(member(), five), (Caller::direct(5), five), (group, five), (Caller::c2c(5), hour)]
    {
        for (after, rule) in [(window - Duration::from_nanos(1), "allowed"), (window, "failed")] {
            let bot = Arc::new(Bot::with(|bot| bot.commands(commands![late])));
            let call = tokio::spawn({
                let (bot, caller) = (Arc::clone(&bot), caller.clone());
                async move { bot.send(&caller, "/late").await.unwrap() }
            });
            bot.door.arrival().await;
            bot.clock().advance(after);
            bot.door.open();
            let report = call.await.unwrap();
            assert_eq!(report.rule, rule, "{caller:?} {after:?}");
            assert_eq!(report.replies.len(), usize::from(rule == "allowed"));
        }
    }
}

#[tokio::test]
async fn what_users_typed_mentions_nobody() {
    let bot = Bot::new();
    for text in ["&lt;@!6&gt;", "@everyone", "&lt;qqbot-at-everyone /&gt;"] {
        let report = bot.send(&member(), &format!("/echo {text}")).await.unwrap();
        let reply = &report.replies[0];
        assert!(!reply.contains("<@") && !reply.contains("@everyone"), "{reply}");
        assert!(!reply.contains("<qqbot"), "{reply}");
    }
    let report = bot.send(&member(), "/ping @everyone").await.unwrap();
    assert!(!report.replies[0].contains("@everyone"), "{:?}", report.replies);
}

#[tokio::test]
async fn a_body_that_says_nothing_sends_nothing() {
    let bot = Bot::new();
    assert_eq!(replies(&bot, &admin(), "/both").await, 0);
}
