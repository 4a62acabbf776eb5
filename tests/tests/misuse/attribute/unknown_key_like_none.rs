use botrs_secure::prelude::*;

#[command(public, colour = "red")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
