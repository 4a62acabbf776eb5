use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn mute(ctx: Context<'_>, target: Target) -> Result<()> {
    ctx.members().kick(&target).await
}

fn main() {}
