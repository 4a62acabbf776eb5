use botrs_secure::prelude::*;

async fn helper<C>(ctx: &Context<'_, C>, target: &Target<'_>) -> Result<()> {
    ctx.members().kick(target).await
}

#[command(perm = KickMembers, scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    helper(&ctx, &target).await
}

fn main() {}
