//! Calls are whole, and so are numbers of units.

use botrs_secure::prelude::*;

#[command(public, limit = "1.5/min")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "-1/min")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/1.5h")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, limit = "4294967296/h")]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
