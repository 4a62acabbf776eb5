use botrs_secure::prelude::*;

#[command(public, check = is_open)]
async fn mute() -> Result<()> {
    Ok(())
}

async fn is_open(_: Context<'_>) -> u8 {
    1
}

fn main() {}
