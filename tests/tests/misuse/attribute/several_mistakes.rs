use botrs_secure::prelude::*;

#[command(cooldwn = "30s", timeout = 5, sceen = guild)]
fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
