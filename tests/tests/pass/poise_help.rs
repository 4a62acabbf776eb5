//! poise's `help`, `category`, `hide_in_help`, and doc comments in every form.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, CommandSpec};

/// 掷骰子 / Rolls dice.
///
/// 例如 `/roll 20` / For example `/roll 20`.
#[command(public, category = "娱乐 / Fun", aliases("骰子"))]
async fn roll(
    /// 几面 / How many sides.
    #[arg(default = 6)]
    sides: u8,
) -> Result<Reply> {
    Ok(reply!("{sides}"))
}

/** Tells a joke. */
#[command(public, category = "娱乐 / Fun")]
async fn joke() -> Result<()> {
    Ok(())
}

/// Bans.
#[command(perm = BanMembers, scene = guild)]
async fn ban(_target: Target) -> Result<()> {
    Ok(())
}

#[doc = "An egg."]
#[doc = "\nOf Easter."]
#[command(public, hide_in_help)]
async fn egg() -> Result<Reply> {
    Ok(reply!("🥚"))
}

#[doc(alias = "nothing")]
#[command(public)]
async fn silent() -> Result<()> {
    Ok(())
}

/**
 * With stars
 *
 * in front.
 */
#[command(public)]
async fn stars() -> Result<()> {
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(help::<joke>(), "Tells a joke.");
    assert_eq!(help::<egg>(), "An egg.\n\nOf Easter.");
    assert_eq!(help::<silent>(), "");
    assert_eq!(help::<stars>(), "With stars\n\nin front.");

    let list: &[&CommandSpec] = commands![roll, joke, ban, egg, silent];
    let bot = Harness::new(|bot| bot.commands(list).help());
    let member = Caller::guild(1, &[]);
    let says =
        async |text: &str| bot.send(&member, text).await.expect("a command").replies.concat();
    let all = says("/help").await;
    assert!(all.contains("【Fun】") || all.contains("【娱乐】"), "{all}");
    assert!(all.contains("/roll") && all.contains("/joke") && all.contains("/silent"), "{all}");
    // poise shows what the caller may not run, and `hide_in_help` is all that hides.
    assert!(!all.contains("/ban") && !all.contains("/egg"), "{all}");
    assert_eq!(
        says("/帮助 骰子").await,
        "/roll [sides]\n别名：骰子\n掷骰子\n\n例如 `/roll 20`\n  sides: 几面，默认 6"
    );
    assert_eq!(says("/help ban").await, "没有这个命令");
    assert_eq!(says("/egg").await, "🥚");
}

fn help<C: Command>() -> &'static str {
    C::SPEC.help()
}
