use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn kick(targets: Vec<Target<'_>>) -> Result<()> {
    let _ = targets;
    Ok(())
}

fn main() {}
