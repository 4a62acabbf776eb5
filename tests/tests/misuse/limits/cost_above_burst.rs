//! A call that never runs.

use botrs_secure::prelude::*;

#[command(public, limit = "10/min", cost = 11)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "10/min", channel = "60/min", burst = 3), cost = 4)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "10/min", channel = "2/min"), cost = 3)]
async fn cc() -> Result<()> {
    Ok(())
}

fn main() {}
