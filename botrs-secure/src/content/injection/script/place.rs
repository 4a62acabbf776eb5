//! Looks around a place of a text, a bounded number of bytes far.

use crate::content::injection::work;

/// The furthest that a rule looks for one name or one gap.
const NEAR: usize = 40;

/// The name that ends before this place: letters, digits, `_`, `$`.
pub(in crate::content::injection) fn name_before(bytes: &[u8], end: usize) -> &[u8] {
    let from = end.saturating_sub(NEAR);
    let len = bytes[from..end].iter().rev().take_while(|b| is_name(**b)).count();
    work::step(len + 1);
    &bytes[end - len..end]
}

/// The name that begins at this place.
pub(in crate::content::injection) fn name_at(bytes: &[u8], start: usize) -> &[u8] {
    let rest = bytes.get(start..).unwrap_or_default();
    let len = rest.iter().take(NEAR).take_while(|b| is_name(**b)).count();
    work::step(len + 1);
    &rest[..len]
}

pub(in crate::content::injection) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// The place before white space, controls and written escapes such as `\x0d`.
pub(in crate::content::injection) fn back_over_gap(bytes: &[u8], end: usize) -> usize {
    let mut at = end;
    while at > 0 && end - at < NEAR {
        let escape = at >= 4 && bytes[at - 4] == b'\\' && matches!(bytes[at - 3], b'x' | b'X');
        if bytes[at - 1] <= b' ' || bytes[at - 1] == 0x7f {
            at -= 1;
        } else if escape && bytes[at - 2..at].iter().all(u8::is_ascii_hexdigit) {
            at -= 4;
        } else if at >= 2 && bytes[at - 2] == b'*' && bytes[at - 1] == b'/' {
            let from = at.saturating_sub(NEAR);
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
pub(in crate::content::injection) fn over_quotes(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let gap = |b: &&u8| **b <= b' ' || matches!(**b, b'\'' | b'"' | b'`' | b'\\' | b'+');
    let len = rest.iter().take(NEAR).take_while(gap).count();
    work::step(len + 1);
    start + len
}

/// The place behind white space and controls.
pub(in crate::content::injection) fn over_space(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let len = rest.iter().take(NEAR).take_while(|b| **b <= b' ').count();
    work::step(len + 1);
    start + len
}

/// Whether this begins here, in any case of its letters.
pub(in crate::content::injection) fn begins(bytes: &[u8], start: usize, with: &str) -> bool {
    work::step(1);
    bytes
        .get(start..start + with.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(with.as_bytes()))
}

pub(in crate::content::injection) fn begins_any(bytes: &[u8], start: usize, with: &[&str]) -> bool {
    with.iter().any(|with| begins(bytes, start, with))
}
