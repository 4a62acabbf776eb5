//! Units are those of the table.

use botrs_secure::prelude::*;

#[command(public, limit = "10/m")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/minute")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/week")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/")]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
