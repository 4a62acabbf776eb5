//! A quota is a text.

use botrs_secure::prelude::*;

#[command(public, limit = 10)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
