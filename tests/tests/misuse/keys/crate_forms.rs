//! It is a path.

use botrs_secure::prelude::*;

#[command(public, crate = "::botrs_secure")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, crate)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, crate = ::botrs_secure::<u8>)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, crate(::x))]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
