//! poise's `on_error`, its `FrameworkError`, and what its `post_command` sees.
#![deny(warnings)]

use std::sync::{Arc, Mutex};

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Failing, Harness};
use botrs_secure::{Denial, Error, Outcome, PlatformErrorKind};

/// poise: `FrameworkError::Command`.
#[command(public, on_error = explain)]
async fn divide(a: u32, b: u32) -> Result<Reply, TooSmall> {
    let quotient = a.checked_div(b).ok_or(TooSmall)?;
    Ok(reply!("{quotient}"))
}

#[derive(Debug)]
struct TooSmall;

impl std::fmt::Display for TooSmall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the divisor is too small")
    }
}

impl std::error::Error for TooSmall {}

async fn explain(_ctx: Context<'_>, error: &Error) -> Result<Reply> {
    // poise: the handler is given the error's own type.
    let TooSmall = error.downcast_ref().ok_or_else(|| Error::msg("another one"))?;
    Ok(reply!("? {}", error.to_string()))
}

/// Without `on_error` nobody in the chat learns why.
#[command(perm = MuteMembers, scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// poise: `FrameworkError::CommandPanic`.
#[command(public)]
async fn boom() -> Result<()> {
    panic!("boom")
}

/// poise: no such thing. It is stopped.
#[command(public, timeout = "20ms")]
async fn sleep() -> Result<()> {
    std::future::pending().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let bot = Harness::new(|bot| {
        // poise: one function for all variants; here one that sees decisions, the good ones too, and
        // answers to nobody.
        let bot = bot.on_decision(move |decision| {
            let what = match decision.outcome() {
                Outcome::Allowed => "ran",
                Outcome::Failed(_) => "Command",
                Outcome::Panicked => "CommandPanic",
                Outcome::Denied(denial) => match denial {
                    Denial::Argument { .. } | Denial::Missing { .. } => "ArgumentParse",
                    Denial::MissingPermission { .. } => "MissingUserPermissions",
                    Denial::UnknownPermission => "PermissionFetchFailed",
                    Denial::NotOwner => "NotAnOwner",
                    Denial::WrongScene => "GuildOnly, DmOnly",
                    Denial::BotNotAdministrator => "MissingBotPermissions",
                    Denial::Check { .. } => "CommandCheckFailed",
                    Denial::Cooldown { .. } => "CooldownHit",
                    _ => "poise has none",
                },
                _ => "poise has none",
            };
            log.lock().unwrap().push((decision.command().unwrap_or(""), what));
        });
        bot.commands(commands![divide, mute, boom, sleep])
    });
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(6), &[]);
    let admin = Caller::guild(1, &[2]);
    let call = async |text: &str| bot.send(&admin, text).await.expect("a command");

    assert_eq!(call("/divide 6 3").await.replies, ["2"]);
    assert_eq!(call("/divide 6 0").await.replies, ["? the divisor is too small"]);
    // Not one of the body's errors, so it is not asked.
    assert_eq!(call("/divide 6 x").await.rule, "arguments.invalid");
    bot.platform().fail_effects(Some(Failing::With(PlatformErrorKind::RateLimited)));
    let report = call("/mute 6").await;
    assert_eq!((report.rule, report.replies.len()), ("failed", 1));
    assert_eq!(call("/boom").await.rule, "panicked");
    assert_eq!(call("/sleep").await.rule, "timed_out");
    assert_eq!(bot.send(&Caller::c2c(1), "/mute 6").await.unwrap().rule, "permission.scene");
    assert_eq!(
        *seen.lock().unwrap(),
        [
            ("divide", "ran"),
            ("divide", "Command"),
            ("divide", "ArgumentParse"),
            ("mute", "Command"),
            ("boom", "CommandPanic"),
            ("sleep", "poise has none"),
            ("mute", "GuildOnly, DmOnly"),
        ]
    );
}
