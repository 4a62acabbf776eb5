use botrs_secure::prelude::*;

#[command(perm = all())]
async fn mute() -> Result<()> {
    Ok(())
}
#[command(perm = KickMembers())]
async fn kick() -> Result<()> {
    Ok(())
}
#[command(perm = all(KickMembers, KickMembers))]
async fn ban() -> Result<()> {
    Ok(())
}

fn main() {}
