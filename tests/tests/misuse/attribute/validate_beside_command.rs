use botrs_secure::prelude::*;

#[command(public)]
#[validate]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
