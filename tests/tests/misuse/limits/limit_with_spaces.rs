//! A quota has no spaces.

use botrs_secure::prelude::*;

#[command(public, limit = "10 / min")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10 per minute")]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
