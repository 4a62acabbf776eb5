//! The view in which blocked words are looked for.
//!
//! Letters are in lower case and without marks, and the letters that they look like; Chinese is simplified; what is
//! not seen is gone; spaces, hyphens and underscores in a row are one space.

use super::chars::{Chars, chars};
use super::entry::Fold;
use super::folded::{Builder, Folded};
use super::work::work;

/// How characters are read that are foremost something else than the Latin letter that they look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// `丫` is a Chinese character and `∪` a symbol.
    First,
    /// They are `y` and `u`.
    Second,
}

/// The skeleton of a text.
pub(crate) fn skeleton(raw: &str, reading: Reading) -> Folded<'_> {
    let chars = chars();
    let mut view = Builder::new(raw);
    let mut after_space = false;
    for (at, c) in raw.char_indices() {
        work(1);
        let span = at..at + c.len_utf8();
        let spaces = is_space(c);
        match fold(chars, c, reading) {
            _ if spaces && after_space => view.replace(span, ""),
            _ if spaces && c != ' ' => view.replace(span, " "),
            Fold::Same => {}
            Fold::Gone => {
                view.replace(span, "");
                continue;
            }
            Fold::One(one) => view.replace(span, one.encode_utf8(&mut [0; 4])),
            Fold::Many(text) => view.replace(span, text),
        }
        after_space = spaces;
    }
    Folded::same(raw).under(view.finish())
}

fn fold(chars: &Chars, c: char, reading: Reading) -> Fold {
    if c.is_ascii_alphabetic() {
        return if c.is_ascii_uppercase() { Fold::One(c.to_ascii_lowercase()) } else { Fold::Same };
    }
    let second =
        if reading == Reading::Second && chars.has_second(c) { chars.second(c) } else { None };
    second.map_or_else(|| chars.fold(c), Fold::One)
}

/// What may stand between the words of a phrase; a line break may not.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '-' | '_')
        || (c.is_whitespace() && !matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> String {
        skeleton(raw, Reading::First).text.into_owned()
    }

    #[test]
    fn what_is_hidden_shows() {
        let shows = [
            ("FuCk", "fuck"),
            ("ｆｕｃｋ", "fuck"),
            ("f\u{200b}u\u{2060}c\u{ad}k", "fuck"),
            ("f\u{336}u\u{301}\u{302}ck", "fuck"),
            ("fцcк", "fцck"),
            ("𝓯𝓾𝓬𝓴", "fuck"),
            ("傻\u{e0100}逼", "傻逼"),
            ("操妳媽", "操你妈"),
            ("雞　雞", "鸡 鸡"),
            ("a - b__c", "a b c"),
            ("a\r\nb", "a \nb"),
            ("Ⓕⓤ⒞🅚", "fuck"),
            ("", ""),
            ("\u{200b}", ""),
        ];
        for (raw, text) in shows {
            assert_eq!(of(raw), text, "{raw}");
        }
    }

    #[test]
    fn the_second_reading_is_that_of_latin_letters() {
        let second = |raw| skeleton(raw, Reading::Second).text.into_owned();
        assert_eq!(second("丅〇丫 f∪ck ſ"), "toy fuck f");
        assert_eq!(of("丅〇丫 f∪ck ſ"), "丅〇丫 f∪ck s");
    }

    #[test]
    fn clean_text_is_not_copied() {
        for raw in ["how are you, 2 of 3?", "今天天气真好，我们去公园吧！", "🙂"] {
            let skeleton = skeleton(raw, Reading::First);
            assert!(matches!(skeleton.text, std::borrow::Cow::Borrowed(_)), "{raw}");
        }
    }
}
