//! poise's checks: `check` several times, `owners_only`, `guild_only`, `dm_only`.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Denial, Error};

/// poise: `async fn(Context<'_>) -> Result<bool, Error>`.
async fn is_adult(ctx: Context<'_>) -> bool {
    matches!(ctx.author().id(), PersonId::User(user) if user.get() >= 18)
}

/// poise's checks do not see arguments; these do, and may say why not.
async fn is_fair(_ctx: Context<'_>, stake: &u32) -> Result<()> {
    if *stake <= 100 { Ok(()) } else { Err(Error::msg("最多 100 / at most 100")) }
}

#[command(public, check = is_adult, check = is_fair(stake))]
async fn bet(stake: u32) -> Result<Reply> {
    Ok(reply!("{stake}"))
}

#[command(owners_only)]
async fn shutdown() -> Result<()> {
    Ok(())
}

#[command(public, guild_only)]
async fn in_guilds() -> Result<()> {
    Ok(())
}

#[command(public, dm_only)]
async fn in_private() -> Result<()> {
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let owner = PersonId::User(UserId::new(99));
    let bot = Harness::new(|bot| {
        bot.commands(commands![bet, shutdown, in_guilds, in_private])
            .policy(Harness::policy().owner(owner).trust_direct())
    });
    let child = bot.call::<bet>(&Caller::guild(17, &[]), "5").await;
    assert_eq!(child.denial, Some(Denial::Check { check: "is_adult", reason: None }));
    let rich = bot.call::<bet>(&Caller::guild(18, &[]), "101").await;
    assert_eq!((rich.rule, &*rich.replies), ("check", &["最多 100 / at most 100".to_owned()][..]));
    assert_eq!(bot.call::<bet>(&Caller::guild(18, &[]), "100").await.replies, ["100"]);
    // A guild's owner is not the bot's.
    assert_eq!(bot.call::<shutdown>(&Caller::guild(1, &[4]), "").await.rule, "permission.owner");
    assert_eq!(bot.call::<shutdown>(&Caller::guild(99, &[]), "").await.rule, "allowed");
    let rule = async |caller: Caller, text: &str| bot.send(&caller, text).await.unwrap().rule;
    assert_eq!(rule(Caller::guild(1, &[]), "/in_guilds").await, "allowed");
    assert_eq!(rule(Caller::guild(1, &[]), "/in_private").await, "permission.scene");
    for caller in [Caller::direct(1), Caller::c2c(1)] {
        assert_eq!(rule(caller.clone(), "/in_guilds").await, "permission.scene");
        assert_eq!(rule(caller, "/in_private").await, "allowed");
    }
}
