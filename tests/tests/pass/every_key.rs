//! Every key, and what becomes of it.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use botrs_secure::prelude::*;
use botrs_secure::{Access, Command, Scene};

/// Mute a member.
///
/// For a while.
#[command(
    name = "silence",
    aliases("禁言", "s-2"),
    perm = all(MuteMembers, SendMessages),
    cooldown(user = "30s", member = "500ms", channel = "5s", guild = "1h30m", global = "1d"),
    limit(user = "10/min", channel = "5/10s", burst = 3),
    bucket = "moderation",
    cost = 2,
    scene = guild,
    fresh,
    confirm,
    timeout = "10s",
    concurrency = 4,
    check = is_open,
    check = checks::is_fair(target, period, reason),
    on_error = checks::explain,
    audit,
    category = "管理",
    hide_in_help,
    unchecked_api = "no power shows the list of members",
    crate = ::botrs_secure,
)]
pub async fn mute(
    ctx: Context<'_, mute>,
    target: Target,
    #[arg(default = "10m", min = "1m", max = "7d")] period: Duration,
    #[arg(default = -5, min = -9, max = 9)] level: i64,
    quoted: Option<Message>,
    channel: Option<Channel>,
    /// Why.
    #[rest]
    #[validate(length(min = 1, max = 200))]
    reason: Option<Text>,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    let _api = ctx.unchecked_api().await?;
    let _ = (level, quoted, channel);
    Ok(reply!("已禁言 {target} {period}，理由：{reason}"))
}

async fn is_open(_ctx: Context<'_>) -> bool {
    true
}

mod checks {
    use botrs_secure::Error;
    use botrs_secure::prelude::*;

    pub(crate) async fn explain(_ctx: Context<'_>, _error: &Error) -> Result<Reply> {
        Ok(Reply::text("x"))
    }

    pub(crate) async fn is_fair(
        ctx: Context<'_>,
        target: &UserId,
        period: &Duration,
        reason: Option<&Text>,
    ) -> Result<(), String> {
        let short = *period < Duration::from_secs(60);
        let own = PersonId::User(*target) == ctx.author().id();
        if short || !own || reason.is_some() { Ok(()) } else { Err("短一点 / shorter".into()) }
    }
}

/// Anybody, anywhere, without a context.
#[command(public, cooldown = none, dm_only)]
pub async fn ping() -> Result<()> {
    Ok(())
}

#[command(owners_only, cooldown = "5s", guild_only)]
async fn stop(_ctx: Context<'_>) -> Result<Reply, std::io::Error> {
    Ok(Reply::text("x"))
}

fn main() {
    let list = commands![mute, ping, stop,];
    assert_eq!(list[0].name(), "silence");
    assert_eq!(list[0].aliases(), ["禁言", "s-2"]);
    assert_eq!(list[0].help(), "Mute a member.\n\nFor a while.");
    assert_eq!((list[0].category(), list[0].is_hidden_in_help()), (Some("管理"), true));
    assert_eq!((ping::SPEC.category(), ping::SPEC.is_hidden_in_help()), (None, false));
    assert!(matches!(list[0].access(), Access::All([mute, send])
        if mute.name() == "MuteMembers" && send.name() == "SendMessages"));
    assert!(list[0].scenes().is_only(Scene::Guild));
    assert!(matches!(ping::SPEC.access(), Access::Public));
    assert!(
        ping::SPEC.scenes().contains(Scene::Direct) && ping::SPEC.scenes().contains(Scene::C2c)
    );
    assert!(!ping::SPEC.scenes().contains(Scene::Guild));
    assert!(matches!(stop::SPEC.access(), Access::OwnersOnly));
    assert!(commands![].is_empty());
}
