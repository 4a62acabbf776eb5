//! Characters that are not seen.

use unicode_normalization::char::is_combining_mark;

/// Whether nothing is drawn for this character: Unicode's `Default_Ignorable_Code_Point` (zero-width
/// characters, the soft hyphen, direction marks, variation selectors, tags) and interlinear annotations.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether this is a mark that others may be stacked on, and no vowel of a script that writes its vowels so.
pub(super) fn is_stacked_mark(c: char) -> bool {
    let vowels = matches!(c,
        '\u{900}'..='\u{109f}' | '\u{1700}'..='\u{1aaf}' | '\u{1b00}'..='\u{1cff}'
        | '\u{a800}'..='\u{abff}' | '\u{11000}'..='\u{11fff}');
    is_combining_mark(c) && !vowels
}
