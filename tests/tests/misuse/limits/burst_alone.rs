//! A burst of no quota.

use botrs_secure::prelude::*;

#[command(public, limit(burst = 3))]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
