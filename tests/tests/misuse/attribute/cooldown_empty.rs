use botrs_secure::prelude::*;

#[command(public, cooldown())]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
