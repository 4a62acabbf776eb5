//! Wrong forms of a limit.

use botrs_secure::prelude::*;

#[command(public, limit)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, limit["10/min"])]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, limit("10/min"))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, limit(user))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, limit(user("10/min")))]
async fn ee() -> Result<()> {
    Ok(())
}

fn main() {}
