//! A crate that does not exist.

use botrs_secure::prelude::*;

#[command(public, crate = ::bots)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
