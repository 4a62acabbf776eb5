//! The raw API of a bot that is connected.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;

use crate::leaks;
use crate::runner::{Test, tests};
use crate::site::{Running, member};

pub(crate) const TESTS: &[Test] = tests![the_raw_api_acts_as_the_bot_and_is_on_the_record];

/// Asks the platform who the bot is.
#[command(public, unchecked_api = "no power tells who the bot is")]
async fn about(ctx: Context<'_, about>) -> Result<Reply> {
    let api = ctx.unchecked_api().await?;
    leaks::look("unchecked api", &format!("{api:?}"));
    let me: UserId = api.get_bot_info().await?.id.parse()?;
    Ok(reply!("{me}"))
}

async fn the_raw_api_acts_as_the_bot_and_is_on_the_record(platform: Platform) {
    let bot = Running::start(&platform, commands![about]).await;
    let asked = || bot.requests().iter().filter(|request| request.path == "/users/@me").count();
    let before = asked();
    let told = bot.say(member(0), "/about").await;
    assert_eq!(told.rule, "allowed");
    assert!(!told.text().is_empty());
    assert_eq!(asked(), before + 1);
    let record = bot.recorded("the use", |record| record["event_type"] == "effect").await;
    assert_eq!(
        (&record["action"], &record["rule"]),
        (&"unchecked_api".into(), &"unchecked".into())
    );
    assert_eq!(record["details"], "no power tells who the bot is");
    bot.stop().await;
}
