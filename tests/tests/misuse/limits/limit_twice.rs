//! A key said twice.

use botrs_secure::prelude::*;

#[command(public, limit = "10/min", limit(user = "20/min"))]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
