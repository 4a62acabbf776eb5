use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[rest] _ctx: Context<'_, mute>) -> Result<()> {
    Ok(())
}

fn main() {}
