use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn give(ctx: Context<'_, give>, target: Target<'_>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().give(&target, &role).await
}

fn main() {}
