//! Choices: one variant and many, with every key, shown, optional, with a default, under any names.
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
struct None;

#[derive(botrs_secure::Choice)]
enum Only {
    This,
}

/// With every key.
#[derive(botrs_secure::Choice, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// The smallest.
    #[choice(zh = "小", aliases("s", "tiny"))]
    Small = 3,
    #[choice(name = "big")]
    #[choice(zh = "大")]
    Large,
    r#Type,
    中,
}

#[botrs_secure::command(public)]
async fn order(
    only: Only,
    size: Size,
    #[arg(default = "小")] second: Size,
    third: ::core::option::Option<Size>,
) -> botrs_secure::Result<botrs_secure::Reply> {
    ::core::result::Result::Ok(botrs_secure::reply!("{only} {size:#} {second:>4} {third}"))
}

fn main() {
    assert_eq!(botrs_secure::commands![order].len(), 1);
}
