//! A scope that does not exist.

use botrs_secure::prelude::*;

#[command(public, limit(usr = "10/min"))]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
