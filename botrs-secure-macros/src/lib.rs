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
mod reply;
mod rules;
#[cfg(test)]
mod snapshots;
mod suggest;
mod validate;

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
/// | `#[arg(one_of("a", "b"))]`, `#[arg(one_of(1, 2))]` | the values that it can have |
/// | `#[validate(length(max = 200))]`, `range(..)`, `pattern = ".."`, `one_of(..)`, `url`, `safe_text`, `no_mentions`, `custom = path` | rules, as in `#[derive(Validate)]`; all that are broken are told together |
/// | `#[arg(name = "时长")]` | what it is called in help, errors and `name=value`; left out, it is the parameter's name |
/// | `#[arg(redact)]` | that its value is never shown: not in refusals, not in records |
/// | `#[rest]` | that it takes all the rest of the message, as it was typed |
/// | `#[flag]` | that it is true where `--name` is typed, and false else |
///
/// The caller separates arguments by spaces, and puts one with spaces in quotes: `"a b"`, `'a b'`,
/// `“a b”` or `「a b」`. An argument may be given by its name wherever it would stand before the rest
/// argument: `period=10m`. A `Vec<T>` takes all words that are left.
#[proc_macro_attribute]
pub fn command(attribute: TokenStream, item: TokenStream) -> TokenStream {
    command::command(attribute.into(), item.into()).into()
}

/// Applies the rules of a function's parameters before its body runs.
///
/// Rules stand on the parameters, as on those of a command; `#[derive(Validate)]` has the table of
/// them. Broken ones, all of them, become the error of the function, which returns a `Result` whose
/// error is made of a `ValidationError` by `From`. `#[validate(crate = ::path)]` names the library.
///
/// A command validates its arguments already, so this beside `#[command]` is an error.
#[proc_macro_attribute]
pub fn validate(attribute: TokenStream, item: TokenStream) -> TokenStream {
    validate::validate(attribute.into(), item.into()).into()
}

/// Writes the trait `Validate` for a struct or an enum by the rules of its fields.
///
/// | rule | what it demands |
/// |---|---|
/// | `length(min = 1, max = 200)`, `length(equal = 6)` | how many characters a text has, or elements a list |
/// | `length(bytes, ..)`, `length(graphemes, ..)` | how many bytes, or characters as people see them |
/// | `range(min = 1, max = 9)` | the bounds of an integer, of a float (`0.5`) or of a duration (`"7d"`) |
/// | `pattern = "[a-z]+"` | a regular expression that the whole text matches |
/// | `one_of("a", "b")`, `one_of(1, 2)` | one of these values |
/// | `url`, `url(allow("github.com"))` | an `https` address, on one of these hosts or below it |
/// | `safe_text` | no control characters, none that are not seen, none that turn the direction of writing |
/// | `no_mentions` | no mention, channel link, emoji or other markup of the platform |
/// | `custom = path`, `with(other)` | what a function says of the value: `bool` or `Result<(), E>`. It gets a reference, and one to each other field that `with` names |
/// | `nested` | what a value with `#[derive(Validate)]` demands itself; also in `Option`, `Box`, lists and maps |
/// | `each(length(max = 5))` | rules for every element of a list |
///
/// An `Option` that is `None` breaks no rule. `#[validate(crate = ::path)]` on the item names the
/// library; it stands after the derive.
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

/// Makes a struct of arguments an argument: its fields are typed in place of it, in their order.
///
/// A field is an argument, an `Option` of one, a `Vec` of some, or another such struct, and has the
/// attributes of a parameter of [`macro@command`]. What the call supplies or proves is no field. The
/// order is judged as if the fields were parameters, and a `check` sees a reference to the struct.
/// `#[args(crate = ::bots)]` on the struct says what the library is called here.
#[proc_macro_derive(Args, attributes(args, arg, rest, flag, validate))]
pub fn args(input: TokenStream) -> TokenStream {
    args::args(input.into()).into()
}

/// Makes an enum an argument that is one of a few words.
///
/// | key of `#[choice(..)]` | says |
/// |---|---|
/// | `name = "small"` | what is typed; left out, it is the variant in lower case with hyphens |
/// | `zh = "小"` | what a Chinese caller types and reads; the name remains valid |
/// | `aliases("s", "tiny")` | what else can be typed |
///
/// Upper and lower case of Latin letters are the same. Whoever types another word is told the
/// choices. `reply!` shows the Chinese name, and with `{size:#}` the other. `#[choice(crate = ::bots)]`
/// on the enum says what the library is called here.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn choice(input: TokenStream) -> TokenStream {
    choice::choice(input.into()).into()
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
