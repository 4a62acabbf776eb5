//! The smallest bot that is worth running: two commands, a policy, an audit log.
//!
//! `QQ_BOT_APP_ID=.. QQ_BOT_SECRET=.. cargo run --example quickstart`, with the id of your own guild below.

use botrs_secure::prelude::*;

/// 禁言一名成员 / Mute a member.
#[command(name = "mute", aliases("禁言"), perm = MuteMembers, cooldown = "30s", scene = guild)]
async fn mute(
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

/// 看看机器人在不在 / See whether the bot is there.
#[command(public, cooldown = "5s")]
async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
    Ok(reply!("pong"))
}

#[tokio::main]
async fn main() -> Result<()> {
    // From info up: faults, and the line that would trust a place that is not trusted.
    tracing_subscriber::fmt().init();
    SecureBot::builder(Credentials::from_env()?)
        .commands(commands![mute, ping])
        .policy(Policy::new().trust_guild(GuildId::new(1234567890)))
        .audit(AuditLog::open("audit.jsonl")?)
        .build()?
        .run()
        .await?;
    Ok(())
}
