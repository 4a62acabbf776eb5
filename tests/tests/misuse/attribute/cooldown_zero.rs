use botrs_secure::prelude::*;

#[command(public, cooldown = "0s")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
