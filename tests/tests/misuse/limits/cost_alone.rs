//! A cost of no limit.

use botrs_secure::prelude::*;

#[command(public, cost = 2)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "30s", cost = 2)]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
