//! Keys that say who or where, beside others that do.

use botrs_secure::prelude::*;

#[command(public, owners_only)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(owners_only, perm = BanMembers)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, perm = BanMembers, owners_only)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, dm_only, guild_only)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, dm_only, scene(guild))]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, scene())]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, scene(guild, direct, guild))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, scene(guild, gruop))]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(perm = any())]
async fn ii() -> Result<()> {
    Ok(())
}

fn main() {}
