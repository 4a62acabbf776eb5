//! A list of no limits.

use botrs_secure::prelude::*;

#[command(public, limit())]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
