use botrs_secure::prelude::*;

#[command(perm = DeleteMessages, scene = guild)]
async fn unpin(ctx: Context<'_, unpin>, message: Message<'_>) -> Result<()> {
    ctx.guild().unpin(&message).await
}

fn main() {}
