use botrs_secure::prelude::*;

#[command(public, concurrency = 0, timeout = "0s")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
