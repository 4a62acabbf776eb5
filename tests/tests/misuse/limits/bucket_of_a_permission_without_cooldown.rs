//! Only powers over members bring a cooldown.

use botrs_secure::prelude::*;

#[command(perm = ManageGuild, bucket = "talk")]
async fn hello() -> Result<()> {
    Ok(())
}

fn main() {}
