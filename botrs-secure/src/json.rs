//! JSON on one line that shows what is in it.
//!
//! JSON escapes what is below the space. Other characters, too, break lines, move text in a terminal
//! or are not seen there: they are escaped as well, so that nobody who looks at the line is misled.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Writes a value without a line end.
pub(crate) fn write_json(out: impl Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Shown))?)
}

struct Shown;

impl Formatter for Shown {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        mut text: &str,
    ) -> io::Result<()> {
        // Most texts are plain ASCII, which is quicker to see.
        if text.bytes().all(|byte| byte < 0x7f) {
            return out.write_all(text.as_bytes());
        }
        while let Some((at, c)) = text.char_indices().find(|&(_, c)| misleads(c)) {
            write!(out, "{}\\u{:04x}", &text[..at], u32::from(c))?;
            text = &text[at + c.len_utf8()..];
        }
        out.write_all(text.as_bytes())
    }
}

/// Whether it can break a line, move text in a terminal or be hidden there; four digits spell each.
pub(crate) fn misleads(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_json(&mut out, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_misleads_is_escaped_and_everything_else_stays() {
        assert_eq!(written("好\u{202e}\u{7f}é\u{feff}"), "\"好\\u202e\\u007fé\\ufeff\"");
        assert_eq!(written("\u{9b}31m\n\"\u{2066}"), "\"\\u009b31m\\n\\\"\\u2066\"");
        assert_eq!(written("a\u{2028}"), "\"a\\u2028\"");
        assert_eq!(written("plain 文本 👩"), "\"plain 文本 👩\"");
    }

    proptest! {
        #[test]
        fn it_is_one_line_that_is_read_back(
            texts in prop::collection::vec("[\u{7f}-\u{ad}\u{200b}-\u{206f}\\PC\\n\"]{0,9}", 0..4),
        ) {
            let mut out = Vec::new();
            write_json(&mut out, &texts).unwrap();
            let line = String::from_utf8(out).unwrap();
            prop_assert!(!line.chars().any(|c| c.is_control() || misleads(c)), "{:?}", line);
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&line).unwrap(), texts);
        }
    }
}
