//! What a bot's commands need and may do, as data.
//!
//! A [`Manifest`] lists every command with the rules that hold for it, those that it inherits and
//! those that are the library's defaults included, and what no rule guards: the unchecked API and the
//! inner handler. It depends on the program alone, not on its policy, credentials or platform: two
//! builds of one program have the same.
//!
//! It is there to be kept beside the sources. A test compares it with a committed file, so that a
//! permission that changes is a changed line in review:
//!
//! ```no_run
//! use botrs_secure::prelude::*;
//!
//! /// Mute a member.
//! #[command(perm = MuteMembers, cooldown = "30s", scene = guild)]
//! async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
//!     ctx.members().mute(&target, Duration::from_secs(600)).await
//! }
//!
//! // In a program this is a `#[test]`.
//! fn the_manifest_is_the_committed_one() -> Result<()> {
//!     let bot = SecureBot::builder(Credentials::new("1", "none")?)
//!         .commands(commands![mute])
//!         .policy(Policy::new().trust_c2c())
//!         .audit(AuditLog::to_writer(std::io::sink()))
//!         .sandbox(false)
//!         .build()?;
//!     assert_eq!(bot.manifest().to_markdown(), std::fs::read_to_string("manifest.md")?);
//!     Ok(())
//! }
//! # the_manifest_is_the_committed_one().unwrap();
//! ```

mod collect;
mod json;
mod markdown;
#[cfg(feature = "cli")]
mod named;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};

pub use json::ManifestError;
#[cfg(feature = "cli")]
pub(crate) use named::Named;

pub use crate::command::Scope;
use crate::place::Scene;

/// The commands of a bot with their rules, and what is not guarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Manifest {
    /// The format of this data: [`Manifest::FORMAT`].
    pub format: u32,
    /// What commands start with.
    pub prefixes: Vec<String>,
    /// Whether there is a [`Handler`](crate::Handler). Nothing guards it: it gets every ordinary
    /// message of trusted places, and all other events.
    pub unguarded_handler: bool,
    /// The commands in the order of their registration, each before its subcommands.
    pub commands: Vec<Command>,
}

/// One command, with what it inherits from the command that it is a subcommand of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Command {
    /// How people call it, after a prefix: of a subcommand, with the names before its own.
    pub name: String,
    /// What may be typed in place of its own name.
    pub aliases: Vec<String>,
    /// The function, with its modules.
    pub path: String,
    /// Its doc comment.
    pub help: String,
    /// Under what it stands in the help.
    #[serde(deserialize_with = "json::or_null")]
    pub category: Option<String>,
    /// Whether the help leaves it out.
    pub hidden: bool,
    /// Who may run it.
    pub access: Access,
    /// Where it may be run.
    pub scenes: Vec<Scene>,
    /// How often it may be run.
    pub limits: Vec<Limit>,
    /// Whether it has to be sent again with a code, and by whom.
    pub confirm: Confirm,
    /// Whether the platform is asked for the caller's roles of the moment.
    pub fresh: bool,
    /// The author's checks as they are written, in the order in which they are asked.
    pub checks: Vec<String>,
    /// How long it may run, in milliseconds.
    pub timeout_ms: u64,
    /// How many calls of it run at once.
    pub concurrency: u32,
    /// Whether the author answers where it fails.
    pub on_error: bool,
    /// Whether records of its decisions carry what was typed.
    pub audit: bool,
    /// Why it may use the platform's raw API, behind which nothing is checked; `None` if it may not.
    #[serde(deserialize_with = "json::or_null")]
    pub unchecked_api: Option<String>,
    /// What is typed after its name, in this order.
    pub arguments: Vec<Argument>,
}

/// Who has to confirm a call, by sending it again with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Confirm {
    /// Nobody: it runs at once.
    Nobody,
    /// Whoever calls it.
    Caller,
    /// Somebody else who may call it, too.
    Other,
}

/// Who may run a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Access {
    /// Everybody.
    Public,
    /// The owners whom the policy names.
    OwnersOnly,
    /// Whoever holds all of these permissions; nobody, if it is empty.
    All(Vec<String>),
    /// Whoever holds one of these permissions; nobody, if it is empty.
    Any(Vec<String>),
}

/// How often a command may be run within a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Limit {
    /// By which key it was said.
    pub kind: LimitKind,
    /// Over whom it counts together.
    pub scope: Scope,
    /// How much may be used at once.
    pub burst: u32,
    /// After how long one more may be used, in nanoseconds: most quotas are no whole milliseconds.
    pub interval_ns: u64,
    /// How much one call uses.
    pub cost: u32,
    /// The bucket that it shares with other commands.
    #[serde(deserialize_with = "json::or_null")]
    pub bucket: Option<String>,
    /// The command from which it is inherited, with which it is counted.
    #[serde(deserialize_with = "json::or_null")]
    pub inherited_from: Option<String>,
}

/// By which key a limit was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LimitKind {
    /// `cooldown`, or nothing: powers bring one.
    Cooldown,
    /// `limit`
    Limit,
}

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Argument {
    /// Its name in help, errors and `name=value`.
    pub name: String,
    /// Its doc comment.
    pub help: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it takes all words that are left.
    pub list: bool,
    /// Whether it is a `#[flag]`.
    pub flag: bool,
    /// Whether it takes all text that is left, as it is.
    pub rest: bool,
    /// Whether it is a proof: the platform is asked about it before the command runs.
    pub proof: bool,
    /// Whether its value is hidden in records, denials and confirmations.
    pub redact: bool,
    /// What is taken where it is left out; of a hidden one, `[redacted]`.
    #[serde(deserialize_with = "json::or_null")]
    pub default: Option<String>,
    /// Its rules in words, like `length 1..=200 chars`; those of its type and the author's own, too.
    pub rules: Vec<String>,
    /// What can be typed, where that is a choice of a few words.
    pub choices: Vec<Choice>,
}

/// One of the words that can be typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Its name for a Chinese reader.
    pub zh: String,
    /// What else it can be called.
    pub aliases: Vec<String>,
}

impl Manifest {
    /// The format that this version of the library writes and reads; it rises with every field.
    pub const FORMAT: u32 = 1;
}
