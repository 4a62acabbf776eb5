use botrs_secure::prelude::*;

#[command(public)]
async fn mute(ctx: Context<'_, mute>) -> Result<()> {
    let count = std::rc::Rc::new(1);
    ctx.reply("x").await?;
    drop(count);
    Ok(())
}

fn main() {}
