use botrs_secure::prelude::*;

#[command(public)]
fn mute(ctx: Context<'_, mute>) -> Result<()> {
    ctx.reply("x").await
}

fn main() {}
