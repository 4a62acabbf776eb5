use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(redact)] ctx: Context<'_, mute>) -> Result<()> {
    let _ = ctx;
    Ok(())
}

fn main() {}
