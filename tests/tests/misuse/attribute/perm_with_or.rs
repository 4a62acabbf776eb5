use botrs_secure::prelude::*;

#[command(perm = KickMembers | BanMembers)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
