use botrs_secure::prelude::*;

#[command(public, confirm())]
async fn a() -> Result<()> {
    Ok(())
}

#[command(public, confirm(by = me))]
async fn b() -> Result<()> {
    Ok(())
}

#[command(public, confirm(by = "other"))]
async fn c() -> Result<()> {
    Ok(())
}

#[command(public, confirm(from = other))]
async fn d() -> Result<()> {
    Ok(())
}

#[command(public, confirm(by))]
async fn e() -> Result<()> {
    Ok(())
}

#[command(public, dm_only, confirm(by = other))]
async fn f() -> Result<()> {
    Ok(())
}

#[command(public, confirm, confirm(by = other))]
async fn g() -> Result<()> {
    Ok(())
}

fn main() {}
