use botrs_secure::prelude::*;

#[command(perm = "BanMembers")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
