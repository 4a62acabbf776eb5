use botrs_secure::prelude::*;

#[command(perm = ManageRoles, scene = guild)]
async fn give(ctx: Context<'_, give>, target: Target<'_>, role: RoleId) -> Result<()> {
    ctx.roles().give(&target, &role).await
}

fn main() {}
