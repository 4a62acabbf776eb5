//! The text of a reply, taken apart: pure, so that it is tested on its own.

use std::iter::Peekable;
use std::str::Chars;

/// One piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// A value, and how it is laid out: empty or `:>5`.
    Value(Which, String),
}

/// Which value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Position(usize),
    Name(String),
}

/// Why the text was not taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// It is malformed, which rustc words better than we.
    Malformed,
    /// It asks for what a reply does not do.
    Refused(&'static str),
}

/// Takes the text apart.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece>, Mistake> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut next = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let doubled = chars.peek() == Some(&c);
        match c {
            '{' | '}' if doubled => plain.extend(chars.next()),
            '{' => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(value(&inside(&mut chars)?, &mut next)?);
            }
            '}' => return Err(Mistake::Malformed),
            c => plain.push(c),
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// What stands up to the closing brace.
fn inside(chars: &mut Peekable<Chars<'_>>) -> Result<String, Mistake> {
    let mut inside = String::new();
    for c in chars {
        match c {
            '}' => return Ok(inside),
            c => inside.push(c),
        }
    }
    Err(Mistake::Malformed)
}

fn value(inside: &str, next: &mut usize) -> Result<Piece, Mistake> {
    let (name, layout) = match inside.split_once(':') {
        Some((name, layout)) => (name.trim(), format!(":{}", layout.trim_end())),
        None => (inside.trim(), String::new()),
    };
    check_layout(&layout)?;
    let which = if name.is_empty() {
        *next += 1;
        Which::Position(*next - 1)
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        Which::Position(name.parse().map_err(|_| Mistake::Malformed)?)
    } else {
        Which::Name(name.to_owned())
    };
    Ok(Piece::Value(which, if layout == ":" { String::new() } else { layout }))
}

/// Refuses layouts that only `Debug` and numbers have, or that take their width from an argument.
fn check_layout(layout: &str) -> Result<(), Mistake> {
    let layout = layout.strip_prefix(':').unwrap_or(layout);
    let mut chars = layout.chars();
    let filled = matches!((chars.next(), chars.next()), (Some(_), Some('<' | '^' | '>')));
    let layout = if filled { chars.as_str() } else { layout };
    if layout.ends_with('?') {
        return Err(Mistake::Refused(
            "Debug text is not for chat; implement `Show` for the type, or pass `x.to_string()`",
        ));
    }
    if layout.contains(['$', '*']) {
        return Err(Mistake::Refused("in `reply!` width and precision are written as numbers"));
    }
    if layout.ends_with(['x', 'X', 'o', 'b', 'e', 'E', 'p']) {
        return Err(Mistake::Refused(
            "`reply!` has no number formats; pass what `format!` makes of the number",
        ));
    }
    if layout.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(Mistake::Malformed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, layout: &str) -> Piece {
        Piece::Value(Which::Name(name.into()), layout.into())
    }

    fn at(position: usize, layout: &str) -> Piece {
        Piece::Value(Which::Position(position), layout.into())
    }

    fn plain(text: &str) -> Piece {
        Piece::Text(text.into())
    }

    #[test]
    fn takes_texts_apart() {
        for (text, expected) in [
            ("", vec![]),
            ("已禁言", vec![plain("已禁言")]),
            ("a {x} b", vec![plain("a "), named("x", ""), plain(" b")]),
            ("{}{}{0}", vec![at(0, ""), at(1, ""), at(0, "")]),
            ("{x:>5}{:.2}{1:}", vec![named("x", ":>5"), at(0, ":.2"), at(1, "")]),
            ("{{}}{{{x}}}", vec![plain("{}{"), named("x", ""), plain("}")]),
            ("{x:?>5}{x:x<3}{ y }", vec![named("x", ":?>5"), named("x", ":x<3"), named("y", "")]),
        ] {
            assert_eq!(pieces(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn leaves_malformed_texts_to_rustc() {
        for text in ["{x", "x}", "{", "}", "{0.f}", "a {x} }", "{x:q}"] {
            assert_eq!(pieces(text), Err(Mistake::Malformed), "{text}");
        }
    }

    #[test]
    fn refuses_debug_and_what_needs_a_number() {
        for text in ["{:?}", "{x:#?}", "{x:>5?}", "{:x}", "{:#X}", "{:1$}", "{:.*}"] {
            assert!(matches!(pieces(text), Err(Mistake::Refused(_))), "{text}");
        }
    }
}
