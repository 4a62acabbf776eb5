use botrs_secure::prelude::*;

#[command(public)]
fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
