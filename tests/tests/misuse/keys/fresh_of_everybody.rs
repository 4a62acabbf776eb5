//! There is nothing to ask for.

use botrs_secure::prelude::*;

#[command(public, guild_only, fresh)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(owners_only, scene = guild, fresh)]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
