//! A crate that denies all warnings and clippy's pedantic ones: of what the macros write, none has any.
//!
//! rustc knows nothing of clippy's; `cargo clippy --tests` does not see these programs either. It is
//! looked at by hand: `clippy-driver` on this file.
#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(missing_docs, missing_debug_implementations, missing_copy_implementations)]
#![deny(unreachable_pub, unused_qualifications, unused_lifetimes, single_use_lifetimes)]
#![deny(
    let_underscore_drop,
    trivial_casts,
    trivial_numeric_casts,
    unused_results,
    rust_2018_idioms
)]
#![deny(
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    non_ascii_idents,
    unused_extern_crates
)]
#![deny(unsafe_code, unused_import_braces, variant_size_differences, redundant_lifetimes)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::indexing_slicing)]
#![deny(clippy::shadow_reuse, clippy::shadow_same, clippy::str_to_string, clippy::absolute_paths)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, Error};

/// A permission of one's own.
#[derive(Permission, Debug, Clone, Copy)]
pub struct Announce;

/// How loud.
#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volume {
    /// Hardly heard.
    #[choice(zh = "轻", aliases("l"))]
    Low,
    /// All hear it.
    High,
}

/// What, and to whom.
#[derive(Args, Debug)]
pub struct Notice {
    /// 标题 / The title.
    #[validate(length(max = 20), safe_text, pattern = "[^#]*")]
    title: String,
    /// 音量 / How loud.
    #[arg(default = "轻")]
    volume: Volume,
}

/// What is checked elsewhere.
#[derive(Validate, Debug, Clone)]
pub struct Place {
    /// Its name.
    #[validate(length(min = 1), custom = is_plain, with(floor))]
    pub name: String,
    /// Where in it.
    #[validate(range(max = 9))]
    pub floor: u32,
}

// A rule gives references, also to what clippy would rather have by value.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_plain(name: &str, floor: &u32) -> bool {
    name.is_ascii() || *floor == 0
}

/// A login.
#[derive(Redact, Clone)]
pub struct Login {
    /// Whose.
    pub user: u64,
    /// Never shown.
    #[redact]
    pub token: String,
}

/// Doubles.
///
/// # Errors
///
/// If it is too much.
#[validate]
pub fn double(#[validate(range(max = 9))] number: u32) -> Result<u32, ValidationError> {
    Ok(number * 2)
}

/// 公告 / Announces.
#[command(
    perm = all(Announce, MuteMembers),
    aliases("公告"),
    scene = guild,
    limit(member = "10/min", channel = "60/min", burst = 3),
    cooldown = "1s",
    bucket = "announcements",
    cost = 2,
    check = may_announce,
    check = is_fair(notice, again),
    on_error = explain,
    timeout = "5s",
    concurrency = 2,
    fresh,
    audit,
    category = "管理",
    unchecked_api = "no power lists channels"
)]
pub async fn announce(
    ctx: Context<'_, announce>,
    notice: Notice,
    again: Option<u8>,
    #[flag] loud: bool,
    #[rest]
    #[validate(length(max = 200), no_mentions)]
    text: Option<Text>,
) -> Result<Reply> {
    let Notice { title, volume } = notice;
    if loud && volume == Volume::High {
        ctx.reply("!").await?;
    }
    Ok(reply!("{title} {volume} {again} {text:>3}"))
}

async fn may_announce(_ctx: Context<'_>) -> bool {
    true
}

async fn is_fair(_ctx: Context<'_>, notice: &Notice, again: Option<&u8>) -> Result<(), String> {
    if notice.title.is_empty() && again.is_none() { Err("空 / empty".to_owned()) } else { Ok(()) }
}

async fn explain(_ctx: Context<'_>, _error: &Error) -> Result<Reply> {
    Ok(reply!("…"))
}

/// 开关 / The switch.
#[command(public, check = may_announce, subcommands(stop))]
pub async fn switch() -> Result<()> {
    Ok(())
}

/// 停止 / Stops.
#[command(owners_only, confirm)]
async fn stop() -> Result<()> {
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(announce::SPEC.name(), "announce");
    let login = Login { user: 1, token: String::new() };
    assert_eq!((login.user, login.token.len()), (1, 0));
    assert!(format!("{login:?}").contains("[redacted]"));
    assert!(Place { name: "五楼".to_owned(), floor: 0 }.validate().is_ok());
    assert!(Place { name: "五楼".to_owned(), floor: 5 }.validate().is_err());
    assert!(double(9).is_ok() && double(10).is_err());
    let announcer = Role::custom().allow::<Announce>().allow::<MuteMembers>();
    let policy = Harness::policy().guild_role(Harness::GUILD, RoleId::new(7), announcer);
    let bot = Harness::new(|bot| bot.commands(commands![announce, switch]).policy(policy));
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[7]);
    let report = bot.call::<announce>(&Caller::guild(1, &[7]), "hi high --loud").await;
    assert_eq!(report.replies, ["!", "hi high 无   无"]);
}
