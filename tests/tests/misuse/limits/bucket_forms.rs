//! A bucket has a name.

use botrs_secure::prelude::*;

#[command(public, cooldown = "1s", bucket = talk)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1s", bucket = "")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1s", bucket = "a b")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1s", bucket("talk"))]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
