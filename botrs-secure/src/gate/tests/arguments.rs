//! Stage 7: what is typed, and what is no argument.

use super::{Bot, admin, commands, member};
use crate::prelude::*;
use crate::{ArgError, Denial};

/// The rule for `/mute` with these arguments, which nothing may come of.
async fn refused(arguments: &str) -> &'static str {
    let bot = Bot::new();
    let report = bot.call::<commands::mute>(&admin(), arguments).await;
    assert_eq!(bot.asked(), 0, "{arguments:?} reached the platform");
    assert_eq!(report.replies.len(), 1, "{arguments:?} is answered");
    report.rule
}

#[tokio::test]
async fn what_is_no_member() {
    for target in [
        "../../../channels/1",
        "1/../2",
        "6/",
        "%2e%2e%2f1",
        "%2e%2e",
        "6?add_blacklist=true",
        "6#",
        "6\\..",
        "123456789012345678901",
        "000000000000000000006",
        "18446744073709551616",
        "99999999999999999999",
        "<@!6",
        "<@6",
        "<@!>",
        "<@!6/../7>",
        "<@!@6>",
        "<@&6>",
        "<#6>",
        "@6",
        "+6",
        "-6",
        "0x6",
        "6.0",
        "六",
        "６/",
        "@everyone",
        "<qqbot-at-everyone/>",
        "6\u{200b}",
        "6\u{2060}",
    ] {
        assert_eq!(refused(&format!("{target} 10m")).await, "arguments.invalid", "{target}");
    }
    // White space of any kind ends the word: what follows is the next argument, and no duration.
    for text in ["6 /../7 10m", "6\t/../7 10m", "6\n/../7 10m", "<@!6\n> 10m", "<@! 6> 10m"] {
        assert_eq!(refused(text).await, "arguments.invalid", "{text:?}");
    }
}

#[tokio::test]
async fn what_is_no_duration() {
    for period in [
        "0s",
        "0",
        "00m",
        "-5s",
        "+5s",
        "1e3s",
        "1.5h",
        "10",
        "m",
        "10mx",
        "10m/",
        "10m;",
        "1h1h",
        "1m1h",
        "8d",
        "7d1s",
        "7d1ms",
        "99999999999999999999d",
        "18446744073709551615d",
        "307445734561825861m",
        "∞",
        "１０x",
        "1 0m",
        "ten",
    ] {
        assert_eq!(refused(&format!("6 {period}")).await, "arguments.invalid", "{period}");
    }
}

#[tokio::test]
async fn what_is_missing_or_too_much() {
    assert_eq!(refused("").await, "arguments.missing");
    assert_eq!(refused(" \t\n").await, "arguments.missing");
    assert_eq!(refused("6").await, "arguments.missing");
    let bot = Bot::new();
    for text in ["/ping x", "/ping\nx", "/ping <@!6>", "/once 1 2"] {
        assert_eq!(bot.rule(&member(), text).await, "arguments.surplus", "{text}");
    }
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn errors_say_where_and_what() {
    let bot = Bot::new();
    let denial = async |text: &str| bot.send(&admin(), text).await.unwrap().denial.unwrap();
    assert_eq!(denial("/mute").await, Denial::Missing { name: "target" });
    assert_eq!(denial("/mute 6").await, Denial::Missing { name: "period" });
    assert_eq!(denial("/ping 一 b").await, Denial::Surplus { at: 7, word: "一".into() });
    assert_eq!(denial("/echo a\0").await, Denial::ControlCharacter { character: '\0', at: 3 });
    let Denial::Invalid(error) = denial("/禁言 6 8d").await else { panic!("a rule") };
    let [broken] = error.violations() else { panic!("one rule: {error:?}") };
    assert_eq!((broken.path(), broken.rule(), broken.position()), ("period", "range", Some(7)));
    assert_eq!(broken.error(), &ArgError::new("不能大于 7天", "must be at most 7d"));
    assert_eq!(error.text(Locale::Zh), "参数 period（第 7 个字起）有误：不能大于 7天");
    let Denial::Argument { name, at, .. } = denial("/mute x 1m").await else {
        panic!("an argument")
    };
    assert_eq!((name, at), ("target", 7));
}

#[tokio::test]
async fn long_texts_and_control_characters_are_refused() {
    let of_length = |length: usize| format!("/echo {}", "字".repeat(length - 6));
    let bot = Bot::new();
    assert_eq!(bot.rule(&member(), &of_length(2_000)).await, "allowed");
    assert_eq!(bot.rule(&member(), &of_length(2_001)).await, "arguments.length");
    for c in ['\0', '\u{7}', '\u{8}', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}'] {
        let text = format!("/echo a{c}b");
        assert_eq!(bot.rule(&member(), &text).await, "arguments.control", "{c:?}");
        bot.minutes(1);
    }
    // Escaped by the platform or not, in the middle or at the end of a word.
    assert_eq!(bot.rule(&member(), "/echo &amp;\0").await, "arguments.control");
    assert_eq!(bot.rule(&member(), "/echo a\tb\nc").await, "allowed");
}

