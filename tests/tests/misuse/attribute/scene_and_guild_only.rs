use botrs_secure::prelude::*;

#[command(public, scene(guild, direct), guild_only)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
