use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    ctx.members().kick(&target).await
}

fn main() {}
