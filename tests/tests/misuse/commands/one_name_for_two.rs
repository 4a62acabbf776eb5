use botrs_secure::prelude::*;

mod moderation {
    use botrs_secure::prelude::*;

    #[command(aliases("禁言"), perm = KickMembers)]
    pub async fn kick() -> Result<()> {
        Ok(())
    }
}

#[command(aliases("禁言"), perm = MuteMembers)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {
    let _ = commands![mute, moderation::kick];
}
