use botrs_secure::prelude::*;

#[command(perm = DeleteMessages, scene = guild)]
async fn announce(ctx: Context<'_, announce>, message: Message<'_>) -> Result<()> {
    ctx.guild().announce(&message).await
}

fn main() {}
