//! Line ends that end what they were put into: a header, or a line of a log.

use super::evidence::Evidence;
use super::place::{self, begins_any, is_name};
use super::table::Table;
use super::work;
use crate::content::finding::{Finding, Reason};

/// Headers that answer a request, or make another of it.
static HEADERS: Table<(), 64> = Table::new(&[
    ("set-cookie", ()),
    ("location", ()),
    ("content-type", ()),
    ("content-length", ()),
    ("contenttype", ()),
    ("refresh", ()),
    ("link", ()),
    ("host", ()),
    ("cookie", ()),
    ("x-xss-protection", ()),
    ("x-forwarded-for", ()),
    ("x-forwarded-host", ()),
    ("access-control-allow-origin", ()),
    ("content-disposition", ()),
    ("content-security-policy", ()),
    ("transfer-encoding", ()),
    ("connection", ()),
    ("last-modified", ()),
    ("bcc", ()),
    ("cc", ()),
    ("to", ()),
    ("subject", ()),
]);

/// The months as a log of the system has them.
const MONTHS: [&str; 12] = [
    "jan ", "feb ", "mar ", "apr ", "may ", "jun ", "jul ", "aug ", "sep ", "oct ", "nov ", "dec ",
];

/// The longest name of a header.
const NAME: usize = 32;
/// The longest value that a line of its own makes a header of.
const VALUE: usize = 160;

/// Reports a header behind a value that is none, and records of a log behind one.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let mut header = None;
    let mut record = None;
    let mut escape = None;
    for at in 0..bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => {
                if header.is_none() && is_value(&bytes[..at]) {
                    header = header_at(bytes, at + 1).map(|end| at..end);
                }
                if record.is_none() && is_value(&bytes[..at]) {
                    record = record_at(bytes, at + 1).map(|end| at..end);
                }
            }
            b'\\' if header.is_none() && begins_any(bytes, at, &["\\r\\n", "\\n"]) => {
                let next = if begins_any(bytes, at, &["\\r"]) { at + 4 } else { at + 2 };
                if is_value(&bytes[..at]) {
                    header = header_at(bytes, next).map(|end| at..end);
                }
            }
            0x1b if escape.is_none() && moves(&bytes[at + 1..]) => escape = Some(at..at + 2),
            _ => {}
        }
    }
    work::step(bytes.len());
    let mut report = |reason, span: Option<std::ops::Range<usize>>, score| {
        let mut evidence = Evidence::new(reason, found);
        if let Some(span) = span {
            evidence.add(span, score);
        }
        evidence.settle();
    };
    report(Reason::CrlfInjection, header, 70);
    report(Reason::LogInjection, escape, 60);
    report(Reason::LogInjection, record, 60);
    report(Reason::LogInjection, formats(bytes), 50);
}

/// Whether a terminal would do more than change a colour on what is behind an escape.
fn moves(rest: &[u8]) -> bool {
    match rest.first() {
        Some(b'[') => {
            let end = rest[1..].iter().take(16).find(|b| !b"0123456789;?".contains(b));
            work::step(16);
            end.is_some_and(|b| b.is_ascii_alphabetic() && *b != b'm')
        }
        Some(b) => matches!(b, b']' | b'P' | b'c'),
        None => false,
    }
}

/// One value without spaces, and neither a header nor the end of a sentence.
fn is_value(before: &[u8]) -> bool {
    let before = if before.len() > VALUE { return false } else { before };
    work::step(before.len());
    let value = before.iter().all(|b| *b > b' ' && *b < 0x80 || matches!(b, b'\r' | b'\n'));
    let last = before.last().copied().unwrap_or_default();
    value && !matches!(last, b':' | b'.' | b'!' | b',' | b')' | b'`' | b'>')
}

/// The end of the header's name that begins here.
fn header_at(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let gap = rest.iter().take(4).take_while(|b| b"\r\n \t".contains(b)).count();
    let rest = &rest[gap..];
    let len = rest.iter().take(NAME).take_while(|b| is_name(**b) || **b == b'-').count();
    work::step(len + 1);
    let name = &rest[..len];
    let own = len > 3 && begins_any(name, 0, &["x-"]);
    let header = rest.get(len) == Some(&b':') && (own || HEADERS.get(name).is_some());
    let answer = begins_any(
        rest,
        0,
        &["http/1.", "http/2 ", "<html>", "<script", "<svg", "rcpt to:", "mail from:"],
    );
    (header || answer).then_some(start + gap + len)
}

/// The end of what looks like the beginning of a log's record.
fn record_at(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let digit = |at: usize| rest.get(at).is_some_and(u8::is_ascii_digit);
    let date =
        (0..4).all(digit) && rest.get(4) == Some(&b'-') && digit(5) && rest.get(7) == Some(&b'-');
    let levels = [
        "info:",
        "info ",
        "[info]",
        "error:",
        "[error]",
        "warn:",
        "warning:",
        "[warn",
        "debug:",
        "[debug]",
        "{\"level\":",
    ];
    let seen = &rest[..rest.len().min(32)];
    // `127.0.0.1 - - [`, and `Feb  1 00:00:00`.
    let access = digit(0) && seen.windows(6).any(|signs| signs == b" - - [");
    let times = seen.iter().take(16).filter(|b| **b == b':').count();
    let system = times > 1 && begins_any(rest, 0, &MONTHS);
    work::step(48);
    if date || access || system || begins_any(rest, 0, &levels) { Some(start + 8) } else { None }
}

/// Conversions of `printf` in a row, which nobody writes but for trying.
fn formats(bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b'%' | DECODED) {
            at += 1;
            continue;
        }
        let start = at;
        let mut count = 0;
        let mut writes = false;
        while let Some(len) = conversion(&bytes[at..]) {
            count += 1;
            at += len;
            writes |= bytes[at - 1] == b'n';
            at += usize::from(bytes.get(at).is_some_and(|b| b".-_|".contains(b)));
        }
        work::step(at - start + 8);
        let addresses = bytes[start] == DECODED;
        if count > 3 || count > 2 && (writes || addresses) {
            return Some(start..at.min(bytes.len()));
        }
        at = at.max(start + 1);
    }
    None
}

/// What is left of `%08x` once escapes are decoded: a backspace, and a letter.
const DECODED: u8 = 0x08;

/// What may stand between `%` and the kind of a conversion, and the kinds.
static FLAGS: [bool; 256] = place::set(b"0123456789.$*#-+lh");
static KINDS: [bool; 256] = place::set(b"sdxXpnoucieEfgGaA@SI!");

/// The length of `%08x` and its kind.
fn conversion(rest: &[u8]) -> Option<usize> {
    if let [DECODED, b'x' | b'X', ..] = rest {
        return Some(2);
    }
    let flags = rest.get(1..)?.iter().take(8);
    let width = flags.take_while(|b| FLAGS[usize::from(**b)]).count();
    let kind = rest.get(1 + width)?;
    (rest[0] == b'%' && KINDS[usize::from(*kind)]).then_some(width + 2)
}
