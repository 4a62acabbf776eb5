use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild)]
async fn abolish(ctx: Context<'_, abolish>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().delete(&role).await
}

fn main() {}
