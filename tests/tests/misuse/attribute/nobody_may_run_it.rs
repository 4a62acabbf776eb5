use botrs_secure::prelude::*;

#[command(cooldown = "30s")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
