use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[cfg(unix)] a: u8) -> Result<()> {
    Ok(())
}

fn main() {}
