//! Only guilds tell roles.

use botrs_secure::prelude::*;

#[command(perm = BanMembers, fresh)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(perm = BanMembers, dm_only, fresh)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(perm = BanMembers, scene(guild, group), fresh)]
async fn cc() -> Result<()> {
    Ok(())
}

fn main() {}
