//! A call that costs nothing.

use botrs_secure::prelude::*;

#[command(public, limit = "10/min", cost = 0)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
