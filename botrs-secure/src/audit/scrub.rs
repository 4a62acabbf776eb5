//! Ids of persons inside a text.
//!
//! Details repeat what users typed, and they type ids. An id is: 32 hexadecimal digits; a number of
//! 15 digits or more that fits 64 bits; any number in a mention (`<@1>`, `<@!1>`,
//! `<qqbot-at-user id="1" />`); and the ids of
//! those whom the event is about, whatever their length. A channel mention (`<#1>`) stays.

use std::borrow::Cow;

use crate::content::mention;
use crate::id::UserId;
use crate::place::PersonId;

/// Shorter numbers are counts and dates; the platform's ids have 17 digits and more.
const SHORTEST: usize = 15;

/// The text with each id of a person replaced.
pub(super) fn scrub<'t>(
    text: &'t str,
    known: &[Option<PersonId>],
    mut replace: impl FnMut(PersonId) -> String,
) -> Cow<'t, str> {
    let mut clean = String::new();
    let mut kept = 0;
    for (start, end) in runs(text, |byte| byte.is_ascii_alphanumeric()) {
        if let Ok(id) = text[start..end].parse() {
            clean += &text[kept..start];
            clean += &replace(PersonId::Open(id));
            kept = end;
            continue;
        }
        for (from, to) in runs(&text[start..end], |byte| byte.is_ascii_digit()) {
            let (from, to) = (start + from, start + to);
            let Ok(id) = text[from..to].parse::<UserId>() else { continue };
            let person = PersonId::User(id);
            let before = &text[..from];
            let mentioned =
                ["<@", "<@!", mention::TAG].into_iter().any(|opening| before.ends_with(opening));
            let long = to - from >= SHORTEST && !before.ends_with("<#");
            if mentioned || long || known.contains(&Some(person)) {
                clean += &text[kept..from];
                clean += &replace(person);
                kept = to;
            }
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    clean += &text[kept..];
    Cow::Owned(clean)
}

/// The longest runs of such ASCII bytes, as positions.
fn runs(text: &str, belongs: fn(u8) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|&byte| belongs(byte))?;
        let length = bytes[start..].iter().position(|&byte| !belongs(byte));
        at = length.map_or(bytes.len(), |length| start + length);
        Some((start, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_persons_go_and_everything_else_stays() {
        let known = [Some(PersonId::User(UserId::new(77))), None];
        let scrubbed = |text| scrub(text, &known, |person| format!("[{person}]")).into_owned();
        for (text, clean) in [
            ("<@!5> 10m 理由", "<@![5]> 10m 理由"),
            ("<qqbot-at-user id=\"5\" />", "<qqbot-at-user id=\"[5]\" />"),
            ("<@5><@77>", "<@[5]><@[77]>"),
            ("77 770 x77y", "[77] 770 x[77]y"),
            ("id=144115218677563300。", "id=[144115218677563300]。"),
            ("a144115218677563300b", "a[144115218677563300]b"),
            ("<#77>", "<#[77]>"),
            ("user=144115218677563300 for=10m", "user=[144115218677563300] for=10m"),
            ("user=77 who=<@!5>,<@6>", "user=[77] who=<@![5]>,<@[6]>"),
            ("user=\"<@5>\" x", "user=\"<@[5]>\" x"),
            (
                "member=0123456789ABCDEF0123456789abcdef",
                "member=[0123456789ABCDEF0123456789abcdef]",
            ),
            ("<@!0123456789ABCDEF0123456789abcdef>", "<@![0123456789ABCDEF0123456789abcdef]>"),
            ("123456789012345", "[123456789012345]"),
            ("0123456789abcdefABCDEF9876543210!", "[0123456789abcdefABCDEF9876543210]!"),
        ] {
            assert_eq!(scrubbed(text), clean);
        }
        for text in [
            "",
            "2026-01-02 03:04:05",
            "12345678901234",
            "<#5> #5 @5",
            "<#144115218677563300>",
            "d0a1b2c3d4e5f60718293a4b5c6d7e8fd0a1b2c3d4e5f60718293a4b5c6d7e8f",
        ] {
            assert_eq!(scrubbed(text), text);
        }
    }
}
