//! What stands in `cooldown(..)`.

use botrs_secure::prelude::*;

#[command(public, cooldown(user))]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(member("30s")))]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(channel = 30))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(guild = "0s"))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(global = "1x"))]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(user = none))]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(guild = "1s", guild = "2s"))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(everybody = "1s"))]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(, user = "1s"))]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, cooldown("30s"))]
async fn jj() -> Result<()> {
    Ok(())
}

fn main() {}
