//! A function that does not exist.

use botrs_secure::prelude::*;

#[command(public, on_error = explain)]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
