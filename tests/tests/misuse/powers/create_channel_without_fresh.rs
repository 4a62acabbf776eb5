use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild)]
async fn open(ctx: Context<'_, open>) -> Result<()> {
    ctx.channels().create(ChannelSettings::new().name("x")).await.map(drop)
}

fn main() {
    let _ = commands![open];
}
