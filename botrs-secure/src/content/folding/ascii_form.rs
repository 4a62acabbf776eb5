//! Characters whose compatible form is ASCII.

use std::iter::once;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The compatible form (NFKC) of a character beyond ASCII, if there is ASCII in it that could be syntax: `<` for `＜`,
/// `km` for `㎞`, a space for a space of another width.
pub(super) fn ascii_form(c: char) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<char, String>> = LazyLock::new(forms);
    match c {
        // Most of what texts are made of.
        '\0'..='\u{9f}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' => None,
        _ => FORMS.get(&c).map(String::as_str),
    }
}

fn forms() -> FxHashMap<char, String> {
    let changes = |&c: &char| is_nfkc_quick(once(c)) == IsNormalized::No;
    let characters =
        ('\u{a0}'..='\u{33ff}').chain('\u{a000}'..='\u{abff}').chain('\u{f900}'..='\u{1ffff}');
    characters
        .filter(changes)
        .map(|c| (c, once(c).nfkc().collect::<String>()))
        .filter(|(_, form)| form == " " || form.bytes().any(|byte| byte.is_ascii_graphic()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_whose_form_is_ascii_is_left_out() {
        for c in '\u{80}'..=char::MAX {
            let form: String = once(c).nfkc().collect();
            let is_ascii = form == " " || form.bytes().any(|byte| byte.is_ascii_graphic());
            assert_eq!(ascii_form(c), Some(&*form).filter(|_| is_ascii), "{c}");
        }
    }
}
