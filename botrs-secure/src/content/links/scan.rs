//! What is an address in a text, or what programs take for one.
//!
//! Every address has a dot or a colon, or begins with two slashes: a text without these costs one look
//! at its bytes. From each of them the address is read in both directions, and no byte is read more
//! than a few times, so that the time is linear in the length of the text.

use std::cell::Cell;
use std::ops::Range;

use url::Host;

use crate::content::links::names::{self, LONGEST, is_public_name};
use crate::content::links::reach::address_end;
use crate::validate::is_invisible;

/// An address in a text.
pub(super) struct Found<'t> {
    /// As it stands there.
    pub(super) text: &'t str,
    /// What programs put before it.
    pub(super) implied: &'static str,
    start: usize,
}

impl Found<'_> {
    /// Its bytes in the text.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// So many addresses of a text are looked at.
const MOST: usize = 1000;

/// Of `t.co`: a shorter run of dots and letters is no name.
const SHORTEST_NAME: usize = 4;

/// Hands over each address, in the order of the text; with every name under a public ending, or only
/// those that are likely meant as addresses. The answer is where it gave up, if there are too many.
pub(super) fn scan<'t>(
    text: &'t str,
    every_name: bool,
    found: &mut impl FnMut(Found<'t>),
) -> Option<usize> {
    let left = Cell::new(MOST);
    let mut report = |span: Range<usize>, implied| {
        if left.get() > 0 {
            found(Found { text: &text[span.clone()], implied, start: span.start });
        }
        left.set(left.get().saturating_sub(1));
        span.end
    };
    // Behind the last address, and what was read without finding one.
    let (mut from, mut read) = (0, 0);
    for at in memchr::memchr3_iter(b'.', b':', b'/', text.as_bytes()) {
        if at < from.max(read) || ends_sentence(text, at) {
            continue;
        }
        if left.get() == 0 {
            return Some(from);
        }
        match text.as_bytes()[at] {
            b'.' => {
                let run = names::run(text, from, at);
                read = run.end;
                if run.len() >= SHORTEST_NAME {
                    names::each(text, run, every_name, &mut |span| from = report(span, "https://"));
                }
            }
            b':' => {
                if let Some(span) = with_scheme(text, from, at) {
                    from = report(span, "");
                }
            }
            _ => {
                if let Some(span) = scheme_relative(text, at) {
                    from = report(span, "https:");
                }
            }
        }
    }
    None
}

/// Whether this is a dot before a space or the end: the most frequent one, and no part of a name.
fn ends_sentence(text: &str, at: usize) -> bool {
    matches!(&text.as_bytes()[at..], [b'.'] | [b'.', b' ' | b'\n', ..])
}

/// Schemes that are read with any number of slashes, and with backslashes for them.
const LENIENT: [&str; 6] = ["https", "http", "ftp", "ws", "wss", "file"];
/// Longer ones are none.
const LONGEST_SCHEME: usize = 32;

/// The address whose scheme ends at this colon.
fn with_scheme(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let before = text.as_bytes()[from..at].iter().rev().take(LONGEST_SCHEME);
    let length = before.take_while(|b| b.is_ascii_alphanumeric() || b"+-".contains(b)).count();
    let scheme = text[at - length..at].trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let behind = &text[at + 1..];
    let is_lenient = LENIENT.iter().any(|own| own.eq_ignore_ascii_case(scheme));
    let is_slash = |b: &u8| *b == b'/' || (is_lenient && *b == b'\\');
    let slashes = behind.bytes().take_while(is_slash).count();
    let rest = &behind[slashes..];

    // `C://` is a drive.
    let is_address = match slashes {
        2.. => scheme.len() > 1,
        1 if scheme.eq_ignore_ascii_case("file") => true,
        _ => is_lenient && begins_with_host(rest),
    };
    if is_address {
        let end = address_end(text, at + 1 + slashes)?;
        return Some(at - scheme.len()..end);
    }
    let start = opaque_scheme(&text[from..at], behind)? + from;
    let code = behind.trim_start();
    let length = code.find(char::is_whitespace).unwrap_or(code.len());
    Some(start..text.len() - code.len() + length)
}

