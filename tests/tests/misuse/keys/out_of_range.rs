//! Numbers and durations that no key can have.

use botrs_secure::prelude::*;

#[command(public, concurrency = -1)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, concurrency = 4294967296)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, concurrency = 999999999999999999999999999999999999999999)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, timeout = "0ms")]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, timeout = "99999999999999999999s")]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, timeout = "")]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, timeout = "1s1h")]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, cost = -1, limit = "9/s")]
async fn hh() -> Result<()> {
    Ok(())
}

fn main() {}
