//! Stage 10: a second message with a code that only the first one was told.

use super::{Bot, VICTIM, admin, guild, moderator, owner};
use crate::prelude::*;
use crate::testing::{Act, Caller, Harness, Request};
use crate::{Denial, MessageId};

/// The code for this call.
pub(super) async fn code(bot: &Bot, caller: &Caller, text: &str) -> u32 {
    match bot.send(caller, text).await.expect("a command").denial {
        Some(Denial::Unconfirmed { code }) => code,
        other => panic!("{text} is to be confirmed, not {other:?}"),
    }
}

async fn confirm(bot: &Bot, caller: &Caller, text: &str, code: u32) -> &'static str {
    bot.rule(caller, &format!("{text} confirm {code:06}")).await
}

#[tokio::test]
async fn the_right_code_is_good_once_and_the_cooldown_is_charged_once() {
    let bot = Bot::new();
    let told = bot.send(&admin(), "/ban 6 spam").await.unwrap();
    let Some(Denial::Unconfirmed { code }) = told.denial else { panic!("a code") };
    assert_eq!(told.replies, [format!("请在 60 秒内重发同一命令，并在末尾加上：确认 {code:06}")]);
    assert!(told.effects.is_empty());
    let banned = Request::Act(Act::Remove {
        guild: Harness::GUILD,
        user: UserId::new(VICTIM),
        ban: true,
        history_days: 7,
    });
    let report = bot.send(&admin(), &format!("/ban  6  spam 确认  {code:06} ")).await.unwrap();
    // The arguments differ by a space.
    assert_eq!(report.rule, "confirm.wrong");
    let report = bot.send(&admin(), &format!("/ban 6 spam 确认  {code:06} ")).await.unwrap();
    assert_eq!((report.rule, report.effects), ("allowed", vec![banned]));
    assert_eq!(confirm(&bot, &admin(), "/ban 6 spam", code).await, "limit");
    bot.clock().advance(Duration::from_secs(30));
    assert_eq!(confirm(&bot, &admin(), "/ban 6 spam", code).await, "confirm.wrong");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_wrong_code_does_nothing_and_the_third_ends_the_right_one() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    let wrong = (right + 1) % 1_000_000;
    for _ in 0..2 {
        assert_eq!(confirm(&bot, &admin(), "/ban 6", wrong).await, "confirm.wrong");
    }
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
    bot.minutes(1);
    let right = code(&bot, &admin(), "/ban 6").await;
    let wrong = (right + 1) % 1_000_000;
    for _ in 0..3 {
        assert_eq!(confirm(&bot, &admin(), "/ban 6", wrong).await, "confirm.wrong");
    }
    // It was the right one until the third wrong one.
    bot.minutes(60);
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn three_wrong_codes_within_the_minute_end_the_right_one() {
    let bot = Bot::new();
    let right = code(&bot, &owner(), "/ban 6").await;
    for wrong in (0..).filter(|&wrong| wrong != right).take(3) {
        assert_eq!(confirm(&bot, &owner(), "/ban 6", wrong).await, "confirm.wrong");
    }
    assert_eq!(confirm(&bot, &owner(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn a_code_is_bound_to_its_call() {
    let bot = Bot::new();
    let quote: MessageId = "quoted".parse().unwrap();
    let right = code(&bot, &owner(), "/ban 6 spam").await;
    for (caller, text) in [
        // Somebody else, who may do the same.
        (admin(), "/ban 6 spam"),
        // Another target, another reason, none.
        (owner(), "/ban 5 spam"),
        (owner(), "/ban 6 spam!"),
        (owner(), "/ban 6"),
        // Another command.
        (owner(), "/silence 6 spam"),
        (owner(), "/silence 6"),
        // Another channel, and what one cannot know by looking at the text.
        (owner().at(guild(Harness::GUILD.get(), 9)), "/ban 6 spam"),
        (owner().quoting(&quote), "/ban 6 spam"),
    ] {
        let rule = confirm(&bot, &caller, text, right).await;
        assert!(
            ["confirm.wrong", "arguments.surplus"].contains(&rule),
            "{text} {caller:?}: {rule}"
        );
    }
    assert_eq!(bot.effects(), 0);
    assert_eq!(confirm(&bot, &owner(), "/ban 6 spam", right).await, "allowed");
}

#[tokio::test]
async fn a_code_is_bound_to_the_quoted_message() {
    let bot = Bot::new();
    let [one, other] = ["one", "other"].map(|id| id.parse::<MessageId>().unwrap());
    let right = code(&bot, &admin().quoting(&one), "/ban 6").await;
    assert_eq!(confirm(&bot, &admin().quoting(&other), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin().quoting(&one), "/ban 6", right).await, "allowed");
}

#[tokio::test]
async fn a_code_is_good_for_a_minute() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    bot.clock().advance(Duration::from_secs(60));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    let right = code(&bot, &admin(), "/ban 6").await;
    bot.clock().advance(Duration::from_secs(59));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
}

#[tokio::test]
async fn a_new_code_replaces_the_one_before() {
    let bot = Bot::new();
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(code(&bot, &admin(), "/ban 6").await);
    }
    let last = codes.pop().unwrap();
    // Seven of a million: neither all equal nor all small.
    assert!(codes.iter().all(|code| *code < 1_000_000) && last < 1_000_000);
    assert!(codes.iter().any(|code| *code > 10_000), "{codes:?}");
    let earlier = codes.into_iter().find(|&earlier| earlier != last).unwrap();
    assert_eq!(confirm(&bot, &admin(), "/ban 6", earlier).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin(), "/ban 6", last).await, "allowed");
}

#[tokio::test]
async fn the_confirming_message_passes_every_stage_again() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    let text = format!("/ban 6 confirm {right:06}");
    let old = admin().sent_ago(Duration::from_secs(3_600));
    assert_eq!(bot.rule(&old, &text).await, "replay.stale");
    assert_eq!(bot.rule(&admin().as_bot(), &text).await, "source.bot");
    // Demoted since, by the event and by the platform.
    assert_eq!(bot.rule(&moderator(), &text).await, "permission.missing");
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[]);
    assert_eq!(bot.rule(&admin(), &text).await, "permission.missing");
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[2]);
    assert_eq!(bot.rule(&admin(), &text).await, "authority.rank");
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[]);
    let first = admin().with_id("confirming");
    assert_eq!(bot.rule(&first, &text).await, "allowed");
    assert_eq!(bot.rule(&first, &text).await, "replay");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_code_is_asked_for_even_where_refusals_are_answered_rarely() {
    let minute = Duration::from_secs(60);
    let bot = Bot::with(|bot| bot.policy(super::policy().reply_windows(minute, minute)));
    assert_eq!(bot.send(&admin(), "/both x").await.unwrap().replies.len(), 1);
    assert_eq!(bot.send(&admin(), "/both x").await.unwrap().replies.len(), 0);
    for _ in 0..2 {
        assert_eq!(bot.send(&admin(), "/ban 6").await.unwrap().replies.len(), 1);
    }
}
