use botrs_secure::prelude::*;

#[command(perm = ManageRoles, scene = guild)]
async fn found(ctx: Context<'_, found>) -> Result<()> {
    ctx.roles().create(RoleSettings::new().name("x")).await.map(drop)
}

fn main() {
    let _ = commands![found];
}
