use botrs_secure::prelude::*;

#[command(perm = MuteMembers, perm = KickMembers)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
