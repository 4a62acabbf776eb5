//! The commands of the bots.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use botrs_secure::prelude::*;

use crate::leaks;

/// Mutes a member.
#[command(aliases("禁言"), perm = MuteMembers, scene = guild, cooldown = "30s")]
pub(crate) async fn mute(
    ctx: Context<'_, mute>,
    target: Target<'_>,
    #[arg(max = "7d")] period: Duration,
    #[rest]
    #[validate(length(max = 200))]
    reason: Option<Text>,
) -> Result<Reply> {
    leaks::look("context", &format!("{ctx:?} {:?}", ctx.author()));
    let done = ctx.members().mute(&target, period).await;
    if let Err(error) = &done {
        leaks::look("error", &format!("{error:?} {error} {:?}", error.platform()));
    }
    done?;
    Ok(reply!("已禁言 {target} {period}，理由：{reason}"))
}

/// Removes a member.
#[command(perm = KickMembers, scene = guild, cooldown = none)]
pub(crate) async fn kick(ctx: Context<'_, kick>, target: Target<'_>) -> Result<Reply> {
    ctx.members().kick(&target).await?;
    Ok(reply!("已移出 {target}"))
}

/// Removes a member for good.
#[command(perm = BanMembers, scene = guild, cooldown = none)]
pub(crate) async fn ban(ctx: Context<'_, ban>, target: Target<'_>) -> Result<Reply> {
    ctx.members().ban(&target, History::SevenDays).await?;
    Ok(reply!("已封禁 {target}"))
}

/// Removes a member for good, after a second message.
#[command(perm = BanMembers, scene = guild, cooldown = none, confirm)]
pub(crate) async fn purge(ctx: Context<'_, purge>, target: Target<'_>) -> Result<Reply> {
    ctx.members().ban(&target, History::All).await?;
    Ok(reply!("已清除 {target}"))
}

/// Recalls the quoted message.
#[command(aliases("撤回"), perm = DeleteMessages, scene = guild)]
pub(crate) async fn recall(ctx: Context<'_, recall>, message: Message<'_>) -> Result<Reply> {
    ctx.messages().recall(&message).await?;
    Ok(reply!("已撤回"))
}

/// Announces something.
#[command(perm = ManageGuild)]
pub(crate) async fn announce(_ctx: Context<'_, announce>, #[rest] text: Text) -> Result<Reply> {
    Ok(reply!("公告：{text}"))
}

/// Says what it was told.
#[command(public)]
pub(crate) async fn echo(_ctx: Context<'_, echo>, #[rest] reason: Text) -> Result<Reply> {
    Ok(reply!("原因：{reason}"))
}

#[command(public)]
pub(crate) async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
    Ok(reply!("pong"))
}

/// Looks a member up by id alone, and answers in one place only.
#[command(public)]
pub(crate) async fn who(_ctx: Context<'_, who>, user: UserId) -> Result<Reply> {
    Ok(reply!("{user}"))
}

#[command(public)]
pub(crate) async fn crash(_ctx: Context<'_, crash>, text: Option<Text>) -> Result<Reply> {
    assert!(text.is_some(), "meant to panic");
    Ok(reply!("still there"))
}

/// Answers six times, which is once too often.
#[command(public)]
pub(crate) async fn chatter(ctx: Context<'_, chatter>) -> Result<Reply> {
    for n in 1..=5 {
        ctx.reply(reply!("{n}")).await?;
    }
    let sixth = ctx.reply("6").await.expect_err("the platform takes five");
    ctx.audit().event("chatter", "sixth", sixth.to_string(), false);
    Ok(Reply::default())
}

/// Says that it began, and then waits to be let go.
#[command(public)]
pub(crate) async fn linger(ctx: Context<'_, linger>, gate: State<Gate>) -> Result<Reply> {
    ctx.reply("began").await?;
    gate.passed().await;
    Ok(reply!("ended"))
}

/// Mutes a member when it is let go.
#[command(perm = MuteMembers, scene = guild, cooldown = none)]
pub(crate) async fn later(
    ctx: Context<'_, later>,
    target: Target<'_>,
    gate: State<Gate>,
) -> Result<Reply> {
    ctx.reply("began").await?;
    gate.passed().await;
    ctx.members().mute(&target, Duration::from_secs(60)).await?;
    Ok(reply!("muted"))
}

#[command(public, timeout = "200ms")]
pub(crate) async fn stuck(_ctx: Context<'_, stuck>) -> Result<()> {
    std::future::pending().await
}

/// Runs once in an hour, whoever calls.
#[command(public, cooldown(global = "1h"))]
pub(crate) async fn jackpot(_ctx: Context<'_, jackpot>, runs: State<Runs>) -> Result<Reply> {
    runs.count();
    Ok(reply!("won"))
}

/// Counts.
#[command(public)]
pub(crate) async fn count(_ctx: Context<'_, count>, runs: State<Runs>) -> Result<()> {
    runs.count();
    Ok(())
}

/// How often a body ran.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<AtomicU64>);

impl Runs {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Where bodies wait.
#[derive(Clone, Default)]
pub(crate) struct Gate(tokio::sync::watch::Sender<bool>);

impl Gate {
    pub(crate) fn open(&self) {
        self.0.send_replace(true);
    }

    pub(crate) async fn passed(&self) {
        // The sender is here.
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}
