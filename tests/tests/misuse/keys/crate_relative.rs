//! A relative path means something else elsewhere.

use botrs_secure::prelude::*;

#[command(public, crate = botrs_secure)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, crate = self::lib)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, crate = super::lib)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, crate = bots::lib)]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
