use botrs_secure::prelude::*;

#[command(public, aliases("mute", "m", "m"))]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
