//! Quotes, arguments by name, and flags.

use super::Bot;
use crate::Denial;
use crate::prelude::*;

/// Says what it got.
#[command(public)]
async fn plan(
    _ctx: Context<'_, plan>,
    who: UserId,
    #[arg(name = "时长", default = "10m")] period: Duration,
    #[flag] dry_run: bool,
    #[rest] why: Option<String>,
) -> Result<Reply> {
    let why = why.unwrap_or_else(|| "-".into());
    Ok(reply!("{} {period} {} {why}", who.get(), if dry_run { "dry" } else { "wet" }))
}

#[command(public)]
async fn pair(_ctx: Context<'_, pair>, a: String, b: Option<String>) -> Result<Reply> {
    let b = b.unwrap_or_else(|| "-".into());
    Ok(reply!("{a}|{b}"))
}

/// A flag before what has to be there.
#[command(public)]
async fn ask(_ctx: Context<'_, ask>, #[flag] silent: bool, #[rest] text: String) -> Result<Reply> {
    Ok(reply!("{} {text}", if silent { "silent" } else { "loud" }))
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![plan, pair, ask]))
}

/// What the body got of each text.
async fn got(texts: &[(&str, &str)]) {
    bot().got(texts).await;
}

/// Why each text is refused.
async fn refused(texts: &[(&str, Denial)]) {
    bot().refused(texts).await;
}

#[tokio::test]
async fn quotes_hold_words_together() {
    got(&[
        ("/pair \"a b\" 'c d'", "a b|c d"),
        ("/pair “a b” 「c d」", "a b|c d"),
        (r#"/pair "a \"b\" \\" c"#, r#"a "b" \|c"#),
        ("/pair a\"b c\"", "a\"b|c\""),
        ("/pair \"a\"b", "a|b"),
        ("/plan \"<@!6>\" '1m' x", "6 1分钟 wet x"),
        // The rest is raw.
        ("/plan 6 1m \"x y\" z", "6 1分钟 wet \"x y\" z"),
        ("/plan 6 1m “x", "6 1分钟 wet “x"),
    ])
    .await;
}

#[tokio::test]
async fn arguments_by_name_in_any_order() {
    got(&[
        ("/plan who=6", "6 10分钟 wet -"),
        ("/plan 6 时长=1m x", "6 1分钟 wet x"),
        ("/plan 时长=1m 6 x", "6 1分钟 wet x"),
        ("/plan 时长=1m who=<@!6> x", "6 1分钟 wet x"),
        ("/plan who=<@!6>1m x", "6 1分钟 wet x"),
        ("/plan who=\"6\" 时长='1m'", "6 1分钟 wet -"),
        ("/plan why=\"x y\" 6 1m", "6 1分钟 wet x y"),
        ("/plan why=x 6", "6 10分钟 wet x"),
        ("/pair b=x y", "y|x"),
        ("/pair b=\"x y\" a=z", "z|x y"),
        ("/pair a==b", "=b|-"),
        ("/pair a=b=c", "b=c|-"),
        // No name of an argument: words like any other.
        ("/pair c=x A=y", "c=x|A=y"),
        ("/pair =x =", "=x|="),
        ("/pair \"a=x\" 'b=y'", "a=x|b=y"),
        ("/plan 6 1m why=x who=7", "6 1分钟 wet why=x who=7"),
        ("/plan 6 1m x 时长=2m", "6 1分钟 wet x 时长=2m"),
    ])
    .await;
}

#[tokio::test]
async fn flags_stand_anywhere_before_the_rest() {
    got(&[
        ("/plan --dry_run 6", "6 10分钟 dry -"),
        ("/plan --dry-run 6", "6 10分钟 dry -"),
        ("/plan 6 --dry_run 1m x", "6 1分钟 dry x"),
        ("/plan 6 1m --dry_run x", "6 1分钟 dry x"),
        ("/plan 6 1m dry_run x", "6 1分钟 dry x"),
        ("/plan 6 1m dry-run", "6 1分钟 dry -"),
        ("/plan 6 1m dry_run=是 x", "6 1分钟 dry x"),
        ("/plan 6 1m dry_run=no x", "6 1分钟 wet x"),
        // In quotes, in the rest or by another name it is a word.
        ("/plan 6 1m \"dry_run\"", "6 1分钟 wet \"dry_run\""),
        ("/plan 6 1m x --dry_run", "6 1分钟 wet x --dry_run"),
        ("/plan 6 1m --dry", "6 1分钟 wet --dry"),
        ("/plan 6 1m --Dry_run", "6 1分钟 wet --Dry_run"),
        ("/plan 6 1m --", "6 1分钟 wet --"),
        ("/ask hello", "loud hello"),
        ("/ask --silent hello", "silent hello"),
        ("/ask silent night", "silent night"),
        ("/ask hello --silent", "loud hello --silent"),
        ("/ask text=hello", "loud text=hello"),
    ])
    .await;
}

#[tokio::test]
async fn what_is_given_twice_unclosed_empty_or_left_over() {
    let empty = |name, at| Denial::Argument {
        name,
        at,
        error: crate::ArgError::new("不能为空", "must not be empty"),
    };
    refused(&[
        ("/plan who=6 who=7", Denial::Repeated { name: "who", at: 13 }),
        ("/plan 6 who=7", Denial::Repeated { name: "who", at: 9 }),
        ("/plan 时长=1m 时长=2m 6", Denial::Repeated { name: "时长", at: 13 }),
        ("/plan --dry_run 6 --dry-run", Denial::Repeated { name: "dry_run", at: 19 }),
        ("/plan --dry_run dry_run=no 6", Denial::Repeated { name: "dry_run", at: 17 }),
        ("/pair a a=b", Denial::Repeated { name: "a", at: 9 }),
        ("/pair \"a", Denial::Unclosed { at: 7 }),
        ("/pair a b='", Denial::Unclosed { at: 11 }),
        ("/pair “中” 「a\"", Denial::Unclosed { at: 11 }),
        ("/pair a b \"c", Denial::Unclosed { at: 11 }),
        ("/pair \"\"", empty("a", 7)),
        ("/pair b= a", empty("b", 9)),
        ("/pair a=\"\"", empty("a", 9)),
        ("/pair a b \"c d\"", Denial::Surplus { at: 11, word: "c d".into() }),
        ("/pair a b=c d", Denial::Surplus { at: 13, word: "d".into() }),
        ("/plan why=x 6 1m y", Denial::Surplus { at: 18, word: "y".into() }),
        ("/plan 时长=1m", Denial::Missing { name: "who" }),
        ("/plan --dry_run", Denial::Missing { name: "who" }),
        ("/ask silent", Denial::Missing { name: "text" }),
    ])
    .await;
}
