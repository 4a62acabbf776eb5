//! The other keys, said twice.

use botrs_secure::prelude::*;

#[command(public, aliases("b"), aliases("c"))]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(owners_only, owners_only)]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, public)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1s", cooldown(user = "1s"))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, scene = guild, scene = direct)]
async fn ee() -> Result<()> {
    Ok(())
}

#[command(public, guild_only, guild_only)]
async fn ff() -> Result<()> {
    Ok(())
}

#[command(public, dm_only, dm_only)]
async fn gg() -> Result<()> {
    Ok(())
}

#[command(public, confirm, confirm)]
async fn hh() -> Result<()> {
    Ok(())
}

#[command(public, timeout = "1s", timeout = "2s")]
async fn ii() -> Result<()> {
    Ok(())
}

#[command(public, concurrency = 1, concurrency = 2)]
async fn jj() -> Result<()> {
    Ok(())
}

#[command(public, on_error = a, on_error = b)]
async fn kk() -> Result<()> {
    Ok(())
}

#[command(public, marker = A, marker = B)]
async fn ll() -> Result<()> {
    Ok(())
}

#[command(public, subcommands(a), subcommands(b))]
async fn mm() -> Result<()> {
    Ok(())
}

fn main() {}
