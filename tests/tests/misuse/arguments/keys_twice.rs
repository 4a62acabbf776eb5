//! The keys of `#[arg(..)]`, said twice.

use botrs_secure::prelude::*;

#[command(public)]
async fn aa(#[arg(default = 1, default = 2)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn bb(#[arg(min = 1, min = 2)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn cc(#[arg(max = 1)] #[arg(max = 2)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn dd(#[arg(one_of(1), one_of(2))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ee(#[arg(name = "a", name = "b")] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ff(#[arg(redact, redact)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn gg(#[rest] #[rest] x: Text) -> Result<()> {
    let _ = x;
    Ok(())
}

fn main() {}
