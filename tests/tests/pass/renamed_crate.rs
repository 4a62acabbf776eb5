//! The library under other names.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

extern crate botrs_secure as renamed;

mod bots {
    pub(crate) use renamed::*;
}

/// No name of the library leads to it: it has to be the one that was said.
mod botrs_secure {}

use bots::prelude::*;

#[command(public, crate = crate::renamed)]
async fn plain() -> Result<()> {
    Ok(())
}

#[command(
    perm = MuteMembers,
    scene = guild,
    check = is_open(target),
    on_error = explain,
    unchecked_api = "a test",
    limit = "9/min",
    crate = crate::bots
)]
async fn full(ctx: Context<'_, full>, target: Target, #[rest] why: Option<Text>) -> Result<Reply> {
    let _api = ctx.unchecked_api().await?;
    ctx.members().mute(&target, Duration::from_secs(60)).await?;
    Ok(Reply::text(why.map(|why| why.to_string()).unwrap_or_default()))
}

async fn is_open(_ctx: Context<'_>, _target: &UserId) -> bool {
    true
}

async fn explain(_ctx: Context<'_>, _error: &bots::Error) -> Result<()> {
    Ok(())
}

#[command(perm = BanMembers, bucket = "b", crate = ::botrs_secure)]
async fn rooted() -> Result<()> {
    Ok(())
}

macro_rules! command_of_a_macro {
    ($name:ident) => {
        #[command(public, crate = $crate::renamed)]
        async fn $name() -> Result<()> {
            Ok(())
        }
    };
}

command_of_a_macro!(made);

fn main() {
    assert_eq!(commands![plain, full, rooted, made].len(), 4);
}
