//! The keys of `#[arg(..)]`, wrongly used.

use botrs_secure::prelude::*;

#[command(public)]
async fn aa(#[arg(default)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn bb(#[arg(default("x"))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn cc(#[arg(min)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn dd(#[arg(min(1))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ee(#[arg(min = one)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ff(#[arg(max = true)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn gg(#[arg(max("7d"))] x: Duration) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn hh(#[arg(max = "7x")] x: Duration) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ii(#[arg(one_of)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn jj(#[arg(one_of = "a")] x: Text) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn kk(#[arg(one_of())] x: Text) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ll(#[arg(one_of("a", "a"))] x: Text) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn mm(#[arg(one_of(1, "a"))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn nn(#[arg(one_of(1.5))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn oo(#[arg(name)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn pp(#[arg(name("n"))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn qq(#[arg(redact("x"))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn rr(#[arg(defaults = 1)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ss(#[arg(mim = 1)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn tt(#[arg(oneof(1))] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn uu(#[arg(nam = "n")] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn vv(#[arg(rest)] x: Text) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn ww(#[arg = "x"] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn xx(#[flag(true)] x: bool) -> Result<()> {
    let _ = x;
    Ok(())
}

#[command(public)]
async fn yy(#[arg(max = 99999999999999999999999999999999999999999)] x: u8) -> Result<()> {
    let _ = x;
    Ok(())
}

fn main() {}
