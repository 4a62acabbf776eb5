use botrs_secure::prelude::*;

#[command(public, name = "a", name = "b")]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
