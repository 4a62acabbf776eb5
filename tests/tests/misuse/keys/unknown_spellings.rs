//! The nearest key.

use botrs_secure::prelude::*;

#[command(public, limits = "10/min")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, bukcet = "x")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, costs = 2)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, frsh)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, onerror = f)]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, audti)]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, catgory = "x")]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, hide_in_hepl)]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_apis = "x")]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, crates = ::x)]
async fn jj() -> Result<()> {
    Ok(())
}

fn main() {}
