//! `no_mentions`: texts without mentions, channel links, emoji and other markup of the platform.
//!
//! The platform unescapes in some scenes, programs drop what is not seen, and people type full-width
//! forms: so a text is read as the worst of these would read it.

use crate::command::ArgError;
use crate::content::is_forbidden_control;
use crate::validate::visible;

/// What markup begins with, and what is read without brackets, in lower case.
const MARKUP: [&str; 7] = ["<@", "<#", "<emoji:", "<qqbot-", "@everyone", "@here", "@全体成员"];

pub(super) fn check(text: &str) -> Result<(), ArgError> {
    // Every one of them needs one of these, or an escaped one.
    if !text.contains(['@', '＠', '<', '＜', '&', '＆', '﹤', '﹫', '﹠']) {
        return Ok(());
    }
    let folded = folded(text);
    if MARKUP.iter().any(|markup| folded.contains(markup)) {
        return Err(ArgError::new(
            "不能包含 @ 提及或表情等标记",
            "must not hold mentions or markup",
        ));
    }
    Ok(())
}

/// The text in lower case, without invisible characters, in plain forms, unescaped to the end.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_seen = |&c: &char| !visible::is_invisible(c) && !is_forbidden_control(c);
    for c in text.chars().filter(is_seen) {
        out.extend(plain(c).to_lowercase());
        if out.ends_with(';') {
            unescape_end(&mut out);
        }
    }
    out
}

fn plain(c: char) -> char {
    match c {
        // The full-width forms are this far from their ASCII characters.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '﹤' => '<',
        '﹫' => '@',
        '﹟' => '#',
        '﹠' => '&',
        '﹔' => ';',
        '﹕' => ':',
        '﹣' => '-',
        c => c,
    }
}

/// Replaces an entity at the end by its character, which may begin the next one.
fn unescape_end(out: &mut String) {
    /// Longer than any that stands for one of our characters, but for leading zeros.
    const LONGEST: usize = 32;
    let start = out.len().saturating_sub(LONGEST);
    let Some(at) = out.bytes().skip(start).rposition(|b| b == b'&').map(|at| start + at) else {
        return;
    };
    if let Some(c) = entity(&out[at + 1..out.len() - 1]) {
        out.truncate(at);
        out.push(c);
    }
}

fn entity(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "commat" => return Some('@'),
        "num" => return Some('#'),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => code.parse(),
    };
    char::from_u32(code.ok()?)
}
