//! The commands that the tests call, each as small as its purpose allows.

use super::{Door, Runs};
use crate::CommandSpec;
use crate::prelude::*;

pub(super) const ALL: &[&CommandSpec] = commands![
    ping, echo, announce, reload, either, both, mute, kick, ban, recall, topic, wait, once,
    silence,
];

#[command(public)]
pub(super) async fn ping(_ctx: Context<'_, ping>, runs: State<Runs>) -> Result<Reply> {
    runs.add();
    Ok(reply!("pong"))
}

#[command(public)]
pub(super) async fn echo(_ctx: Context<'_, echo>, #[rest] text: Text) -> Result<Reply> {
    Ok(reply!("{text}"))
}

/// In every scene.
#[command(perm = ManageGuild, cooldown(guild = "1h"))]
pub(super) async fn announce(_ctx: Context<'_, announce>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(owners_only)]
pub(super) async fn reload(_ctx: Context<'_, reload>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(perm = any(ManageRoles, KickMembers), cooldown = none)]
pub(super) async fn either(_ctx: Context<'_, either>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(perm = all(MuteMembers, BanMembers), cooldown = none)]
pub(super) async fn both(_ctx: Context<'_, both>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(aliases("禁言"), perm = MuteMembers, cooldown = none, scene = guild)]
pub(super) async fn mute(
    ctx: Context<'_, mute>,
    target: Target<'_>,
    #[arg(max = "7d")] period: Duration,
    #[rest]
    #[validate(length(max = 200))]
    reason: Option<Text>,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("已禁言 {target} {period}，理由：{reason}"))
}

/// With the cooldown of its power, ten seconds.
#[command(perm = KickMembers, scene = guild)]
pub(super) async fn kick(ctx: Context<'_, kick>, target: Target<'_>) -> Result<()> {
    ctx.members().kick(&target).await
}

#[command(perm = BanMembers, scene = guild, confirm)]
pub(super) async fn ban(
    ctx: Context<'_, ban>,
    target: Target<'_>,
    #[rest] _reason: Option<Text>,
) -> Result<()> {
    ctx.members().ban(&target, History::SevenDays).await
}

#[command(perm = DeleteMessages, scene = guild)]
pub(super) async fn recall(ctx: Context<'_, recall>, message: Message<'_>) -> Result<()> {
    ctx.messages().recall(&message).await
}

#[command(perm = ManageChannels, scene = guild)]
pub(super) async fn topic(
    _ctx: Context<'_, topic>,
    channel: Channel<'_>,
    runs: State<Runs>,
) -> Result<Reply> {
    runs.add();
    let id = channel.id();
    Ok(reply!("{id}"))
}

/// Waits at the door, one caller at a time.
#[command(public, concurrency = 1, cooldown = "1h")]
pub(super) async fn wait(
    _ctx: Context<'_, wait>,
    door: State<Door>,
    runs: State<Runs>,
) -> Result<()> {
    runs.add();
    door.pass().await;
    Ok(())
}

#[command(public, cooldown(global = "1h"))]
pub(super) async fn once(
    _ctx: Context<'_, once>,
    runs: State<Runs>,
    _count: Option<u8>,
) -> Result<()> {
    runs.add();
    Ok(())
}

/// Waits at the door between admission and its power; one at a time, after confirmation.
#[command(perm = MuteMembers, cooldown = none, scene = guild, confirm, concurrency = 1)]
pub(super) async fn silence(
    ctx: Context<'_, silence>,
    target: Target<'_>,
    door: State<Door>,
) -> Result<()> {
    door.pass().await;
    ctx.members().mute(&target, Duration::from_secs(60)).await
}
