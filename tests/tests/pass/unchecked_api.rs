//! The raw API, where the attribute says why.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use botrs_secure::prelude::*;
use botrs_secure::{Context, Unchecked, UncheckedApi};

/// Who the bot is.
#[command(public, unchecked_api = "no power tells the bot's own name")]
async fn about(ctx: Context<'_, about>) -> Result<Reply> {
    let me = ctx.unchecked_api().await?.get_bot_info().await?;
    Ok(Reply::text(me.username))
}

#[command(perm = ManageGuild, scene = guild, unchecked_api = "no power lists members")]
async fn count(ctx: Context<'_, count>) -> Result<Reply> {
    let api = take(&ctx).await?;
    let Place::Guild { guild, .. } = ctx.place() else { return Ok(Reply::text("?")) };
    let members = api.get_guild_members(&guild.to_string(), None, None).await?;
    Ok(Reply::text(format!("{}", members.len())))
}

/// A helper of commands that have a reason.
async fn take<'a, C: Unchecked>(ctx: &Context<'a, C>) -> Result<UncheckedApi<'a>> {
    ctx.unchecked_api().await
}

fn main() {
    assert_eq!(commands![about, count].len(), 2);
}
