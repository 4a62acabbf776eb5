//! Each at its own place.

use botrs_secure::prelude::*;

#[command(public, limit = "0/min", cost = 0, fresh, audit = 1, category = "", unchecked_api = "", crate = bots)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
