//! Structs of arguments: nested, with every attribute, under any names.
#![deny(warnings)]
#![allow(dead_code)]
#![deny(clippy::pedantic)]

struct Result;
struct Option;
struct String;
struct Vec;
struct Box;
struct Ok;
struct Some;
struct Default;

/// When.
#[derive(botrs_secure::Args)]
pub(crate) struct Period {
    /// When it begins.
    pub(crate) start: ::core::time::Duration,
    #[arg(name = "时长", default = "10m", max = "7d")]
    #[validate(custom = is_not_longer, with(start))]
    pub(crate) length: ::core::time::Duration,
}

fn is_not_longer(length: &::core::time::Duration, start: &::core::time::Duration) -> bool {
    length <= start
}

#[derive(botrs_secure::Args, Debug)]
struct Search {
    r#type: botrs_secure::UserId,
    #[flag]
    line: bool,
    #[arg(redact)]
    fields: ::core::option::Option<u8>,
    #[validate(length(max = 3))]
    words: ::std::vec::Vec<::std::string::String>,
}

#[derive(botrs_secure::Args)]
struct Both {
    f0: u8,
    search: Search,
}

#[botrs_secure::command(public, check = is_fair(both))]
async fn find(
    _ctx: botrs_secure::Context<'_, find>,
    _more: u8,
    both: Both,
) -> botrs_secure::Result<botrs_secure::Reply> {
    let Both { f0, search } = both;
    let Search { r#type, line, fields, words } = search;
    let words = words.len() + usize::from(line) + usize::from(f0);
    ::core::result::Result::Ok(botrs_secure::reply!(
        "{type} {} {}",
        u64::from(fields.is_some()),
        words
    ))
}

async fn is_fair(_: botrs_secure::Context<'_>, both: &Both) -> bool {
    ::core::future::ready(both.f0 > 0).await
}

#[botrs_secure::command(public)]
async fn remind(
    period: Period,
    #[rest] text: ::core::option::Option<botrs_secure::Text>,
) -> botrs_secure::Result<botrs_secure::Reply> {
    ::core::result::Result::Ok(botrs_secure::reply!("{} {} {text}", period.start, period.length))
}

fn main() {
    assert_eq!(botrs_secure::commands![find, remind].len(), 2);
}
