use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = group)]
async fn mute(target: Target) -> Result<()> {
    drop(target);
    Ok(())
}

fn main() {}
