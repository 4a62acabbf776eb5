//! Expressions of a template language, and look-ups of a logger.

use super::evidence::Evidence;
use super::script::place::{begins, begins_any, over_space};
use super::work;
use crate::content::finding::{Finding, Reason};

/// What opens an expression, and what closes it.
const BRACKETS: [(&str, &str); 10] = [
    ("{{", "}}"),
    ("${", "}"),
    ("#{", "}"),
    ("*{", "}"),
    ("@{", "}"),
    ("@(", ")"),
    ("~{", "}"),
    ("<%", "%>"),
    ("{%", "%}"),
    ("{!", "}"),
];

/// Ways from a value to everything else in its language.
const WAYS: [&str; 48] = [
    "/etc/",
    "sleep(",
    "@print(",
    "__class__",
    "__mro__",
    "__globals__",
    "__init__",
    "__builtins__",
    "__import__",
    "__subclasses__",
    "__bases__",
    "__base__",
    "getclass(",
    ".class.",
    "forname(",
    "getruntime",
    "java.lang",
    "t(java",
    "processbuilder",
    "scriptengine",
    "freemarker.template",
    "?new(",
    "constructor",
    "_self.env",
    "registerundefined",
    "self._template",
    "request.application",
    "request|attr",
    "|attr(",
    "config.items",
    "config.from",
    "lipsum.",
    "cycler.",
    "joiner.",
    "popen(",
    "system(",
    "passthru(",
    "phpinfo(",
    "exec(",
    "`id`",
    "file.open(",
    "io.popen",
    "|filter(",
    "|map(",
    "|system",
    "$_get",
    "$_post",
    "eval(",
];

/// The longest expression that is looked into.
const INSIDE: usize = 160;

/// Reports what a template engine or a logger would evaluate.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let mut evidence = Evidence::new(Reason::TemplateInjection, found);
    let mut at = 0;
    while at + 1 < bytes.len() {
        at = look_at(bytes, at, &mut evidence);
    }
    work::step(bytes.len());
    evidence.settle();
}

/// Looks at one place and returns the next one.
fn look_at(bytes: &[u8], at: usize, evidence: &mut Evidence<'_>) -> usize {
    if !b"{$#*@~<".contains(&bytes[at]) {
        return at + 1;
    }
    let Some((open, close)) = BRACKETS.iter().find(|(open, _)| begins(bytes, at, open)) else {
        return at + 1;
    };
    let start = at + open.len();
    let seen = &bytes[start..bytes.len().min(start + INSIDE)];
    work::step(seen.len());
    let len = seen.windows(close.len()).position(|part| part == close.as_bytes());
    let inside = &seen[..len.unwrap_or(seen.len())];
    let span = at..start + inside.len();
    if looks_up(inside) && *open == "${" {
        evidence.add(span, 60);
    } else if len.is_some() && (is_sum(inside) || is_name_of_all(inside, open)) {
        evidence.add(span, 50);
    } else if len.is_some() && leads_away(inside) {
        evidence.add(span, 60);
    } else {
        return start;
    }
    start + inside.len()
}

/// `jndi:ldap://`, also as `${lower:j}ndi:`.
fn looks_up(inside: &[u8]) -> bool {
    let names =
        ["jndi:", "lower:", "upper:", "env:", "sys:", "::-", "java:", "main:", "ctx:", "base64:"];
    let nested = begins_any(inside, 0, &["${lower:", "${upper:", "${::-", "${env:", "${jndi"]);
    begins_any(inside, 0, &names) || nested
}

/// `7*7`, `'7'*7`: a calculation whose result shows that it was done.
fn is_sum(inside: &[u8]) -> bool {
    let inside = inside.trim_ascii();
    let inside = inside.strip_prefix(b"=").unwrap_or(inside).trim_ascii();
    let signs = inside.iter().filter(|b| b"*+-/%".contains(b)).count();
    let digits = inside.iter().filter(|b| b.is_ascii_digit()).count();
    let rest = inside.iter().all(|b| b.is_ascii_digit() || b"*+-/%'\"() @[]|".contains(b));
    signs > 0 && digits > 1 && rest && !inside.is_empty()
}

/// Names that show the whole configuration.
fn is_name_of_all(inside: &[u8], open: &str) -> bool {
    let name = inside.trim_ascii();
    let names: [&[u8]; 8] = [
        b"config",
        b"self",
        b"settings.SECRET_KEY",
        b"request",
        b"_self",
        b"dump(app)",
        b"app.request",
        b".",
    ];
    open == "{{" && names.contains(&name) || open == "{%" && name.starts_with(b"debug")
}

/// Whether a way out of the template is in it.
fn leads_away(inside: &[u8]) -> bool {
    let first = over_space(inside, 0);
    work::step(inside.len() * 2);
    let ways = |at: usize| {
        b"_gacfjtps?r|lieg.$`/@".contains(&inside[at].to_ascii_lowercase())
            && begins_any(inside, at, &WAYS)
    };
    begins_any(inside, first, &["@print(", "@system", "php}", "import os", "import subprocess"])
        || (0..inside.len()).any(ways)
}
