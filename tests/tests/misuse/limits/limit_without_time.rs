//! A quota says a time.

use botrs_secure::prelude::*;

#[command(public, limit = "10")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "30s")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit = "")]
async fn cc() -> Result<()> {
    Ok(())
}

fn main() {}
