//! The macros' own messages in every misuse case of the workspace, without a compiler: in a second.
//!
//! Each case goes through the macros as rustc would call them. What they say has to be what the
//! `.stderr` beside it records of them, no more and no less; that it stands at the right place, and
//! what rustc says itself, is for `tests/tests/misuse.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Item, LitStr, Meta, Token, punctuated::Punctuated};

use crate::{args, choice, command, commands, permission, redact, reply, validate};

/// What is in errors that are rustc's although they have no code.
const OF_RUSTC: [&str; 15] = [
    "argument never used",
    "cannot find attribute",
    "derive helper attribute is used before",
    "duplicate argument named",
    "expected non-macro attribute",
    "future cannot be sent between threads safely",
    "implementation of `",
    "invalid format string: ",
    "invalid reference to positional argument",
    "is not used by name",
    "is private",
    "lifetime may not live long enough",
    "positional arguments cannot follow named",
    "positional arguments in format string",
    "unknown format trait",
];

#[test]
fn misuse_is_told_as_recorded() {
    let mut wrong = Vec::new();
    for case in programs("misuse") {
        let recorded = case.with_extension("stderr");
        let Ok(recorded) = fs::read_to_string(&recorded) else {
            wrong.push(format!("{} is missing", recorded.display()));
            continue;
        };
        let mut recorded = recorded_messages(&recorded);
        for message in messages_of(&case) {
            match recorded.iter().position(|other| *other == message) {
                Some(found) => drop(recorded.swap_remove(found)),
                None => wrong.push(format!("{}: not recorded: {message}", case.display())),
            }
        }
        recorded.retain(|message| !OF_RUSTC.iter().any(|theirs| message.contains(theirs)));
        wrong.extend(recorded.iter().map(|left| format!("{}: not said: {left}", case.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_right_has_no_message() {
    for program in programs("pass") {
        assert_eq!(messages_of(&program), [""; 0], "{}", program.display());
    }
}

/// The programs in a folder of `tests`, or in folders in there; none where the crate stands alone.
fn programs(folder: &str) -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tests");
    if !tests.exists() {
        println!("not checked: {} is not here", tests.display());
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut folders = vec![tests.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of programs") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no programs in {folder}");
    found
}

/// The texts of the errors without a code.
fn recorded_messages(stderr: &str) -> Vec<String> {
    let mut lines = stderr.lines();
    let mut messages = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(message) = line.strip_prefix("error: ") {
            let more = lines.by_ref().take_while(|line| !line.trim_start().starts_with("--> "));
            messages.push(
                [message]
                    .into_iter()
                    .chain(more.map(str::trim_start))
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
    }
    messages
}

fn messages_of(program: &Path) -> Vec<String> {
    let text = fs::read_to_string(program).expect("a program");
    let mut messages = Vec::new();
    scan(text.parse().expect("tokens"), &mut messages);
    messages
}

/// Calls our macros wherever they stand in `tokens`, and notes the text of each `compile_error!`.
fn scan(tokens: TokenStream, messages: &mut Vec<String>) {
    let mut left = tokens.into_iter().peekable();
    while let Some(token) = left.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let rest = left.clone();
                if let Ok((attrs, item, rest)) = attributed.parse2(quote!(#punct #(#rest)*)) {
                    expand_item(&attrs, &item.into_token_stream(), messages);
                    left = rest.into_iter().peekable();
                }
            }
            TokenTree::Ident(name) => {
                if left.next_if(|token| token.to_string() == "!").is_some() {
                    // `macro_rules!` has a name between.
                    let group = left.find(|token| matches!(token, TokenTree::Group(_)));
                    let Some(TokenTree::Group(group)) = group else { return };
                    expand_call(&name.to_string(), group.stream(), messages);
                }
            }
            TokenTree::Group(group) => scan(group.stream(), messages),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// An item with attributes, and what follows it.
fn attributed(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Item, TokenStream)> {
    Ok((Attribute::parse_outer(input)?, input.parse()?, input.parse()?))
}

/// Calls the derives before the first attribute that is a macro, and that one.
fn expand_item(attrs: &[Attribute], item: &TokenStream, messages: &mut Vec<String>) {
    let is_helper = attrs.iter().flat_map(derives).any(|name| name == "Args" || name == "Validate");
    for (index, attr) in attrs.iter().enumerate() {
        let others = attrs[..index].iter().chain(&attrs[index + 1..]);
        let input = quote!(#(#others)* #item);
        for derive in derives(attr) {
            scan(derived(&derive, input.clone()), messages);
        }
        let attribute = match last(attr.path()).as_str() {
            "command" => command::command,
            "validate" if !is_helper => validate::validate,
            _ => continue,
        };
        let written = match &attr.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        return scan(attribute(written, input), messages);
    }
    scan(item.clone(), messages);
}

/// What `#[derive(..)]` names.
fn derives(attr: &Attribute) -> Vec<String> {
    if !attr.path().is_ident("derive") {
        return Vec::new();
    }
    let list = attr.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
    list.expect("paths in `derive`").iter().map(last).collect()
}

fn derived(derive: &str, item: TokenStream) -> TokenStream {
    match derive {
        "Args" => args::args(item),
        "Choice" => choice::choice(item),
        "Permission" => permission::permission(item),
        "Redact" => redact::redact(item),
        "Validate" => validate::derive(item),
        _ => TokenStream::new(),
    }
}

fn expand_call(name: &str, input: TokenStream, messages: &mut Vec<String>) {
    // As the library's `macro_rules!` do.
    let written = quote!($crate; #input);
    match name {
        "commands" => scan(commands::commands(written), messages),
        "reply" => scan(reply::reply(written), messages),
        "macro_rules" => {}
        "compile_error" => {
            let text: LitStr = syn::parse2(input).expect("a text");
            messages.push(text.value());
        }
        _ => scan(input, messages),
    }
}

fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
