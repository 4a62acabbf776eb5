use botrs_secure::prelude::*;

#[command(perm = MuteMembers, public)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
