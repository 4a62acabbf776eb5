//! Keys of other frameworks.

use botrs_secure::prelude::*;

#[command(public, rate_limit = "10/min")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, hidden)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, error_handler = f)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, log)]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
