//! Flags take no value.

use botrs_secure::prelude::*;

#[command(perm = BanMembers, guild_only, fresh = true)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, audit = "all")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, hide_in_help = true)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, audit(all))]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
