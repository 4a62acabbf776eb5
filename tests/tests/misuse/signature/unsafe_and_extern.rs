use botrs_secure::prelude::*;

#[command(public)]
async unsafe extern "C" fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
