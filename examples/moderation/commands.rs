//! The bot: ordinary functions, with what they need said in one attribute each.

use std::sync::atomic::{AtomicU32, Ordering};

use botrs_secure::prelude::*;

/// 禁言一名成员 / Mute a member.
#[command(name = "mute", aliases("禁言"), perm = MuteMembers, cooldown = "30s", scene = guild)]
pub(crate) async fn mute(
    ctx: Context<'_, mute>,
    target: Target,
    #[arg(max = "7d")] period: Duration,
    #[rest]
    #[validate(length(max = 200))]
    reason: Option<Text>,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("已禁言 {target} {period}，理由：{reason}"))
}

/// 永久移除一名成员，需要确认 / Remove a member for good; asks for a confirmation.
#[command(aliases("封禁"), perm = BanMembers, confirm, scene = guild)]
pub(crate) async fn ban(ctx: Context<'_, ban>, target: Target) -> Result<Reply> {
    ctx.members().ban(&target, History::ThreeDays).await?;
    Ok(reply!("已移除 {target}，并清理其三天内的消息"))
}

/// 撤回引用的消息 / Recall the quoted message.
#[command(aliases("撤回"), perm = DeleteMessages, scene = guild)]
pub(crate) async fn recall(ctx: Context<'_, recall>, message: Message) -> Result<Reply> {
    ctx.messages().recall(&message).await?;
    Ok(reply!("已撤回"))
}

/// 在群里发集合通知 / Call the group together.
#[command(aliases("集合"), perm = ManageGuild, scene = group)]
pub(crate) async fn muster(
    _ctx: Context<'_, muster>,
    time: Text,
    #[rest] place: Text,
) -> Result<Reply> {
    Ok(reply!("📣 {time} 在 {place} 集合，带上红光手电"))
}

/// 数一颗流星 / Count a meteor.
#[command(aliases("流星"), public)]
pub(crate) async fn meteor(_ctx: Context<'_, meteor>, sky: State<Sky>) -> Result<Reply> {
    let number = sky.meteors.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(reply!("今晚的第 {number} 颗 ☄"))
}

/// 抽一支观星签（1 到 7） / Draw a lot, from 1 to 7.
// A bug on purpose: without `#[arg(min = 1, max = 7)]` other numbers panic.
#[command(aliases("抽签"), public)]
pub(crate) async fn lot(_ctx: Context<'_, lot>, number: u8) -> Result<Reply> {
    let lot = LOTS[usize::from(number).wrapping_sub(1)];
    Ok(reply!("第 {number} 签：{lot}"))
}

const LOTS: [&str; 7] = [
    "上上，云开见月",
    "中平，露水打湿寻星镜",
    "上吉，北天有火流星",
    "小吉，邻座借你热可可",
    "中吉，看见猎户座星云",
    "末吉，忘带电池，却遇见朋友",
    "大吉，流星雨如约而至",
];

/// What the bot remembers of the night.
#[derive(Debug, Default)]
pub(crate) struct Sky {
    meteors: AtomicU32,
}

/// The bot, on stage and live.
pub(crate) fn bot(credentials: Credentials, policy: Policy, audit: AuditLog) -> Builder {
    SecureBot::builder(credentials)
        .commands(commands![mute, ban, recall, muster, meteor, lot])
        .whoami()
        .state(Sky::default())
        .policy(policy)
        .audit(audit)
}
