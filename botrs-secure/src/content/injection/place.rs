//! Looks around a place of a text, a bounded number of bytes far.

use super::work;

/// The furthest that a rule looks for one name or one gap.
const NEAR: usize = 40;

/// The longest comment that a gap is made of.
const COMMENT: usize = 16;

/// The name that ends before this place: letters, digits, `_`, `$`.
pub(super) fn name_before(bytes: &[u8], end: usize) -> &[u8] {
    let from = end.saturating_sub(NEAR);
    let len = bytes[from..end].iter().rev().take_while(|b| is_name(**b)).count();
    work::step(len + 1);
    &bytes[end - len..end]
}

/// The name that begins at this place.
pub(super) fn name_at(bytes: &[u8], start: usize) -> &[u8] {
    let rest = bytes.get(start..).unwrap_or_default();
    let len = rest.iter().take(NEAR).take_while(|b| is_name(**b)).count();
    work::step(len + 1);
    &rest[..len]
}

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// The place before white space, controls and written escapes such as `\x0d`.
#[inline]
pub(super) fn back_over_gap(bytes: &[u8], end: usize) -> usize {
    match end.checked_sub(1).map(|last| bytes[last]) {
        Some(0..=b' ' | 0x7f | b'/' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
            over_gap(bytes, end)
        }
        _ => end,
    }
}

fn over_gap(bytes: &[u8], end: usize) -> usize {
    let mut at = end;
    while at > 0 && end - at < NEAR {
        let escape = at >= 4 && bytes[at - 4] == b'\\' && matches!(bytes[at - 3], b'x' | b'X');
        if bytes[at - 1] <= b' ' || bytes[at - 1] == 0x7f {
            at -= 1;
        } else if escape && bytes[at - 2..at].iter().all(u8::is_ascii_hexdigit) {
            at -= 4;
        } else if at >= 2 && bytes[at - 2] == b'*' && bytes[at - 1] == b'/' {
            let from = at.saturating_sub(COMMENT);
            let comment = bytes[from..at - 2].windows(2).rposition(|pair| pair == b"/*");
            work::step(at - from);
            let Some(begin) = comment else { break };
            at = from + begin;
        } else {
            break;
        }
    }
    work::step(end - at + 1);
    at
}

/// The place behind white space, controls and quotes.
pub(super) fn over_quotes(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let gap = |b: &&u8| **b <= b' ' || matches!(**b, b'\'' | b'"' | b'`' | b'\\' | b'+');
    let len = rest.iter().take(NEAR).take_while(gap).count();
    work::step(len + 1);
    start + len
}

/// The place behind white space and controls.
pub(super) fn over_space(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let len = rest.iter().take(NEAR).take_while(|b| **b <= b' ').count();
    work::step(len + 1);
    start + len
}

/// Whether this begins here, in any case of its letters.
pub(super) fn begins(bytes: &[u8], start: usize, with: &str) -> bool {
    work::step(1);
    bytes
        .get(start..start + with.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(with.as_bytes()))
}

pub(super) fn begins_any(bytes: &[u8], start: usize, with: &[&str]) -> bool {
    with.iter().any(|with| begins(bytes, start, with))
}

/// Where the word begins that is one more than so many behind a space, outside of tags.
pub(super) fn quiet(bytes: &[u8], words: usize) -> usize {
    let mut seen = 0;
    let mut tag = false;
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        match byte {
            b'<' if next.is_ascii_alphabetic() || next == b'/' => tag = true,
            b'>' => tag = false,
            b' ' if !tag && next.is_ascii_alphabetic() => {
                seen += 1;
                if seen > words {
                    return at;
                }
            }
            _ => {}
        }
    }
    work::step(bytes.len());
    bytes.len()
}

/// Whether there are Chinese characters outside of tags.
pub(super) fn chinese(bytes: &[u8]) -> bool {
    let mut tag = false;
    work::step(bytes.len());
    bytes.iter().any(|byte| {
        match byte {
            b'<' => tag = true,
            b'>' => tag = false,
            _ => {}
        }
        !tag && matches!(byte, 0xe4..=0xe9)
    })
}

/// A table of which bytes are in a set.
pub(super) const fn set(bytes: &[u8]) -> [bool; 256] {
    let mut set = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        set[bytes[at] as usize] = true;
        at += 1;
    }
    set
}
