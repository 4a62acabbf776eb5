use botrs_secure::prelude::*;

#[command(perm = ManageGuild, scene = guild)]
async fn close(ctx: Context<'_, close>, channel: Channel<'_>) -> Result<()> {
    ctx.channels().delete(&channel).await
}

fn main() {}
