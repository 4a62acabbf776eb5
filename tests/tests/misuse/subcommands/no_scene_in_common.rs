use botrs_secure::prelude::*;

#[command(public, guild_only, subcommands(list))]
async fn role() -> Result<()> {
    Ok(())
}

#[command(public, scene(group, c2c))]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
