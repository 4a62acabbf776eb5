//! A broken scene is one mistake.

use botrs_secure::prelude::*;

#[command(perm = BanMembers, scene = gild, fresh)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(fresh, guild_only)]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
