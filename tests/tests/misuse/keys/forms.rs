//! Keys written in the form of others.

use botrs_secure::prelude::*;

#[command(public, name("ban"))]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, aliases)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(perm(BanMembers))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(perm)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(owners_only = true)]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(owners_only("me"))]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public("all"))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, cooldown)]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, cooldown["1s"])]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, limit)]
async fn jj() -> Result<()> {
    Ok(())
}

#[command(public, scene)]
async fn kk() -> Result<()> {
    Ok(())
}

#[command(public, scene[guild])]
async fn ll() -> Result<()> {
    Ok(())
}

#[command(public, guild_only = true)]
async fn mm() -> Result<()> {
    Ok(())
}

#[command(public, dm_only = true)]
async fn nn() -> Result<()> {
    Ok(())
}

#[command(public, guild_only(yes))]
async fn oo() -> Result<()> {
    Ok(())
}

#[command(public, check(is_open))]
async fn pp() -> Result<()> {
    Ok(())
}

#[command(public, check)]
async fn qq() -> Result<()> {
    Ok(())
}

#[command(public, confirm = true)]
async fn rr() -> Result<()> {
    Ok(())
}

#[command(public, confirm("sure?"))]
async fn ss() -> Result<()> {
    Ok(())
}

#[command(public, timeout("10s"))]
async fn tt() -> Result<()> {
    Ok(())
}

#[command(public, concurrency)]
async fn uu() -> Result<()> {
    Ok(())
}

#[command(public, concurrency(4))]
async fn vv() -> Result<()> {
    Ok(())
}

#[command(public, marker)]
async fn ww() -> Result<()> {
    Ok(())
}

#[command(public, marker(Ban))]
async fn xx() -> Result<()> {
    Ok(())
}

fn main() {}
