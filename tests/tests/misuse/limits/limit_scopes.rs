//! What stands in `limit(..)`.

use botrs_secure::prelude::*;

#[command(public, limit(member = 10))]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit(channel("10/min")))]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit(guild = "0/min"))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, limit(global))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, limit(channel = none))]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "1/s", burst))]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "1/s", burst(3)))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "3/s", burst = 1, burst = 2))]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "1/s", burts = 3))]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "1/s", burst = -1))]
async fn jj() -> Result<()> {
    Ok(())
}

fn main() {}
