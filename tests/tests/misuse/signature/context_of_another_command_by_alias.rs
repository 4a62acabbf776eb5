use botrs_secure::prelude::*;

type Other<'a> = Context<'a, mute>;

#[command(public)]
async fn mute(_ctx: Context<'_, mute>) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn kick(_ctx: Other<'_>) -> Result<()> {
    Ok(())
}

fn main() {}
