//! The other keys, misspelt.

use botrs_secure::prelude::*;

#[command(public, nmae = "ban")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, alias("b"))]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, aliasses("b"))]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(perms = BanMembers)]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(owner_only)]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(pubic)]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, sceens(guild))]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, guilds_only)]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, dms_only)]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, checks = is_open)]
async fn jj() -> Result<()> {
    Ok(())
}

#[command(public, confrim)]
async fn kk() -> Result<()> {
    Ok(())
}

#[command(public, time_out = "1s")]
async fn ll() -> Result<()> {
    Ok(())
}

#[command(public, concurency = 1)]
async fn mm() -> Result<()> {
    Ok(())
}

#[command(public, makrer = Ban)]
async fn nn() -> Result<()> {
    Ok(())
}

fn main() {}
