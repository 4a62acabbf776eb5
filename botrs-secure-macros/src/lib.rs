//! The macros of `botrs-secure`. Use them through that crate: its documentation is theirs.
//!
//! This file has the entry points only. A macro is a folder whose phases are files: what was written
//! (`attr`, `param`, `parse`), what it means (`model`), whether it makes sense (`check`), and the code
//! for it (`expand`, or `fallback` where something was wrong). Shared: the collector of mistakes
//! (`diag`), the table of keys (`keys`) and the pure parsers of literals (`duration`, `quota`, `name`).
#![deny(missing_docs)]

mod command;
mod commands;
mod diag;
mod duration;
mod keys;
mod literal;
mod meta;
mod name;
mod paths;
mod quota;
mod reply;
#[cfg(test)]
mod snapshots;
mod suggest;

use proc_macro::TokenStream;

/// Makes a command of an `async fn`.
///
/// The function stays as it is. Beside it comes a type of the same name, which names the command in
/// `Context<'_, name>` and `commands![name]`; its doc comment is the help.
///
/// | key | says |
/// |---|---|
/// | `perm = P`, `perm = all(P, Q)`, `perm = any(P, Q)` | who may run it; this, `owners_only` or `public` has to be said |
/// | `owners_only` | only the owners whom the policy names |
/// | `public` | everybody |
/// | `name = "ban"` | how people call it; left out, it is the function's name |
/// | `aliases("b", "踢")` | other names |
/// | `cooldown = "30s"` | once in this time for each member; `none` for never waiting |
/// | `cooldown(user = "30s", member = .., channel = .., guild = .., global = ..)` | the same for each of these |
/// | `limit = "10/min"` | so many in this time for each member; the units are `s`, `min`, `h`, `d`, or a duration: `"5/10s"` |
/// | `limit(user = "10/min", channel = .., burst = 3)` | the same for each of these scopes, and how many may come at once |
/// | `bucket = "moderation"` | that its limits count together with those of all commands that name the bucket |
/// | `cost = 2` | how much of each `limit` a call uses up |
/// | `scene = guild`, `scene(guild, direct, group, c2c)` | where it may be run; left out, everywhere |
/// | `guild_only`, `dm_only` | `scene = guild`, `scene(direct, c2c)` |
/// | `fresh` | that the platform is asked for the caller's roles of this moment, which have to permit it too |
/// | `check = path`, `check = path(argument, ..)` | an `async fn` that is asked first, given a `Context<'_>` and what the arguments hold: the id in place of a `Target`, `Channel` or `Message`. May be said several times |
/// | `confirm` | asks the caller before it runs |
/// | `timeout = "10s"` | how long it may run |
/// | `concurrency = 4` | how many calls of it run at once |
/// | `on_error = path` | an `async fn(Context<'_>, &Error) -> Result<Reply>` that answers where the body fails |
/// | `audit` | that records of its decisions carry what was typed |
/// | `category = "管理"`, `hide_in_help` | where the help shows it, or that it does not |
/// | `unchecked_api = "reason"` | that it may take the raw API of botrs, and why |
/// | `crate = ::path` | how the program names the library, where not `botrs_secure` |
/// | `marker = Ban` | the name of the type, where the function's name is taken |
///
/// Durations are numbers with `ms`, `s`, `m`, `h` or `d`: `"500ms"`, `"1h30m"`.
///
/// A parameter is an argument, which the caller types, or something that the call supplies; its type
/// says which. Arguments have a doc comment as help, and
///
/// | attribute | says |
/// |---|---|
/// | `#[arg(default = "10m")]` | what stands for an argument that is left out, as the caller would type it |
/// | `#[arg(min = 1, max = "7d")]` | the bounds of a number or a duration |
/// | `#[validate(length(min = 1, max = 200))]` | how many characters a text has |
/// | `#[rest]` | that it takes all the rest of the message |
#[proc_macro_attribute]
pub fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    command::command(attribute.into(), item.into()).into()
}

/// Lists commands for a bot, by path: `commands![mute, admin::ban]`.
///
/// Two that answer to the same name do not compile.
#[proc_macro]
pub fn commands(input: TokenStream) -> TokenStream {
    commands::commands(input.into()).into()
}

/// Writes a reply like `format!`, in which what users wrote is escaped: `reply!("hello {name}")`.
///
/// Values are shown by the trait `Show`, which durations, options and ids have. Width, fill and
/// precision are written as numbers; `{:?}` and formats of numbers are refused.
#[proc_macro]
pub fn reply(input: TokenStream) -> TokenStream {
    reply::reply(input.into()).into()
}
