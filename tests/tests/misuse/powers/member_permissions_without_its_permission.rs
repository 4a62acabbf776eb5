use botrs_secure::prelude::*;

#[command(perm = ManageRoles, scene = guild)]
async fn hide(ctx: Context<'_, hide>, channel: Channel<'_>, target: Target<'_>) -> Result<()> {
    ctx.channels()
        .set_member_permissions(
            &channel,
            &target,
            ChannelPermissions::VIEW,
            ChannelPermissions::NONE,
        )
        .await
}

fn main() {}
