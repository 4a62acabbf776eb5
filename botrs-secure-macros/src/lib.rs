//! The macros of `botrs-secure`. Use them through that crate: its documentation is theirs.
//!
//! This file has the entry points only. A macro is a folder whose phases are files: what was written
//! (`attr`, `param`, `parse`), what it means (`model`), whether it makes sense (`check`), and the code
//! for it (`expand`, or `fallback` where something was wrong). Shared: the collector of mistakes
//! (`diag`), the table of keys (`keys`) and the pure parsers of literals (`duration`, `name`).
#![deny(missing_docs)]

mod command;
mod commands;
mod diag;
mod duration;
mod keys;
mod library;
mod literal;
mod meta;
mod name;
mod paths;
mod permission;
mod redact;
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
/// | `scene = guild`, `scene(guild, direct, group, c2c)` | where it may be run; left out, everywhere |
/// | `guild_only`, `dm_only` | `scene = guild`, `scene(direct, c2c)` |
/// | `check = path`, `check = path(argument, ..)` | an `async fn` that is asked first, given a `Context<'_>` and what the arguments hold: the id in place of a `Target`, `Channel` or `Message`. May be said several times |
/// | `confirm` | asks the caller before it runs |
/// | `timeout = "10s"` | how long it may run |
/// | `concurrency = 4` | how many calls of it run at once |
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

/// What `botrs_secure::commands!` calls, with the library's name before the list.
#[proc_macro]
pub fn commands(input: TokenStream) -> TokenStream {
    commands::commands(input.into()).into()
}

/// What `botrs_secure::reply!` calls, with the library's name before the text.
#[proc_macro]
pub fn reply(input: TokenStream) -> TokenStream {
    reply::reply(input.into()).into()
}

/// Makes a type a permission of one's own: `#[derive(Permission)] struct TradeStocks;`.
#[proc_macro_derive(Permission, attributes(permission))]
pub fn permission(input: TokenStream) -> TokenStream {
    permission::permission(input.into()).into()
}

/// Writes a `Debug` that shows `[redacted]` in place of secrets.
#[proc_macro_derive(Redact, attributes(redact, serde))]
pub fn redact(input: TokenStream) -> TokenStream {
    redact::redact(input.into()).into()
}
