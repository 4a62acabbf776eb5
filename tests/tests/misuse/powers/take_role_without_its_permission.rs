use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn take(ctx: Context<'_, take>, target: Target<'_>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().take(&target, &role).await
}

fn main() {}
