//! Escapes, and what they stand for.

use super::entity::entity;
use super::work::work;

/// The character that the escape at the beginning of the text stands for, and how long the escape is.
pub(super) fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'%' => percent(text.as_bytes()),
        b'&' => entity(text),
        b'\\' => backslash(text.as_bytes()),
        _ => None,
    }
}

/// `%27`, UTF-8 in as many of these as it takes, and `%u0027`.
fn percent(bytes: &[u8]) -> Option<(char, usize)> {
    if let Some(b'u' | b'U') = bytes.get(1) {
        return utf16(bytes, "%u");
    }
    let first = byte(bytes, 0)?;
    let more = match u8::try_from(first).ok()?.leading_ones() {
        0 => 0,
        ones @ 2..=6 => ones - 1,
        _ => return None,
    };
    // Not as UTF-8 has to be but as old decoders read it: longer than needed, and the first byte up to 0xfd.
    let mut code = if more == 0 { first } else { first & (0x3f >> more) };
    for n in 1..=more as usize {
        let next = byte(bytes, n)?;
        code = code << 6 | (next & 0x3f);
        // Some did not look at what follows `%c0` and `%c1` either, known for letting paths through.
        let as_is = matches!(first, 0xc0..=0xc1) && matches!(code, 0x2e | 0x2f | 0x5c);
        if next & 0xc0 != 0x80 && !as_is {
            return None;
        }
    }
    Some((char::from_u32(code)?, 3 + 3 * more as usize))
}

/// The byte of the escape `n` escapes on.
fn byte(bytes: &[u8], n: usize) -> Option<u32> {
    let [b'%', digits @ ..] = bytes.get(3 * n..3 * n + 3)? else { return None };
    hex(digits)
}

/// `\x27`, `\u0027` and `\u{27}`.
fn backslash(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes.get(1..)? {
        [b'x', digits @ ..] => Some((char::from_u32(hex(digits.get(..2)?)?)?, 4)),
        [b'u', b'{', digits @ ..] => {
            work(LONGEST.min(digits.len()));
            let length = digits.iter().take(LONGEST).position(|&byte| byte == b'}')?;
            Some((char::from_u32(hex(&digits[..length])?)?, length + 4))
        }
        [b'u', ..] => utf16(bytes, "\\u"),
        _ => None,
    }
}

/// Digits between braces, leading zeros among them.
const LONGEST: usize = 16;

/// Four digits after a mark, or twice that for a character beyond them.
fn utf16(bytes: &[u8], mark: &str) -> Option<(char, usize)> {
    const LENGTH: usize = 6;
    let unit = |n: usize| {
        let escape = bytes.get(n * LENGTH..(n + 1) * LENGTH)?;
        let is_marked = escape[..2].eq_ignore_ascii_case(mark.as_bytes());
        u16::try_from(hex(&escape[2..]).filter(|_| is_marked)?).ok()
    };
    let first = unit(0)?;
    let units = [first, unit(1).unwrap_or(0)];
    let c = char::decode_utf16(units).next()?.ok()?;
    Some((c, LENGTH * c.len_utf16()))
}

/// The number that hexadecimal digits, and nothing else, stand for.
pub(super) fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}
