use botrs_secure::prelude::*;

#[command(public = true, name, aliases = "x", cooldown { user = "1s" }, timeout = )]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
