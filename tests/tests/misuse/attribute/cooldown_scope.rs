use botrs_secure::prelude::*;

#[command(public, cooldown(usr = "30s", guild = 5))]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
