//! What the macros write needs nothing in scope: not even Rust's own prelude.
#![no_implicit_prelude]
#![deny(warnings)]

/// 参数 / Arguments.
#[derive(::botrs_secure::Args)]
pub(crate) struct Where {
    #[validate(length(min = 2))]
    pub(crate) city: ::std::string::String,
    pub(crate) zone: ::core::option::Option<Zone>,
}

#[derive(::botrs_secure::Choice, Clone, Copy)]
pub(crate) enum Zone {
    #[choice(zh = "北", aliases("n"))]
    North,
    South,
}

#[derive(::botrs_secure::Permission)]
pub(crate) struct See;

#[derive(::botrs_secure::Redact)]
pub(crate) struct Login {
    #[redact]
    pub(crate) code: u32,
}

#[derive(::botrs_secure::Validate)]
pub(crate) struct Form {
    #[validate(range(min = 1, max = 9))]
    pub(crate) count: u8,
    #[validate(nested)]
    pub(crate) inner: ::std::vec::Vec<Form>,
}

#[::botrs_secure::validate]
pub(crate) fn shout(
    #[validate(length(max = 3), pattern = "[a-z]+")] word: &str,
) -> ::core::result::Result<::std::string::String, ::botrs_secure::ValidationError> {
    ::core::result::Result::Ok(word.to_ascii_uppercase())
}

#[::botrs_secure::command(
    perm = ::botrs_secure::MuteMembers,
    limit = "5/min",
    check = self::open(period),
    on_error = explain,
    scene = guild,
    audit
)]
async fn mute(
    ctx: ::botrs_secure::Context<'_, mute>,
    target: ::botrs_secure::Target,
    #[flag] silent: bool,
    place: Where,
    #[arg(default = "10m")] period: ::core::time::Duration,
    #[rest]
    #[validate(custom = is_polite)]
    reason: ::core::option::Option<::botrs_secure::Text>,
) -> ::botrs_secure::Result<::botrs_secure::Reply> {
    ctx.members().mute(&target, period).await?;
    let zone = place.zone.map(|zone| ::botrs_secure::reply!("{zone}"));
    ::core::mem::drop((silent, zone));
    ::core::result::Result::Ok(::botrs_secure::reply!("{target} {} {reason} {:>3}", place.city, 5))
}

fn is_polite(reason: &::botrs_secure::Text) -> bool {
    !reason.is_empty()
}

async fn open(_: ::botrs_secure::Context<'_>, period: &::core::time::Duration) -> bool {
    !period.is_zero()
}

async fn explain(
    _: ::botrs_secure::Context<'_>,
    error: &::botrs_secure::Error,
) -> ::botrs_secure::Result<::botrs_secure::Reply> {
    ::core::result::Result::Ok(::botrs_secure::reply!(
        "{}",
        ::std::string::ToString::to_string(error)
    ))
}

#[::botrs_secure::command(perm = See, subcommands(mute_all))]
async fn all() -> ::botrs_secure::Result<()> {
    ::core::result::Result::Ok(())
}

#[::botrs_secure::command(perm = See)]
async fn mute_all() -> ::botrs_secure::Result<()> {
    ::core::result::Result::Ok(())
}

fn main() {
    use ::core::{assert, assert_eq};
    use ::std::iter::Iterator as _;

    let names = ::botrs_secure::commands![mute, all].iter().map(|spec| spec.name());
    assert!(names.eq(["mute", "all"]));
    let login = Login { code: 5 };
    assert_eq!(login.code, 5);
    assert_eq!(::std::format!("{login:?}"), "Login { code: [redacted] }");
    assert!(shout("abc").is_ok() && shout("abcd").is_err());
    let form = Form { count: 1, inner: ::std::vec![Form { count: 0, inner: ::std::vec![] }] };
    let error =
        ::botrs_secure::Validate::validate(&form).err().map(|error| error.violations().len());
    assert_eq!(error, ::core::option::Option::Some(1));
}
