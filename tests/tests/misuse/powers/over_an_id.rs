use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn mute(ctx: Context<'_, mute>, user: UserId) -> Result<()> {
    ctx.members().kick(&user).await
}

fn main() {}
