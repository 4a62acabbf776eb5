use botrs_secure::prelude::*;

#[command(public, cooldown = 30)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
