use botrs_secure::prelude::*;

#[command(public, cooldown = "30x")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