#[tokio::test]
async fn the_reason_has_its_own_limit() {
    let reason = |length: usize| format!("/mute 6 1m {}", "x".repeat(length));
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), &reason(200)).await, "allowed");
    assert_eq!(bot.rule(&admin(), &reason(201)).await, "arguments.invalid");
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "allowed");
}

/// Answers with what it got.
#[command(public)]
async fn show(
    _ctx: Context<'_, show>,
    #[arg(min = 2, max = 5)] number: i8,
    #[arg(default = "1d", min = "1s")] period: Duration,
    #[validate(length(min = 2, max = 3))] word: Option<String>,
) -> Result<Reply> {
    Ok(reply!("{number} {period} {word}"))
}

#[command(public)]
async fn later(_ctx: Context<'_, later>, period: Duration) -> Result<Reply> {
    Ok(reply!("{period}"))
}

#[command(public)]
async fn years(_ctx: Context<'_, years>, #[arg(max = "400d")] period: Duration) -> Result<Reply> {
    Ok(reply!("{period}"))
}

/// Has no rules of its own to obey.
#[derive(Debug)]
struct Stubborn;

impl FromArg for Stubborn {
    fn from_arg(_: &str) -> Result<Self, ArgError> {
        Ok(Self)
    }
}

#[tokio::test]
async fn bounds_and_defaults() {
    let bot = Bot::with(|bot| bot.commands(commands![show, later, years]));
    for (text, expected) in [
        ("/show 2", "2 1天 无"),
        ("/show 5 1s ab", "5 1秒 ab"),
        ("/show 3 1000ms abc", "3 1秒 abc"),
        ("/show 3 1s 文字x", "3 1秒 文字x"),
        ("/later 30d", "30天"),
        ("/years 400d", "400天"),
    ] {
        let report = bot.send(&member(), text).await.unwrap();
        assert_eq!((report.rule, report.replies), ("allowed", vec![expected.to_owned()]), "{text}");
    }
    bot.minutes(1);
    for text in [
        "/show 1",
        "/show 6",
        "/show -2",
        "/show 128",
        "/show 3 999ms",
        "/show 3 31d",
        "/show 3 1s a",
        "/show 3 1s abcd",
        "/later 30d1ms",
        "/later 31d",
        "/years 401d",
    ] {
        assert_eq!(bot.rule(&member(), text).await, "arguments.invalid", "{text}");
        bot.minutes(1);
    }
}

#[test]
fn a_rule_that_nobody_applies_is_no_rule() {
    use crate::validate::on;
    let length = on::length::<String>(1, 2).data();
    let number = on::numbers::<u8>(Some(1), None).data();
    let longest = on::durations::<Duration>(None, Some(Duration::from_secs(1))).data();
    assert!(Stubborn.obey(&length).is_err());
    assert!(5_u8.obey(&length).is_err());
    assert!(5_u8.obey(&longest).is_err());
    assert!(5.0.obey(&number).is_err());
    assert!(Duration::from_secs(1).obey(&length).is_err());
    assert!("ab".to_owned().obey(&number).is_err());
    assert!("ab".to_owned().obey(&longest).is_err());
    assert!(Text::from("ab").obey(&number).is_err());
    assert!("ab".to_owned().obey(&length).is_ok());
}
