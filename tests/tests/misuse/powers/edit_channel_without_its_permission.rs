use botrs_secure::prelude::*;

#[command(perm = ManageGuild, scene = guild)]
async fn rename(ctx: Context<'_, rename>, channel: Channel<'_>) -> Result<()> {
    ctx.channels().edit(&channel, ChannelSettings::new().name("x")).await
}

fn main() {}
