use botrs_secure::prelude::*;

#[command(perm = BanMember)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
