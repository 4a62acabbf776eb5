//! `#[arg(redact)]`: what is never shown again.

use super::{Bot, Stage, live, member};
use crate::command::{Command, ParamSpec};
use crate::prelude::*;
use crate::{ArgError, Denial};

/// Quotes what it does not take, as it should not.
struct Token(String);

impl FromArg for Token {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        match word.strip_prefix("t-") {
            Some(token) => Ok(Self(token.to_owned())),
            None => Err(ArgError::new(format!("{word} 不对"), format!("{word} is wrong"))),
        }
    }
}

/// Quotes too, but hides nothing.
struct Loud;

impl FromArg for Loud {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        match word {
            "ok" => Ok(Self),
            _ => Err(ArgError::new(format!("{word} 不对"), format!("{word} is wrong"))),
        }
    }
}

#[command(public)]
async fn login(
    _ctx: Context<'_, login>,
    user: String,
    #[arg(redact)] token: Token,
    loud: Option<Loud>,
) -> Result<Reply> {
    assert!(!token.0.is_empty() && loud.is_none());
    Ok(reply!("{user}"))
}

#[derive(Args)]
struct Secret {
    #[arg(redact)]
    #[rest]
    words: String,
}

#[command(public)]
async fn seal(_ctx: Context<'_, seal>, name: String, secret: Secret) -> Result<Reply> {
    Ok(reply!("{name} {}", secret.words.len()))
}

#[command(public)]
async fn plain(_ctx: Context<'_, plain>, _loud: Loud) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn ruled(
    _ctx: Context<'_, ruled>,
    #[arg(redact)]
    #[validate(custom = never)]
    token: String,
    #[validate(custom = never)] other: Option<String>,
    #[validate(each(one_of("a", "b")))] words: Vec<String>,
) -> Result<()> {
    drop((token, other, words));
    Ok(())
}

fn never(value: &String) -> Result<(), String> {
    Err(format!("{value} is never right"))
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![login, seal, plain, ruled]))
}

#[tokio::test]
async fn a_refusal_shows_nothing_of_it_nor_of_what_follows() {
    for text in [
        "/login me hunter2",
        "/login me token=hunter2",
        "/login token=hunter2 me",
        "/login me \"hunter2 x\"",
        "/login me t-x hunter2",
        "/login me t-x ok hunter2",
        "/login me t-x loud=hunter2",
        "/login me toke=hunter2",
        "/login me t-x token=hunter2",
        "/login me \"t-hunter2",
        "/ruled hunter2",
        "/ruled x hunter2",
        "/ruled x hunter2 hunter2",
    ] {
        let bot = bot();
        let report = bot.send(&member(), text).await.unwrap();
        assert!(report.rule.starts_with("arguments."), "{text}: {}", report.rule);
        let denial = report.denial.unwrap();
        let said = [denial.text(Locale::Zh), denial.text(Locale::En), format!("{denial:?}")];
        for said in said.iter().chain(&report.replies) {
            assert!(!said.contains("hunter2"), "{text}: {said}");
        }
        let records = format!("{:?}", bot.audit());
        assert!(!records.contains("hunter2"), "{text}: {records}");
    }
    let loud = bot().send(&member(), "/plain hunter2").await.unwrap().denial.unwrap();
    assert!(loud.text(Locale::En).contains("hunter2"), "what is not redacted is shown");
}

#[tokio::test]
async fn the_body_gets_the_value() {
    let bot = bot();
    let report = bot.send(&member(), "/login me t-x").await.unwrap();
    assert_eq!((report.rule, report.replies), ("allowed", vec!["me".to_owned()]));
    let report = bot.send(&member(), "/seal me a b c").await.unwrap();
    assert_eq!((report.rule, report.replies), ("allowed", vec!["me 5".to_owned()]));
}

#[command(public, audit)]
async fn kept(
    _ctx: Context<'_, kept>,
    user: String,
    #[arg(redact)] code: u32,
    #[flag] loud: bool,
) -> Result<()> {
    drop((user, loud));
    if code == 0 { Err(std::fmt::Error.into()) } else { Ok(()) }
}

#[tokio::test]
async fn records_of_what_was_typed_show_none() {
    for (text, rule, details) in [
        ("/kept me 424242", "allowed", "me [redacted]"),
        ("/kept --loud me code=424242", "allowed", "--loud me [redacted]"),
        ("/kept me 000000", "failed", "me [redacted]"),
        ("/kept 424242", "arguments.missing", "[redacted]"),
        ("/kept 424242 me", "arguments.invalid", "[redacted]"),
        ("/kept me 424242 x", "arguments.surplus", "[redacted]"),
    ] {
        let bot = Bot::with(|bot| bot.commands(commands![kept]));
        assert_eq!(bot.rule(&member(), text).await, rule, "{text}");
        let records = bot.records("decision");
        assert_eq!(records[0]["details"], details, "{text}: {records:?}");
    }
}

/// Quotes what it sees.
async fn leaks(_: Context<'_>, word: &String) -> Result<(), String> {
    Err(format!("{word} is known"))
}

