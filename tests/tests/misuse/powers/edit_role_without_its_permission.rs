use botrs_secure::prelude::*;

#[command(perm = ManageChannels, scene = guild)]
async fn paint(ctx: Context<'_, paint>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().edit(&role, RoleSettings::new().hoist(true)).await
}

fn main() {}
