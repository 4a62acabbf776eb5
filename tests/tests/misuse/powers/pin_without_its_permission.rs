use botrs_secure::prelude::*;

#[command(perm = DeleteMessages, scene = guild)]
async fn pin(ctx: Context<'_, pin>, message: Message<'_>) -> Result<()> {
    ctx.guild().pin(&message).await
}

fn main() {}
