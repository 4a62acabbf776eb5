//! A cost is a whole number.

use botrs_secure::prelude::*;

#[command(public, limit = "10/min", cost = "2")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/min", cost = 1.5)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/min", cost = -1)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/min", cost(2))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, limit = "10/min", cost)]
async fn ee() -> Result<()> {
    Ok(())
}

fn main() {}
