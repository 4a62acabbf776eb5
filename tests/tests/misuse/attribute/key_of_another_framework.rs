use botrs_secure::prelude::*;

#[command(required_permissions = "KICK_MEMBERS")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
