use botrs_secure::prelude::*;

#[command(public)]
async fn mute((a, b): (u8, u8), _: u8) -> Result<()> {
    let _ = (a, b);
    Ok(())
}

fn main() {}
