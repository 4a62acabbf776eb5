//! The view in which injection is looked for.
//!
//! Characters whose compatible form (NFKC) is ASCII have that form, what is not seen is gone, and escapes are what
//! they stand for: percent signs, HTML entities, and the backslashes of programming languages. Case is kept, and so
//! are characters that are no syntax in any form.

use super::ascii_form::ascii_form;
use super::escape::escape;
use super::folded::{Builder, Folded, Layer};
use super::invisible::is_invisible;
use super::work::work;

/// Escapes within escapes are read to this depth.
const ROUNDS: usize = 3;

/// The decoded view of a text; the text itself, uncopied, where nothing in it could hide syntax.
pub(crate) fn decoded(raw: &str) -> Folded<'_> {
    let mut view = Folded::same(raw);
    if is_clear(raw) {
        return view;
    }
    for _ in 0..ROUNDS {
        let layer = round(&view.text);
        if layer.is_none() {
            break;
        }
        view = view.under(layer);
    }
    view
}

/// Reads every escape and every character once.
fn round(text: &str) -> Option<(String, Layer)> {
    let mut view = Builder::new(text);
    let mut at = 0;
    let is_looked_at = |byte: &u8| !byte.is_ascii() || matches!(byte, b'%' | b'&' | b'\\');
    while let Some(next) = text.as_bytes()[at..].iter().position(is_looked_at) {
        at += next;
        work(1 + next);
        let (c, length, is_escape) = match escape(&text[at..]) {
            Some((c, length)) => (c, length, true),
            None => text[at..].chars().next().map_or((' ', 1, false), |c| (c, c.len_utf8(), false)),
        };
        match ascii_form(c) {
            _ if is_invisible(c) => view.replace(at..at + length, ""),
            Some(form) => view.replace(at..at + length, form),
            None if is_escape => view.replace(at..at + length, c.encode_utf8(&mut [0; 4])),
            None => {}
        }
        at += length;
    }
    view.finish()
}

/// Whether nothing in the text could hide syntax.
fn is_clear(text: &str) -> bool {
    // Without branches, so that many bytes are looked at together.
    let seen = text.bytes().fold(0, |seen: u8, byte| {
        let escape = (byte == b'%') | (byte == b'&') | (byte == b'\\');
        seen | (byte & BEYOND) | u8::from(escape)
    });
    match seen {
        0 => true,
        BEYOND => is_clear_beyond_ascii(text),
        _ => false,
    }
}

/// The bit that all bytes of characters beyond ASCII have.
const BEYOND: u8 = 0x80;

fn is_clear_beyond_ascii(text: &str) -> bool {
    let (mut ascii, mut beside_ascii) = (false, false);
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        at += match byte {
            // Chinese characters of the main block, and some that are rare.
            0xe4..=0xe9 => 3,
            _ if byte.is_ascii() => {
                ascii |= byte.is_ascii_graphic();
                1
            }
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                match c {
                    // No syntax by themselves, and so common that they are left alone unless something else changes.
                    '。' | '、' | '，' | '！' | '？' | '～' => {}
                    // No syntax where there is no ASCII.
                    '：' | '；' | '（' | '）' | '…' | '\u{3000}' | '\u{a0}' => {
                        beside_ascii = true
                    }
                    _ if is_invisible(c) => beside_ascii = true,
                    _ if ascii_form(c).is_some() => return false,
                    _ => {}
                }
                c.len_utf8()
            }
        }
    }
    !(ascii && beside_ascii)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn of(raw: &str) -> String {
        decoded(raw).text.into_owned()
    }

    #[test]
    fn what_is_hidden_shows() {
        let shows = [
            ("%3Cscript%3e", "<script>"),
            ("%253Cb", "<b"),
            ("%25253Cb", "<b"),
            ("＜ＳＣＲＩＰＴ＞", "<SCRIPT>"),
            ("％３Ｃb", "<b"),
            ("un\u{200b}ion\u{ad} select", "union select"),
            ("&lt;b&gt; &LT;b &ltb", "<b> <b <b"),
            ("&amp;lt;b", "<b"),
            ("&#60;b &#x3c;b &#x0000003C;b &#060b", "<b <b <b <b"),
            ("java&Tab;script&colon;alert&lpar;1&rpar;", "java\tscript:alert(1)"),
            (r"\x3cb \u003cb \u{3c}b \u{00003C}b", "<b <b <b <b"),
            ("%u003cb %uff1cb", "<b <b"),
            ("..%c0%af..%c1%9c..%e0%80%af..%f0%80%80%af", "../..\\../../"),
            ("%c1%1c%c0%2f", "\\/"),
            ("%bf%27 or", "%bf' or"),
            ("%0d%0aSet-Cookie:", "\r\nSet-Cookie:"),
            ("%E4%BD%A0%E5%A5%BD&#x4f60;\\u4f60", "你好你你"),
            ("\\ud83d\\ude00%uD83D%uDE00", "😀😀"),
            ("好：a（1）；", "好:a(1);"),
            ("1\u{3000}or…", "1 or..."),
        ];
        for (raw, text) in shows {
            assert_eq!(of(raw), text, "{raw}");
        }
    }

    #[test]
    fn what_is_no_escape_stays() {
        let stays = [
            "100% sure",
            "50%",
            "%zz%",
            "AT&T",
            "a && b",
            "&nope;",
            "&#;",
            "&#x;",
            "&#0;",
            "&#x110000;",
            "&#99999999999999999999;",
            r"C:\users\xu",
            r"\u12",
            r"\u{}",
            r"\u{110000}",
            r"\",
            "&",
            "%",
            "%u12",
            "%ff",
            "%c3",
            "%ud800",
            r"\ud800",
        ];
        for raw in stays {
            assert_eq!(of(raw), raw);
        }
    }

    #[test]
    fn bytes_that_no_decoder_joins_stay() {
        // Wide-character tricks: what follows a first byte must not vanish in it.
        for (raw, text) in [("%e0%27%3c", "%e0'<"), ("%f0%80%27", "%f0%80'"), ("%c1%27", "%c1'")] {
            assert_eq!(of(raw), text, "{raw}");
        }
    }

    #[test]
    fn a_span_leads_back_through_every_round() {
        let raw = "你%25%33%43b ｆ";
        let view = decoded(raw);
        assert_eq!(view.text, "你<b f");
        assert_eq!(view.raw_text(3..4), "%25%33%43");
        assert_eq!(view.raw_text(4..7), "b ｆ");
    }

    #[test]
    fn harmless_text_is_not_copied() {
        let texts = [
            "",
            "how are you?",
            "100% & more",
            "今天天气真好，我们（两个人）去公园吧！……：）",
            "好的，ok！",
            "❤\u{fe0f}你好",
            "“你好”——他说",
            "がんばって",
        ];
        for raw in texts {
            assert!(matches!(decoded(raw).text, Cow::Borrowed(text) if text == raw), "{raw}");
        }
    }

    #[test]
    fn a_span_leads_back_to_where_it_came_from() {
        let raw = "a%253Cb&lt;\u{200b}你ｃ";
        let view = decoded(raw);
        assert_eq!(view.text, "a<b<你c");
        let back = |part: &str| {
            let at = view.text.find(part).expect("a part");
            view.raw_text(at..at + part.len())
        };
        assert_eq!(back("a"), "a");
        assert_eq!(back("<b"), "%253Cb");
        assert_eq!(back("b<你"), "b&lt;\u{200b}你");
        assert_eq!(back("c"), "ｃ");
    }
}
