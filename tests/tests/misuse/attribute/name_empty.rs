use botrs_secure::prelude::*;

#[command(public, name = "")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
