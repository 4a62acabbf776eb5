//! Characters that are not text: controls, and what turns the direction of writing.

use super::bidi::turns_direction;
use super::finding::{Finding, Reason};
use super::is_forbidden_control;

/// Reports each of them, but for the marks that Arabic and Hebrew are written with.
pub(super) fn find(text: &str, found: &mut impl FnMut(Finding)) {
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        return;
    }
    for (at, c) in text.char_indices() {
        let reason = if is_forbidden_control(c) && !text[at..].starts_with("\r\n") {
            Reason::ControlCharacter
        } else if turns_direction(c) {
            Reason::Bidi
        } else {
            continue;
        };
        found(Finding { reason, span: at..at + c.len_utf8(), score: 100 });
    }
}

/// Neither a control nor the first byte of one, nor of what turns.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\t')
        | ((byte >= 0x20) & (byte != 0x7f) & (byte != 0xc2) & (byte != 0xe2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Reason, usize)> {
        let mut all = Vec::new();
        find(text, &mut |finding| all.push((finding.reason, finding.span.start)));
        all
    }

    #[test]
    fn controls_and_turns_are_found_where_they_are() {
        use Reason::{Bidi, ControlCharacter};
        let text = "a\0\u{1b}[31m\u{7f}\u{85}\r";
        let places = [1, 2, 7, 8, 10].map(|at| (ControlCharacter, at));
        assert_eq!(found(text), places);
        for turn in
            ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2069}']
        {
            assert_eq!(found(&format!("好{turn}")), [(Bidi, 3)], "{turn:?}");
        }
    }

    #[test]
    fn text_is_left_alone() {
        for text in ["", "two\r\nlines\tand“quotes”…", "שלום\u{200f} مرحبا\u{200e}", "©®é 👩‍👩‍👧"]
        {
            assert_eq!(found(text), [], "{text:?}");
        }
    }
}
