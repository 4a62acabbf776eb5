//! Names of hosts in a text that has no scheme before them.
//!
//! QQ makes a link of any name under a public ending and refuses to send it (code 304003, even for
//! `1.sh`), so all of them are found where that is asked for. In what people write, `main.rs`,
//! `it.is` and `console.info` are no addresses; there, a name counts under an ending that is mostly
//! used for addresses, or with something behind it as addresses have it.

use std::ops::Range;

use crate::content::links::reach::{path_length, trimmed};
use crate::content::links::top_level::is_top_level;

/// Endings under which any name is likely an address.
const COMMON: [&str; 16] = [
    "cn", "com", "cyou", "edu", "gov", "hk", "icu", "jp", "kr", "net", "org", "ru", "tw", "uk",
    "vip", "xyz",
];
/// Endings under which a name with a digit or hyphen is likely an address: throw-away names have them.
const CHEAP: [&str; 27] = [
    "app", "biz", "bond", "buzz", "cc", "cfd", "click", "club", "co", "fun", "info", "ink", "link",
    "live", "lol", "ltd", "me", "online", "pro", "pw", "ren", "sbs", "shop", "site", "store",
    "top", "tv",
];
/// Endings that are mostly those of files.
const FILES: [&str; 10] = ["md", "ml", "mm", "mov", "pl", "ps", "py", "rs", "sh", "zip"];
/// What is named like a host, but means a thing.
const THINGS: [&str; 5] = ["ado.net", "asp.net", "ml.net", "paint.net", "vb.net"];
/// Hosts below which everybody has a name.
const HOSTED: [&str; 7] =
    ["github.io", "netlify.app", "pages.dev", "r2.dev", "vercel.app", "web.app", "workers.dev"];
/// The longest name of a host.
pub(super) const LONGEST: usize = 253;

/// The letters around the dot at this byte that names can have; none before `from`.
pub(super) fn run(text: &str, from: usize, at: usize) -> Range<usize> {
    let start = text[from..at].trim_end_matches(is_of_name).len() + from;
    let end = text[at..].find(|c| !is_of_name(c)).map_or(text.len(), |length| at + length);
    start..end
}

/// Each name in such a run, with its port and path.
pub(super) fn each(
    text: &str,
    run: Range<usize>,
    every: bool,
    found: &mut impl FnMut(Range<usize>),
) {
    let whole = inner(text, run.clone());
    if is_chinese(&text[whole.clone()]) {
        return found(whole.start..with_path(text, whole.end));
    }
    let mut start = run.start;
    for piece in text[run].split_inclusive(is_cjk) {
        // Nothing is between two dots: these are two names, or none.
        for part in piece.split_inclusive("..") {
            let name = inner(text, start..start + part.trim_end_matches(is_cjk).len());
            start += part.len();
            if is_name(&text[name.clone()]) && (every || is_likely(text, &name)) {
                found(name.start..with_path(text, name.end));
            }
        }
    }
}

/// Without what a name neither begins nor ends with.
fn inner(text: &str, range: Range<usize>) -> Range<usize> {
    let is_edge = |c: char| matches!(c, '.' | '-' | '_');
    let name = text[range.clone()].trim_start_matches(is_edge);
    let start = range.end - name.len();
    start..start + name.trim_end_matches(is_edge).len()
}

/// Whether letters of one name can be this one.
pub(super) fn is_of_name(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || "-_.".contains(c) } else { c.is_alphanumeric() }
}

/// Whether it is of a script that is written without spaces.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}'
    )
}

/// Whether it is a name under a public ending of Chinese letters, such as `例子.中国`.
fn is_chinese(name: &str) -> bool {
    let Some((before, last)) = name.rsplit_once('.') else { return false };
    let is_short = before.rsplit('.').next().is_some_and(|label| label.chars().count() <= 10);
    last.starts_with(is_cjk) && is_short && is_top_level(last)
}

/// Whether it is a name under a public ending, or an address of four numbers.
fn is_name(name: &str) -> bool {
    is_public_name(name) || is_ipv4(name)
}

fn is_ipv4(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit()) && name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// Whether it is a name of at least two labels under a public ending.
pub(super) fn is_public_name(name: &str) -> bool {
    name.len() <= LONGEST && name.rsplit_once('.').is_some_and(|(_, last)| is_top_level(last))
}

/// Whether somebody means an address by it.
fn is_likely(text: &str, span: &Range<usize>) -> bool {
    let name = &text[span.clone()];
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    if before.ends_with("//") || before.ends_with("\\\\") {
        return true;
    }
    // A path, an address of mail, a call.
    if before.ends_with(['/', '\\']) || behind.starts_with(['@', '(']) {
        return false;
    }
    if before.ends_with('@') || is_ipv4(name) {
        return leads_on(behind);
    }
    // What follows the name of a file is its line, or another file.
    is_meant(name) || (leads_on(behind) && !ends_with_any(name, &FILES))
}

/// Whether the name alone says so.
fn is_meant(name: &str) -> bool {
    let (rest, last) = name.rsplit_once('.').unwrap_or_default();
    // The first word of a sentence, or a class: `ok.So`, `System.Net`.
    let is_word = last.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase());
    let is_throw_away = rest.contains(|c: char| c == '-' || c.is_ascii_digit())
        && rest.contains(|c: char| c.is_ascii_alphabetic());
    let is_site = (ends_with_any(name, &COMMON) && !ends_with_any(name, &THINGS))
        || (ends_with_any(name, &CHEAP) && is_throw_away);
    (is_site && !is_word)
        || starts_with(name, "www.")
        || starts_with(last, "xn--")
        || !last.is_ascii()
        || ends_with_any(name, &HOSTED)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
}

/// Whether it is one of these names, or one below.
fn ends_with_any(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| {
        let at = name.len().wrapping_sub(ending.len());
        name.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
            && matches!(name[..at].chars().next_back(), None | Some('.'))
    })
}

/// Whether a port follows, or a path that is more than the number of a network's bits.
fn leads_on(behind: &str) -> bool {
    // The beginning says enough, and may be looked at for many names.
    let near = behind.bytes().take(8).take_while(u8::is_ascii).count();
    let path = trimmed(&behind[..path_length(&behind[..near])]);
    let is_bits = matches!(path.len(), 2 | 3) && path[1..].bytes().all(|b| b.is_ascii_digit());
    has_port(behind) || !(path.is_empty() || is_bits)
}

fn has_port(behind: &str) -> bool {
    let digits = port_length(behind);
    digits > 2 && !behind[digits..].starts_with(|c: char| c.is_alphanumeric())
}

/// How many bytes `:` and the digits behind it have.
fn port_length(behind: &str) -> usize {
    let digits = behind.strip_prefix(':').unwrap_or_default();
    match digits.bytes().take(6).take_while(u8::is_ascii_digit).count() {
        0 => 0,
        digits => 1 + digits,
    }
}

/// Where the port and path end that follow a name.
fn with_path(text: &str, end: usize) -> usize {
    let end = end + port_length(&text[end..]);
    end + trimmed(&text[end..end + path_length(&text[end..])]).len()
}
