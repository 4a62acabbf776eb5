use botrs_secure::prelude::*;

#[command(public)]
async fn mute(_ctx: Context<'_, mute>) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn kick(_ctx: Context<'_, mute>) -> Result<()> {
    Ok(())
}

fn main() {}
