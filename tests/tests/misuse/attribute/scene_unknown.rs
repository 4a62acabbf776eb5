use botrs_secure::prelude::*;

#[command(public, scene = gild)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
