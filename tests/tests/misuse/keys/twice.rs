//! Keys said twice.

use botrs_secure::prelude::*;

#[command(perm = BanMembers, guild_only, fresh, fresh)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, audit, audit)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, category = "a", category = "b")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, hide_in_help, hide_in_help)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_api = "a", unchecked_api = "b")]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, crate = ::botrs_secure, crate = ::botrs_secure)]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1s", bucket = "a", bucket = "a")]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, limit = "9/s", cost = 1, cost = 1)]
async fn hh() -> Result<()> {
    Ok(())
}

fn main() {}
