//! Stage 2: what is a command, and of which name.

use super::{Bot, VICTIM, admin, member};
use crate::GroupRole;
use crate::prelude::*;
use crate::testing::{Act, Caller, Request};

#[tokio::test]
async fn a_longer_word_is_another_command() {
    let bot = Bot::new();
    for text in ["/pingu", "/banana", "/ban/6", "/ping-", "/mute6", "x /ping", "/ ping", "/"] {
        assert!(bot.send(&admin(), text).await.is_none(), "{text}");
    }
    assert_eq!(bot.asked() + bot.runs.count(), 0);
}

#[tokio::test]
async fn full_width_forms_and_aliases_name_the_same_command() {
    let bot = Bot::new();
    for text in [
        "/mute 6 10m",
        "／mute 6 10m",
        "／ｍｕｔｅ　６　１０m",
        "/禁言 <@!6>10m",
        "／禁言\u{a0}<@6> 10m",
    ] {
        let report = bot.send(&admin(), text).await.unwrap();
        let user = UserId::new(VICTIM);
        let period = Duration::from_secs(600);
        let guild = crate::testing::Harness::GUILD;
        assert_eq!(report.effects, [Request::Act(Act::Mute { guild, user, period })], "{text}");
    }
}

#[tokio::test]
async fn an_alias_asks_the_same_permission() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&member(), "/禁言 6 10m").await, "permission.missing");
}

#[tokio::test]
async fn a_mention_stands_for_the_prefix_and_a_typed_one_does_not() {
    let bot = Bot::new();
    let is_command = async |addressed: bool, text: &str| {
        let caller = member();
        let sent = bot.send_changed(&caller, text, |incoming| incoming.addressed = addressed);
        let is_command = sent.await.is_some();
        bot.minutes(1);
        is_command
    };
    for (addressed, text, expected) in [
        (false, "<@!9000> ping", true),
        (false, "<@9000> /ping", true),
        (true, "ping", true),
        (false, "ping", false),
        // The bot is asked about a command, not for it.
        (true, "ping? what does <@!9000> think", false),
        (true, "/ping", true),
        // Typed by hand, the platform escapes it.
        (false, "&lt;@!9000&gt; ping", false),
        (true, "&lt;@!9000&gt; ping", false),
        (false, "&lt;@!9000&gt; /ping", false),
        // Somebody else's mention.
        (false, "<@!9001> ping", false),
        (false, "<@!9001> /ping", false),
    ] {
        assert_eq!(is_command(addressed, text).await, expected, "{addressed} {text}");
    }
}

#[tokio::test]
async fn private_sentences_are_no_commands_without_a_prefix() {
    let bot = Bot::new();
    for (caller, expected) in [
        (Caller::direct(5), false),
        (Caller::c2c(5), false),
        (Caller::group(1, 5, GroupRole::Member), true),
        (member(), true),
    ] {
        let sent = bot.send_changed(&caller, "ping", |incoming| incoming.addressed = true);
        assert_eq!(sent.await.is_some(), expected, "{caller:?}");
        assert_eq!(bot.rule(&caller, "/ping").await, "allowed", "{caller:?}");
    }
}

#[tokio::test]
async fn text_is_unescaped_once_and_only_where_the_platform_escapes() {
    let bot = Bot::new();
    let said = async |caller: &Caller, text: &str| bot.send(caller, text).await.unwrap().replies;
    assert_eq!(said(&member(), "/echo 1 &amp;lt; 2").await, ["1 &amp;lt; 2"]);
    assert_eq!(said(&member(), "/echo 1 &lt; 2").await, ["1 &lt; 2"]);
    assert_eq!(said(&Caller::c2c(5), "/echo 1 &lt; 2").await, ["1 &lt; 2"]);
}

#[tokio::test]
async fn only_a_command_that_is_to_be_confirmed_loses_a_code() {
    let bot = Bot::new();
    let report = bot.send(&member(), "/echo confirm 123456").await.unwrap();
    assert_eq!(report.replies, ["confirm 123456"]);
}
