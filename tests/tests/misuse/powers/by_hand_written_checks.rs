use botrs_secure::prelude::*;

impl botrs_secure::Checks<KickMembers> for mute {}

#[command(perm = MuteMembers, scene = guild)]
async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
    ctx.members().kick(&target).await
}

fn main() {
    let _ = commands![mute];
}