#[command(public, check = leaks(token))]
async fn checked(
    _ctx: Context<'_, checked>,
    #[arg(redact)] token: String,
    other: String,
) -> Result<()> {
    drop((token, other));
    Ok(())
}

#[command(public, check = leaks(other))]
async fn checked_too(
    _ctx: Context<'_, checked_too>,
    #[arg(redact)] token: String,
    other: String,
) -> Result<()> {
    drop((token, other));
    Ok(())
}

#[tokio::test]
async fn a_check_that_sees_it_says_no_without_words() {
    let bot = Bot::with(|bot| bot.commands(commands![checked, checked_too]));
    let report = bot.send(&member(), "/checked hunter2 x").await.unwrap();
    assert_eq!(report.denial, Some(Denial::Check { check: "leaks", reason: None }));
    assert!(!report.replies.concat().contains("hunter2"), "{:?}", report.replies);
    let report = bot.send(&member(), "/checked_too hunter2 x").await.unwrap();
    assert_eq!(report.replies, ["x is known"]);
}

/// 保险箱 / A vault.
#[command(public, audit, subcommands(open, door))]
async fn vault(
    _ctx: Context<'_, vault>,
    number: Option<Loud>,
    #[rest] about: Option<String>,
) -> Result<()> {
    drop((number, about));
    Ok(())
}

#[command(public)]
async fn open(_ctx: Context<'_, open>, #[arg(redact)] code: String) -> Result<()> {
    drop(code);
    Ok(())
}

#[command(public, subcommands(unlock))]
async fn door(_ctx: Context<'_, door>, number: u32) -> Result<()> {
    let _ = number;
    Ok(())
}

#[command(public)]
async fn unlock(_ctx: Context<'_, unlock>, secret: Secret) -> Result<()> {
    drop(secret);
    Ok(())
}

#[tokio::test]
async fn a_misspelt_subcommand_shows_nothing_of_what_it_would_have_taken() {
    for (text, rule) in [
        ("/vault opn hunter2", "arguments.invalid"),
        ("/vault hunter2", "arguments.invalid"),
        ("/vault ok opn hunter2", "allowed"),
        ("/vault door unlok hunter2", "arguments.invalid"),
        ("/vault door 1 hunter2", "arguments.surplus"),
        ("/vault open hunter2", "allowed"),
    ] {
        let bot = Bot::with(|bot| bot.commands(commands![vault]));
        let report = bot.send(&member(), text).await.unwrap();
        assert_eq!(report.rule, rule, "{text}");
        let said = format!("{:?} {:?} {:?}", report.denial, report.replies, bot.audit());
        assert!(!said.contains("hunter2"), "{text}: {said}");
        assert_eq!(bot.records("decision")[0]["details"], "[redacted]", "{text}");
    }
    let bot = Bot::with(|bot| bot.commands(commands![vault]));
    assert_eq!(bot.rule(&member(), "/vault").await, "allowed");
    assert!(bot.records("decision")[0].get("details").is_none_or(|details| details.is_null()));
}

#[test]
fn records_show_what_stands_before_it() {
    let bot = bot();
    let shown = |command: &str, arguments: &str, denial: Option<&Denial>| {
        live(&bot, &member(), command, Stage::Arguments, arguments)
            .shown_arguments(denial)
            .into_owned()
    };
    let missing = Denial::Missing { name: "token" };
    for (command, arguments, expected) in [
        ("login", "me t-x", "me [redacted]"),
        ("login", "me t-x ok", "me [redacted]"),
        ("login", " me   \"t-x y\"", "me [redacted]"),
        ("login", "user=me token=t-x", "user=me [redacted]"),
        ("login", "token=t-x me", "[redacted]"),
        ("login", "me loud=ok t-x", "me loud=ok [redacted]"),
        // Perhaps misspelt, left over or not ended: nothing of it is sure.
        ("login", "toke=x y z", "[redacted]"),
        ("login", "--token x", "[redacted]"),
        // As Chinese keyboards write them.
        ("login", "token＝x y", "[redacted]"),
        ("login", "—token x", "[redacted]"),
        ("login", "－－token x", "[redacted]"),
        ("login", "\"me", "[redacted]"),
        ("login", "me user=x", "me [redacted]"),
        ("login", "me", "me"),
        ("login", "\"a=b\"", "\"a=b\""),
        ("login", "", ""),
        ("seal", "me a b c", "me [redacted]"),
        ("seal", "words=x me", "[redacted]"),
        ("plain", "anything  \"at\" all=x ", "anything  \"at\" all=x"),
    ] {
        assert_eq!(shown(command, arguments, None), expected, "{command} {arguments}");
    }
    assert_eq!(shown("login", "hunter2", Some(&missing)), "[redacted]");
    assert_eq!(shown("login", "", Some(&missing)), "");
    assert_eq!(shown("plain", "x", Some(&missing)), "x");
    assert_eq!(shown("login", "me t-x", Some(&Denial::Overloaded)), "me [redacted]");
    assert!(login::SPEC.params.iter().any(ParamSpec::is_redacted));
}
