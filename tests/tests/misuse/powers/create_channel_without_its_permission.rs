use botrs_secure::prelude::*;

#[command(perm = ManageGuild, scene = guild, fresh)]
async fn open(ctx: Context<'_, open>, name: String) -> Result<()> {
    ctx.channels().create(ChannelSettings::new().name(name)).await.map(drop)
}

fn main() {}
