use botrs_secure::prelude::*;

#[command(public, cooldwn = "30s")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
