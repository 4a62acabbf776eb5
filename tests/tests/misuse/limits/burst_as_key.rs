//! `burst` stands in the list of a limit.

use botrs_secure::prelude::*;

#[command(public, limit = "10/min", burst = 3)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
