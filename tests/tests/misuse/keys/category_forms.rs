//! A category is a text.

use botrs_secure::prelude::*;

#[command(public, category = moderation)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, category = "")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, category = " ")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, category = "a\nb")]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, category("a"))]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, category)]
async fn ff() -> Result<()> {
    Ok(())
}

fn main() {}
