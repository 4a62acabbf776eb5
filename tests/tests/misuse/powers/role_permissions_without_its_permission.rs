use botrs_secure::prelude::*;

#[command(perm = ManageRoles, scene = guild)]
async fn hide(ctx: Context<'_, hide>, channel: Channel<'_>, role: GuildRole<'_>) -> Result<()> {
    ctx.channels()
        .set_role_permissions(&channel, &role, ChannelPermissions::VIEW, ChannelPermissions::NONE)
        .await
}

fn main() {}
