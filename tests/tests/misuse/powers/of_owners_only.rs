use botrs_secure::prelude::*;

#[command(owners_only, scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    ctx.members().kick(&target).await
}

fn main() {}
