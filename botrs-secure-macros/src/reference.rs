//! Whether the reference is whole: it has an entry for each key, and the errors that it quotes are those
//! of the sources.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use crate::keys::{self, Table};

/// The page of a macro, by the name of its file.
fn page(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../botrs-secure/docs/reference");
    fs::read_to_string(folder.join(name)).expect(name)
}

/// The text under the heading of a key, up to the next key of the same depth.
fn entry(page: &str, key: &str) -> Option<String> {
    let mut lines = page.lines().skip_while(|line| !is_heading(line) || !names(line, key));
    let heading = lines.next()?;
    let depth = |line: &str| line.bytes().take_while(|&byte| byte == b'#').count();
    let text = lines.take_while(|line| !is_heading(line) || depth(line) > depth(heading));
    Some(text.collect::<Vec<_>>().join("\n"))
}

fn is_heading(line: &str) -> bool {
    line.starts_with("## ") || line.starts_with("### ")
}

fn names(line: &str, key: &str) -> bool {
    line.contains(&format!("`{key}`"))
}

#[test]
fn every_key_has_an_entry() {
    fn headings<K>(table: &Table<K>, file: &str) {
        let page = page(file);
        for key in table.keys {
            let entry = entry(&page, key.name).unwrap_or_default();
            for part in ["- Form: ", "- Effect: "] {
                assert!(entry.contains(part), "{file} has no `{part}` of `{}`", key.name);
            }
            let says_default = entry.contains("- Default: ") || table.noun == "rule";
            assert!(says_default, "{file} has no default of `{}`", key.name);
            let says_errors = entry.contains(ERRORS) || entry.contains("- Errors: ");
            assert!(says_errors, "{file} has no errors of `{}`", key.name);
        }
    }
    fn rows<K>(table: &Table<K>, file: &str, of: &str) {
        let entry = entry(&page(file), of).expect(of);
        let row = |line: &str| line.split('|').nth(1).map(str::to_owned);
        for key in table.keys {
            let found = entry.lines().filter_map(row).any(|cell| names(&cell, key.name));
            assert!(found, "{file} has no row of `{}` under `{of}`", key.name);
        }
    }
    headings(&keys::COMMAND, "command.md");
    rows(&keys::CONFIRM, "command.md", "confirm");
    rows(&keys::COOLDOWN, "command.md", "cooldown");
    rows(&keys::LIMIT, "command.md", "limit");
    headings(&keys::ARG, "parameters.md");
    headings(&keys::ARGS_ITEM, "args.md");
    headings(&keys::CHOICE_ITEM, "choice.md");
    headings(&keys::CHOICE, "choice.md");
    headings(&keys::VALIDATE, "rules.md");
    headings(&keys::VALIDATE_ITEM, "rules.md");
    headings(&keys::VALIDATE_ITEM, "validate.md");
    rows(&keys::LENGTH, "rules.md", "length");
    rows(&keys::RANGE, "rules.md", "range");
    rows(&keys::URL, "rules.md", "url");
    headings(&keys::PERMISSION, "permission.md");
    headings(&keys::REDACT, "redact.md");
}

/// How a table of errors begins.
const ERRORS: &str = "| written | error |";

/// The errors that a page quotes.
fn quoted(page: &str) -> Vec<String> {
    let mut quoted = Vec::new();
    let mut lines = page.lines();
    while lines.by_ref().any(|line| line == ERRORS) {
        for row in lines.by_ref().skip(1).take_while(|line| line.starts_with('|')) {
            let row = row.trim_end_matches(" |").replace("\\|", "/");
            quoted.push(row.rsplit(" | ").next().unwrap_or_default().to_owned());
        }
    }
    quoted
}

/// Every text in the sources under a folder.
fn texts(folder: &Path, all: &mut Vec<String>) {
    for file in fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            texts_of(source.parse().expect("Rust"), all);
        }
    }
}

fn texts_of(tokens: TokenStream, all: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => texts_of(group.stream(), all),
            TokenTree::Literal(text) => {
                all.extend(
                    syn::parse2::<LitStr>(TokenTree::from(text).into()).map(|text| text.value()),
                );
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// What stands around the `{..}` of a text.
fn fixed(text: &str) -> impl Iterator<Item = &str> {
    text.split(['{', '}']).step_by(2)
}

/// Whether a text is what a source says, where anything may stand in place of each `{..}`.
fn says(source: &str, text: &str) -> bool {
    let fixed: Vec<&str> = fixed(source).collect();
    let [first, between @ .., last] = &fixed[..] else { return source == text };
    let Some(inner) = text.strip_prefix(first).and_then(|text| text.strip_suffix(last)) else {
        return false;
    };
    let skip = |text: &str, part: &str| text.find(part).map(|at| at + part.len());
    between.iter().try_fold(inner, |text, part| Some(&text[skip(text, part)?..])).is_some()
}

#[test]
fn quoted_errors_are_those_of_the_sources() {
    let mut sources = Vec::new();
    for folder in SOURCES {
        texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut sources);
    }
    // A text that is little but holes could be anything.
    sources.retain(|text| fixed(text).map(str::len).sum::<usize>() >= 12);
    let mut wrong = Vec::new();
    for file in PAGES {
        let quoted = quoted(&page(file));
        assert!(!quoted.is_empty(), "{file}");
        // What rustc says is said to be rustc's.
        let ours = quoted.into_iter().filter(|text| !text.starts_with("rustc's E"));
        let known = |text: &str| {
            sources.iter().any(|source| says(source, text))
                || PUT_TOGETHER.iter().any(|start| text.starts_with(start))
        };
        let unknown = ours.filter(|text| !known(text));
        wrong.extend(unknown.map(|text| format!("{file}: {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where errors of programs that do not compile are.
const SOURCES: [&str; 5] = [
    "src",
    "../botrs-secure/src/command",
    "../botrs-secure/src/policy",
    "../botrs-secure/src/reply",
    "../botrs-secure/src/validate",
];

/// Errors that are put together where there is no `format!`.
const PUT_TOGETHER: [&str; 1] = ["two commands answer to `"];

const PAGES: [&str; 10] = [
    "args.md",
    "choice.md",
    "command.md",
    "commands.md",
    "parameters.md",
    "permission.md",
    "redact.md",
    "reply.md",
    "rules.md",
    "validate.md",
];
