use botrs_secure::prelude::*;

#[command(public)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {
    let _ = commands![mute(), "mute", mute::<u8>, , mute];
}
