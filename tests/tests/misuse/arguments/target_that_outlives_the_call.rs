use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild)]
async fn mute(target: Target<'static>) -> Result<()> {
    drop(target);
    Ok(())
}

fn main() {}
