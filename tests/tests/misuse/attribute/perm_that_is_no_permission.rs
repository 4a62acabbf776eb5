use botrs_secure::prelude::*;

#[command(perm = String)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
