//! A command for each power that the other tests do not use.

use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
pub(crate) async fn unmute(ctx: Context<'_, unmute>, target: Target<'_>) -> Result<()> {
    ctx.members().unmute(&target).await
}

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
pub(crate) async fn hush(ctx: Context<'_, hush>, targets: Vec<Target<'_>>) -> Result<Reply> {
    let muted = ctx.members().mute_many(&targets, Duration::from_secs(90)).await?.len();
    Ok(reply!("{muted}"))
}

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
pub(crate) async fn unhush(ctx: Context<'_, unhush>, targets: Vec<Target<'_>>) -> Result<Reply> {
    let freed = ctx.members().unmute_many(&targets).await?.len();
    Ok(reply!("{freed}"))
}

#[command(perm = ManageChannels, scene = guild, fresh)]
pub(crate) async fn open(ctx: Context<'_, open>, name: String) -> Result<Reply> {
    let settings = ChannelSettings::new().name(name).voice().position(3).only_admins();
    let id = ctx.channels().create(settings).await?.id();
    Ok(reply!("{id}"))
}

#[command(perm = ManageChannels, scene = guild)]
pub(crate) async fn rename(
    ctx: Context<'_, rename>,
    channel: Channel<'_>,
    name: String,
) -> Result<()> {
    let settings = ChannelSettings::new().name(name).parent(&channel);
    ctx.channels().edit(&channel, settings).await
}

#[command(perm = ManageChannels, scene = guild)]
pub(crate) async fn close(ctx: Context<'_, close>, channel: Channel<'_>) -> Result<()> {
    ctx.channels().delete(&channel).await
}

#[command(perm = ManageChannels, scene = guild)]
pub(crate) async fn silence(
    ctx: Context<'_, silence>,
    channel: Channel<'_>,
    target: Target<'_>,
) -> Result<()> {
    let (view, speak) = (ChannelPermissions::VIEW, ChannelPermissions::SPEAK);
    ctx.channels().set_member_permissions(&channel, &target, view, speak).await
}

#[command(perm = ManageChannels, scene = guild)]
pub(crate) async fn hide(
    ctx: Context<'_, hide>,
    channel: Channel<'_>,
    role: GuildRole<'_>,
) -> Result<()> {
    let (none, view) = (ChannelPermissions::NONE, ChannelPermissions::VIEW);
    ctx.channels().set_role_permissions(&channel, &role, none, view).await
}

#[command(perm = ManageRoles, scene = guild, fresh)]
pub(crate) async fn found(ctx: Context<'_, found>, name: String) -> Result<Reply> {
    let settings = RoleSettings::new().name(name).color(0x33_99_ff).hoist(true);
    let role = ctx.roles().create(settings).await?;
    ctx.roles().edit(&role, RoleSettings::new().hoist(false)).await?;
    let id = role.id();
    Ok(reply!("{id}"))
}

#[command(perm = ManageRoles, scene = guild)]
pub(crate) async fn give(
    ctx: Context<'_, give>,
    target: Target<'_>,
    role: GuildRole<'_>,
) -> Result<()> {
    ctx.roles().give(&target, &role).await
}

#[command(perm = ManageRoles, scene = guild)]
pub(crate) async fn take(
    ctx: Context<'_, take>,
    target: Target<'_>,
    role: GuildRole<'_>,
) -> Result<()> {
    ctx.roles().take(&target, &role).await
}

#[command(perm = ManageRoles, scene = guild)]
pub(crate) async fn abolish(ctx: Context<'_, abolish>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().delete(&role).await
}

#[command(perm = ManageGuild, scene = guild, fresh)]
pub(crate) async fn lockdown(ctx: Context<'_, lockdown>) -> Result<()> {
    ctx.guild().mute_all(Duration::from_secs(60)).await?;
    ctx.guild().unmute_all().await
}

#[command(perm = ManageGuild, scene = guild)]
pub(crate) async fn proclaim(ctx: Context<'_, proclaim>, message: Message<'_>) -> Result<()> {
    ctx.guild().announce(&message).await?;
    ctx.guild().unannounce(&message).await?;
    ctx.guild().pin(&message).await?;
    ctx.guild().unpin(&message).await
}
