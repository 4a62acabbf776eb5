use botrs_secure::prelude::*;

struct mute;

#[command(public)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
