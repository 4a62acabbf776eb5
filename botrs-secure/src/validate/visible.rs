//! `safe_text`: texts that are what they look like, and nothing more.
//!
//! Refused are control characters but newline and tab, what turns the direction of writing, and what
//! is not seen: with these a word passes a filter, a name looks like another's, or a line reads
//! otherwise than it is. What an emoji is put together from stays, inside of one. Refused, too, is what
//! looks like an injection, whatever the content policy does about messages.

use crate::command::ArgError;
use crate::content::folding::decoded;
use crate::content::{injection, is_forbidden_control};
use crate::locale::Locale;

pub(super) fn check(text: &str) -> Result<(), ArgError> {
    is_seen(text)?;
    is_no_injection(text)
}

fn is_no_injection(text: &str) -> Result<(), ArgError> {
    let mut first = None;
    injection::find(&decoded(text).text, &mut |finding| {
        first.get_or_insert(finding.reason);
    });
    first.map_or(Ok(()), |reason| {
        Err(ArgError::new(
            format!("不能包含{}", reason.name(Locale::Zh)),
            format!("must not hold {}", reason.name(Locale::En)),
        ))
    })
}

fn is_seen(text: &str) -> Result<(), ArgError> {
    if text.is_ascii() && !text.contains(is_forbidden_control) {
        return Ok(());
    }
    let mut before = '\0';
    let mut chars = text.chars().peekable();
    let mut at = 0;
    while let Some(c) = chars.next() {
        at += 1;
        let hidden = is_forbidden_control(c) || is_invisible(c);
        if hidden && !is_of_emoji(before, c, chars.peek().copied()) {
            let code = u32::from(c);
            return Err(ArgError::new(
                format!("第 {at} 个字是控制字符或不可见字符（U+{code:04X}）"),
                format!("character {at} is a control or invisible character (U+{code:04X})"),
            ));
        }
        before = c;
    }
    Ok(())
}

/// Whether the character is not seen, or turns the direction of what is.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether it joins two emoji, or says how the character before it is drawn.
fn is_of_emoji(before: char, c: char, after: Option<char>) -> bool {
    match c {
        '\u{200d}' => {
            let joined = is_emoji(before) || before == '\u{fe0f}';
            joined && after.is_some_and(is_emoji)
        }
        '\u{fe0e}' | '\u{fe0f}' => {
            let keycap = matches!(before, '0'..='9' | '#' | '*') && after == Some('\u{20e3}');
            is_emoji(before) || keycap
        }
        _ => false,
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c,
        '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '〰' | '〽' | '㊗' | '㊙'
        | '\u{2190}'..='\u{27bf}'
        | '\u{2900}'..='\u{297f}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}'
    )
}
