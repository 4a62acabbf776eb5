//! The macros of `botrs-secure`. Use them through that crate: its documentation is theirs.
//!
//! This file has the entry points only. A macro is a folder whose phases are files: what was written
//! (`attr`, `param`, `parse`), what it means (`model`), whether it makes sense (`check`), and the code
//! for it (`expand`, or `fallback` where something was wrong). Shared: the collector of mistakes
//! (`diag`), the table of keys (`keys`) and the pure parsers of literals (`duration`, `quota`, `name`).
#![deny(missing_docs)]

mod args;
mod argument;
mod choice;
mod command;
mod commands;
mod diag;
mod duration;
mod keys;
mod library;
mod literal;
mod meta;
#[cfg(test)]
mod misuse;
mod name;
mod paths;
mod permission;
mod quota;
mod redact;
#[cfg(test)]
mod reference;
mod reply;
mod rules;
#[cfg(test)]
mod snapshots;
mod suggest;
mod validate;

use proc_macro::TokenStream;

/// Makes a command of an `async fn`; `botrs_secure::command` documents every key.
#[proc_macro_attribute]
pub fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    command::command(attribute.into(), item.into()).into()
}

/// Applies the rules of a function's parameters; `botrs_secure::validate` documents it.
#[proc_macro_attribute]
pub fn validate(attribute: TokenStream, item: TokenStream) -> TokenStream {
    validate::validate(attribute.into(), item.into()).into()
}

/// Writes the trait `Validate`; `botrs_secure::Validate` documents every rule.
#[proc_macro_derive(Validate, attributes(validate))]
pub fn derive_validate(item: TokenStream) -> TokenStream {
    validate::derive(item.into()).into()
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

/// Makes a struct of arguments an argument; `botrs_secure::Args` documents it.
#[proc_macro_derive(Args, attributes(args, arg, rest, flag, validate))]
pub fn args(input: TokenStream) -> TokenStream {
    args::args(input.into()).into()
}

/// Makes an enum an argument; `botrs_secure::Choice` documents every key.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn choice(input: TokenStream) -> TokenStream {
    choice::choice(input.into()).into()
}

/// Makes a type a permission; `botrs_secure::Permission` documents every key.
#[proc_macro_derive(Permission, attributes(permission))]
pub fn permission(input: TokenStream) -> TokenStream {
    permission::permission(input.into()).into()
}

/// Writes a `Debug` without secrets; `botrs_secure::Redact` documents every key.
#[proc_macro_derive(Redact, attributes(redact, serde))]
pub fn redact(input: TokenStream) -> TokenStream {
    redact::redact(input.into()).into()
}
