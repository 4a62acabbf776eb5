//! Every rule on parameters of commands.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use botrs_secure::prelude::*;
use botrs_secure::validate::{Measured, Rule, Textual, Unit};
use botrs_secure::{ArgError, Command};

/// A text of one's own.
#[derive(Debug)]
pub struct Slug(String);

impl FromArg for Slug {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        Ok(Self(word.to_owned()))
    }

    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        rule.check_text(&self.0)
    }
}

impl Textual for Slug {
    fn text(&self) -> Option<&str> {
        Some(&self.0)
    }
}

impl Measured for Slug {
    const UNIT: Unit = Unit::Chars;

    fn measure(&self) -> Option<usize> {
        Some(self.0.chars().count())
    }
}

/// Everything.
#[command(public, scene = guild, check = is_open(target))]
pub async fn every(
    target: Target,
    #[arg(one_of("a", "b"), default = "a")] word: String,
    #[arg(one_of(1, 2, -3), default = 1)] number: i8,
    #[validate(range(min = 0.5, max = 1.5))] factor: Option<f64>,
    #[validate(range(min = "1s", max = "400d"), custom = is_short, with(number, target))]
    period: Option<Duration>,
    #[validate(length(bytes, max = 20), pattern = r"[a-z]+(-[a-z]+)*")] slug: Option<Slug>,
    #[validate(url(allow("github.com")), length(max = 200))] link: Option<Text>,
    #[rest]
    #[validate(length(graphemes, min = 1, max = 200), safe_text, no_mentions, custom = Rules::polite)]
    reason: Option<Text>,
) -> Result<Reply> {
    let _ = (factor, slug);
    Ok(reply!("{target} {word} {number} {period} {link} {reason}"))
}

async fn is_open(_ctx: Context<'_>, _target: &UserId) -> bool {
    true
}

fn is_short(period: &Duration, _number: &i8, _target: &UserId) -> Result<(), String> {
    if period.as_secs() < 60 { Ok(()) } else { Err("太长 / too long".into()) }
}

/// Holds rules.
#[derive(Debug, Clone, Copy)]
pub struct Rules;

impl Rules {
    fn polite(text: &Text) -> Result<(), ArgError> {
        if text.len() > 1 { Ok(()) } else { Err(ArgError::new("太短", "too short")) }
    }
}

fn main() {
    let list = commands![every];
    assert_eq!(list[0].name(), every::SPEC.name());
}
