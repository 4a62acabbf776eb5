//! What each character is read as, where it is not just itself.

#[cfg(test)]
mod rules;
#[cfg(test)]
mod simplified;

/// How a character is read.
pub(super) enum Reading {
    /// It becomes this; nothing, where it is not seen.
    First(&'static str),
    /// It can also be read as this Latin letter or digit.
    Second(char),
}

/// Each character that is not just itself, and how it is read.
pub(super) fn readings() -> impl Iterator<Item = (char, Reading)> {
    let lines = include_str!("letters/letters.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| {
        let (becomes, characters) = line.split_once(' ').unwrap_or_default();
        characters.split(' ').flat_map(span).map(move |c| (c, reading(becomes)))
    })
}

fn reading(becomes: &'static str) -> Reading {
    match becomes.strip_prefix('?').and_then(|second| second.chars().next()) {
        Some(second) => Reading::Second(second),
        None => Reading::First(&becomes[1..]),
    }
}

/// The characters of `äöü`, or of `U+300-36F`.
fn span(text: &str) -> Box<dyn Iterator<Item = char> + '_> {
    let Some((first, last)) = text.strip_prefix("U+").and_then(|span| span.split_once('-')) else {
        return Box::new(text.chars());
    };
    let code = |hex| u32::from_str_radix(hex, 16).unwrap_or(0);
    Box::new((code(first)..=code(last)).filter_map(char::from_u32))
}
