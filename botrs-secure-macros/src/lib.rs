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
mod literal;
mod meta;
mod name;
mod paths;
mod reply;
#[cfg(test)]
mod snapshots;
mod suggest;

use proc_macro::TokenStream;

/// Makes a command of an `async fn`.
#[proc_macro_attribute]
pub fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    command::command(attribute.into(), item.into()).into()
}

/// Lists commands for a bot, and refuses two that answer to the same name.
#[proc_macro]
pub fn commands(input: TokenStream) -> TokenStream {
    commands::commands(input.into()).into()
}

/// Writes a reply like `format!`, in which what users wrote is escaped.
#[proc_macro]
pub fn reply(input: TokenStream) -> TokenStream {
    reply::reply(input.into()).into()
}
