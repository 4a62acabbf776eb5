use botrs_secure::prelude::*;

#[command(perm = MuteMembers)]
async fn mute(target: Option<Target>) -> Result<()> {
    drop(target);
    Ok(())
}

fn main() {}
