//! Keys with values of another type.

use botrs_secure::prelude::*;

#[command(public, name = 5)]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, name = ban)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, aliases(b))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, aliases("b", 5))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(perm = 5)]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(perm = all("BanMembers"))]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(perm = most(BanMembers, KickMembers))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = true)]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = never)]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, limit = true)]
async fn jj() -> Result<()> {
    Ok(())
}

#[command(public, scene = "guild")]
async fn kk() -> Result<()> {
    Ok(())
}

#[command(public, scene(5))]
async fn ll() -> Result<()> {
    Ok(())
}

#[command(public, scene = botrs::guild)]
async fn mm() -> Result<()> {
    Ok(())
}

#[command(public, check = "is_open")]
async fn nn() -> Result<()> {
    Ok(())
}

#[command(public, check = 5)]
async fn oo() -> Result<()> {
    Ok(())
}

#[command(public, check = is_open("x"))]
async fn pp() -> Result<()> {
    Ok(())
}

#[command(public, check = |ctx| true)]
async fn qq() -> Result<()> {
    Ok(())
}

#[command(public, timeout = 10)]
async fn rr() -> Result<()> {
    Ok(())
}

#[command(public, timeout = none)]
async fn ss() -> Result<()> {
    Ok(())
}

#[command(public, concurrency = "4")]
async fn tt() -> Result<()> {
    Ok(())
}

#[command(public, concurrency = 1.5)]
async fn uu() -> Result<()> {
    Ok(())
}

#[command(public, marker = "Ban")]
async fn vv() -> Result<()> {
    Ok(())
}

#[command(public, marker = marks::Ban)]
async fn ww() -> Result<()> {
    Ok(())
}

#[command(public, bucket = moderation)]
async fn xx() -> Result<()> {
    Ok(())
}

fn main() {}
