//! `audit`: what was typed is in the records of decisions, and nobody's id.

use serde_json::Value;

use super::{Bot, Door, admin, member};
use crate::prelude::*;
use crate::testing::Caller;

#[command(perm = ManageGuild, audit, check = is_fair(text))]
async fn decree(_ctx: Context<'_, decree>, #[rest] text: Option<Text>) -> Result<()> {
    match text.as_deref() {
        Some("fail") => Err(crate::Error::msg("no")),
        Some("panic") => panic!("meant to"),
        _ => Ok(()),
    }
}

async fn is_fair(_ctx: Context<'_>, text: Option<&Text>) -> bool {
    text.is_none_or(|text| &**text != "unfair")
}

#[command(perm = MuteMembers, scene = guild, cooldown = none, audit, confirm)]
async fn hush(ctx: Context<'_, hush>, target: Target) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

#[command(public, audit)]
async fn stay(_ctx: Context<'_, stay>, _word: String, door: State<Door>) -> Result<()> {
    door.pass().await;
    Ok(())
}

#[command(public, audit)]
async fn login(
    _ctx: Context<'_, login>,
    name: String,
    #[arg(redact)] token: u32,
    #[flag] keep: bool,
) -> Result<Reply> {
    Ok(reply!("{name} {} {keep}", token > 0))
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![decree, hush, stay, login]))
}

/// The rule and the details of the last decision.
fn last(bot: &Bot) -> (String, Value) {
    let record = bot.records("decision").pop().unwrap();
    (record["rule"].as_str().unwrap().to_owned(), record["details"].clone())
}

#[tokio::test]
async fn decisions_from_the_arguments_on_carry_what_was_typed() {
    let bot = bot();
    for (typed, rule) in [
        ("be nice", "allowed"),
        ("fail", "failed"),
        ("panic", "panicked"),
        ("unfair", "check"),
        ("a \u{1} b", "arguments.control"),
    ] {
        bot.rule(&admin(), &format!("/decree   {typed} ")).await;
        assert_eq!(last(&bot), (rule.into(), typed.into()));
    }
    bot.rule(&admin(), "/decree").await;
    assert_eq!(last(&bot), ("allowed".into(), Value::Null));
}

#[tokio::test]
async fn whoever_may_not_run_it_writes_nothing_into_the_log() {
    let bot = bot();
    bot.rule(&member(), "/decree whatever I like").await;
    assert_eq!(last(&bot), ("permission.missing".into(), Value::Null));
}

#[tokio::test]
async fn commands_that_do_not_say_so_keep_it_out() {
    let bot = bot();
    bot.rule(&member(), "/echo something private").await;
    assert_eq!(last(&bot), ("allowed".into(), Value::Null));
    bot.rule(&member(), "/ping something private").await;
    assert_eq!(last(&bot), ("arguments.surplus".into(), Value::Null));
}

#[tokio::test]
async fn ids_are_pseudonyms_and_codes_of_confirmations_are_left_out() {
    let bot = bot();
    let victim = 144_115_218_677_563_300;
    bot.platform().set_member(crate::testing::Harness::GUILD, UserId::new(victim), &[]);
    let report = bot.send(&admin(), &format!("/hush {victim}")).await.unwrap();
    let Some(crate::Denial::Unconfirmed { code, .. }) = report.denial else { panic!("{report:?}") };
    let (rule, details) = last(&bot);
    assert_eq!(rule, "confirm");
    let pseudonym = details.as_str().unwrap().to_owned();
    assert!(!pseudonym.is_empty() && !pseudonym.contains("1441152"), "{pseudonym}");
    bot.clock().advance(Duration::from_secs(2));
    assert_eq!(bot.rule(&admin(), &format!("/hush {victim} confirm {code:06}")).await, "allowed");
    assert_eq!(last(&bot), ("allowed".into(), details));
    let target = bot.records("effect").pop().unwrap()["target"].clone();
    assert_eq!(target, *pseudonym, "the same name as in the effect");
}

#[tokio::test]
async fn a_call_that_never_ends_has_it_too() {
    let bot = std::sync::Arc::new(bot());
    tokio::spawn({
        let bot = std::sync::Arc::clone(&bot);
        async move { bot.send(&Caller::guild(60, &[]), "/stay here").await }
    });
    bot.door.arrival().await;
    bot.engine().drain(Duration::ZERO).await;
    assert_eq!(last(&bot), ("cancelled".into(), "here".into()));
}

#[tokio::test]
async fn redacted_arguments_are_left_out_whatever_becomes_of_the_call() {
    let bot = bot();
    for (text, rule, details) in [
        ("/login me 4711", "allowed", "me [redacted]"),
        ("/login token=4711 me", "allowed", "[redacted]"),
        ("/login me 4711 --keep", "allowed", "me [redacted]"),
        // Not understood: which word is the secret cannot be told.
        ("/login me 4711x", "arguments.invalid", "[redacted]"),
        ("/login me 4711 4711", "arguments.surplus", "[redacted]"),
        ("/login \"me 4711", "arguments.unclosed", "[redacted]"),
    ] {
        assert_eq!(bot.rule(&member(), text).await, rule, "{text}");
        assert_eq!(last(&bot), (rule.into(), details.into()), "{text}");
    }
}
