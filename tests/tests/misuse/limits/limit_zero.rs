//! A quota of nothing.

use botrs_secure::prelude::*;

#[command(public, limit = "0/min")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/0s")]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
