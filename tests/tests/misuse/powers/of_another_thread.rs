use botrs_secure::prelude::*;

#[command(public)]
async fn mute(ctx: Context<'_, mute>) -> Result<()> {
    tokio::spawn(async move { ctx.reply("later").await });
    Ok(())
}

fn main() {}
