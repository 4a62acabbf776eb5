use botrs_secure::prelude::*;

#[command(perm = ManageRoles)]
async fn abolish(ctx: Context<'_, abolish>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().delete(&role).await
}

fn main() {}
