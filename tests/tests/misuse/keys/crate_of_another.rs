//! A crate that is another.

use botrs_secure::prelude::*;

#[command(public, crate = ::std)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
