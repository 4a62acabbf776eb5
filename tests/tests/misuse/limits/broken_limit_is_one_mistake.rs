//! What hangs on a broken limit is no mistake of its own.

use botrs_secure::prelude::*;

#[command(public, limit = "10/m", cost = 2, bucket = "talk")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = 30, bucket = "talk")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limti = "10/min", cost = 2, bucket = "talk")]
async fn cc() -> Result<()> {
    Ok(())
}

fn main() {}
