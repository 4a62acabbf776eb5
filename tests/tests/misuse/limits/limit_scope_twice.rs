//! A scope named twice.

use botrs_secure::prelude::*;

#[command(public, limit(user = "10/min", user = "20/min"))]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
