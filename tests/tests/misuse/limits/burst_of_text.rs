//! A burst is a number.

use botrs_secure::prelude::*;

#[command(public, limit(user = "10/min", burst = "3"))]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "10/min", burst = 99999999999))]
async fn bb() -> Result<()> {
    Ok(())
}

fn main() {}
