//! A reason is a text that says something.

use botrs_secure::prelude::*;

#[command(public, unchecked_api)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_api = "")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_api = " ")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_api = true)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, unchecked_api("pins"))]
async fn ee() -> Result<()> {
    Ok(())
}

fn main() {}
