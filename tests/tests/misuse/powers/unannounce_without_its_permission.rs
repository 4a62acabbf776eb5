use botrs_secure::prelude::*;

#[command(perm = DeleteMessages, scene = guild)]
async fn unannounce(ctx: Context<'_, unannounce>, message: Message<'_>) -> Result<()> {
    ctx.guild().unannounce(&message).await
}

fn main() {}
