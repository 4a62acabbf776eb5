use botrs_secure::prelude::*;

#[command(public)]
unsafe async extern "C" fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
