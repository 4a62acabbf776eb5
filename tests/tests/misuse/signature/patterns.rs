//! What is no plain name of a parameter.

use botrs_secure::prelude::*;

#[command(public)]
async fn aa(ref x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn bb(x @ 0..: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn cc(_: u8) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn dd(#[cfg_attr(all(), allow(unused))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

fn main() {}
