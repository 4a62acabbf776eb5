use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild, fresh)]
async fn found(ctx: Context<'_, found>, name: String) -> Result<()> {
    ctx.roles().create(RoleSettings::new().name(name)).await.map(drop)
}

fn main() {}
