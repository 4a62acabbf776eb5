//! How words are told apart in the script of a character.

use unicode_normalization::char::is_combining_mark;

use super::invisible::is_stacked_mark;

/// How words are told apart in the script of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// No letter and no digit: spaces, punctuation, symbols.
    Gap,
    /// A letter or digit of a script that puts spaces between words.
    Spaced,
    /// A letter of a script that does not, as Chinese.
    Unspaced,
}

pub(super) fn class(c: char) -> Class {
    match c {
        // Scripts of thousands of letters, and planes without any.
        '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}' => {
            Class::Unspaced
        }
        '\u{e000}'..='\u{f8ff}' | '\u{40000}'.. => Class::Gap,
        _ if is_east_asian(c) || is_korean_or_southeast_asian(c) => letter(c, Class::Unspaced),
        _ => letter(c, Class::Spaced),
    }
}

fn letter(c: char, class: Class) -> Class {
    let is_vowel = || is_combining_mark(c) && !is_stacked_mark(c);
    if c.is_alphanumeric() || is_vowel() { class } else { Class::Gap }
}

/// Chinese, Japanese and Bopomofo, of all widths but the half one.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Korean spaces its words, but hangs particles on them.
fn is_korean_or_southeast_asian(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}' | '\u{3130}'..='\u{318f}'
        | '\u{ac00}'..='\u{d7ff}')
}
