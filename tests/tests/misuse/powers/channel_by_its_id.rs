use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild)]
async fn close(ctx: Context<'_, close>, channel: ChannelId) -> Result<()> {
    ctx.channels().delete(&channel).await
}

fn main() {}
