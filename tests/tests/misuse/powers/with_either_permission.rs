use botrs_secure::prelude::*;

#[command(perm = any(KickMembers, BanMembers), scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    ctx.members().kick(&target).await
}

fn main() {}
