//! A bucket in which nothing is counted.

use botrs_secure::prelude::*;

#[command(public, bucket = "talk")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(owners_only, bucket = "talk")]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, cooldown = none, bucket = "talk")]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(perm = BanMembers, cooldown = none, bucket = "talk")]
async fn dd() -> Result<()> {
    Ok(())
}

fn main() {}
