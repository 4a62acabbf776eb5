//! A burst that lets nothing through.

use botrs_secure::prelude::*;

#[command(public, limit(user = "10/min", burst = 0))]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