/// Whether a text begins with a host that an address can have without slashes before it.
fn begins_with_host(text: &str) -> bool {
    let host = host_of(text);
    is_public_name(host) || is_number_or_own(host)
}

/// In brackets, with the last part written as IPv4.
const LONGEST_IPV6: usize = 47;

/// What can be a host at the beginning of a text, without a port.
fn host_of(text: &str) -> &str {
    if text.starts_with('[') {
        let end = text.bytes().take(LONGEST_IPV6).position(|b| b == b']');
        return end.map_or("", |end| &text[..=end]);
    }
    let is_of_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    // A longer one is none.
    &text[..text.bytes().take(LONGEST + 1).take_while(is_of_host).count()]
}

/// Whether it is an IP address in one of its spellings, or the own machine.
fn is_number_or_own(host: &str) -> bool {
    if !host.starts_with(|c: char| c.is_ascii_digit() || "[lL".contains(c)) {
        return false;
    }
    match Host::parse(host) {
        // Short numbers are only numbers.
        Ok(Host::Ipv4(_)) => host.len() >= "1.2.3.4".len(),
        Ok(Host::Ipv6(_)) => true,
        Ok(Host::Domain(name)) => name == "localhost",
        Err(_) => false,
    }
}

/// Where `javascript` and its like begin, if that is what stands before this colon and code behind it.
///
/// Programs drop control characters from schemes, `java\nscript:` among them.
fn opaque_scheme(before: &str, behind: &str) -> Option<usize> {
    if !before.ends_with(['t', 'T', 'a', 'A']) && !before.ends_with(is_dropped) {
        return None;
    }
    let starts_with = |word: &str, before: &str| {
        word.bytes().rev().try_fold(before.len(), |end, letter| letter_before(before, end, letter))
    };
    let script = starts_with("script", before).and_then(|script| {
        let before = &before[..script];
        ["java", "vb", "live"].into_iter().find_map(|word| starts_with(word, before))
    });
    match script {
        Some(start) => begins_with_code(behind).then_some(start),
        None => starts_with("data", before).filter(|_| begins_with_data(behind)),
    }
}

/// Where this letter is, if nothing but what is dropped stands between it and this place.
fn letter_before(text: &str, end: usize, letter: u8) -> Option<usize> {
    const LONGEST_GAP: usize = 64;
    let mut at = end;
    for _ in 0..=LONGEST_GAP {
        match text.as_bytes()[..at].last()? {
            byte if byte.eq_ignore_ascii_case(&letter) => return Some(at - 1),
            byte if byte.is_ascii_graphic() => return None,
            _ => {
                let c = text[..at].chars().next_back().filter(|c| is_dropped(*c))?;
                at -= c.len_utf8();
            }
        }
    }
    None
}

fn is_dropped(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Whether this is a statement: people also write `javascript: the language`.
fn begins_with_code(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_dropped(c));
    if text.starts_with("//")
        || text.starts_with(['/', '%', '"', '\'', '`', '(', '[', '{', '!', '\\', '&'])
    {
        return true;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_$.".contains(c);
    let name = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    name > 0 && text[name..].starts_with(['(', '=', '[', '`', ';', ':', '\\', '%'])
}

/// Whether this is what stands in a `data:` address: `text/html,..`, `;base64,..`, `,..`.
fn begins_with_data(text: &str) -> bool {
    let is_of_type = |c: char| c.is_ascii_alphanumeric() || "/+-.;=_".contains(c);
    let kind = &text[..text.find(|c| !is_of_type(c)).unwrap_or(text.len())];
    let is_kind = kind.is_empty() || kind.starts_with(';') || kind.contains('/');
    is_kind && text[kind.len()..].starts_with(',')
}

/// The address without a scheme at this slash, if its host is none that [`names`] finds.
fn scheme_relative(text: &str, at: usize) -> Option<Range<usize>> {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '/';
    if text[..at].ends_with(is_of_path) {
        return None;
    }
    let slashes = text[at..].bytes().take_while(|b| *b == b'/').count();
    let host = at + slashes;
    if slashes < 2 || !is_number_or_own(host_of(&text[host..])) {
        return None;
    }
    Some(host - 2..address_end(text, host)?)
}
