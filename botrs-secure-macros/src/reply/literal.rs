//! The text of a reply, taken apart as `std::fmt` says: pure, so that it is tested on its own.

use std::iter::Peekable;
use std::str::Chars;

/// One piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Value(Which, Layout),
}

/// Which value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    Position(usize),
    Name(String),
}

/// How a value is laid out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Fill, alignment, sign, `#` and `0`, as written.
    pub(crate) flags: String,
    pub(crate) width: Option<Count>,
    pub(crate) precision: Option<Count>,
    /// The letters of a format of numbers, like `x`.
    pub(crate) number: Option<char>,
}

/// A width or a precision.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Count {
    Written(u16),
    Value(Which),
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
    let mut reader = Reader { chars: text.chars().peekable(), next: 0 };
    let mut pieces = Vec::new();
    let mut plain = String::new();
    while let Some(c) = reader.chars.next() {
        match c {
            '{' | '}' if reader.take(c) => plain.push(c),
            '{' => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(reader.value()?);
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

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    /// The position that `{}` stands for next.
    next: usize,
}

impl Reader<'_> {
    /// What stands between `{` and `}`, and the latter.
    fn value(&mut self) -> Result<Piece, Mistake> {
        let which = self.which()?;
        self.spaces();
        let layout = if self.take(':') { self.layout()? } else { Layout::default() };
        self.spaces();
        if !self.take('}') {
            return Err(Mistake::Malformed);
        }
        // After the layout, since `.*` takes its position first.
        let which = which.unwrap_or_else(|| self.next_position());
        Ok(Piece::Value(which, layout))
    }

    fn layout(&mut self) -> Result<Layout, Mistake> {
        let mut flags = String::new();
        let is_aligning = |c: char| matches!(c, '<' | '^' | '>');
        let mut ahead = self.chars.clone();
        // Any character fills, `}` too.
        if let (Some(fill), Some(align)) = (ahead.next(), ahead.next())
            && is_aligning(align)
        {
            flags.extend([fill, align]);
            self.chars = ahead;
        } else if let Some(align) = self.chars.next_if(|&c| is_aligning(c)) {
            flags.push(align);
        }
        flags.extend(self.chars.next_if(|&c| matches!(c, '+' | '-')));
        flags.extend(self.chars.next_if_eq(&'#'));
        // `0$` is the width of the first value, not a zero to fill with.
        if self.peek() == Some('0') && self.peek_second() != Some('$') {
            flags.extend(self.chars.next());
        }
        let width = self.count()?;
        let precision = if !self.take('.') {
            None
        } else if self.take('*') {
            Some(Count::Value(self.next_position()))
        } else {
            // `{:.}` says nothing, and is allowed to.
            self.count()?
        };
        Ok(Layout { flags, width, precision, number: self.number()? })
    }

    /// The letters that say which trait of `std::fmt` writes the value.
    fn number(&mut self) -> Result<Option<char>, Mistake> {
        let mut letters = String::new();
        while let Some(c) = self.chars.next_if(|&c| c == '?' || is_of_a_name(c)) {
            letters.push(c);
        }
        match letters.as_str() {
            "" => Ok(None),
            "?" | "x?" | "X?" => Err(Mistake::Refused(
                "Debug text is not for chat; implement `Show` for the type, or pass `x.to_string()`",
            )),
            "p" => Err(Mistake::Refused("where a value lies in memory is not for chat")),
            "x" | "X" | "o" | "b" | "e" | "E" => Ok(letters.chars().next()),
            _ => Err(Mistake::Malformed),
        }
    }

    /// A width or a precision, if one is here.
    fn count(&mut self) -> Result<Option<Count>, Mistake> {
        let before = self.chars.clone();
        match self.which()? {
            Some(which) if self.take('$') => Ok(Some(Count::Value(which))),
            Some(Which::Position(n)) => {
                Ok(Some(Count::Written(u16::try_from(n).map_err(|_| Mistake::Malformed)?)))
            }
            // Not a name of a value, but the letters of a format.
            Some(Which::Name(_)) | None => {
                self.chars = before;
                Ok(None)
            }
        }
    }

    /// A position or a name, if one is here.
    fn which(&mut self) -> Result<Option<Which>, Mistake> {
        let mut text = String::new();
        let is_position = self.peek().is_some_and(|c| c.is_ascii_digit());
        let belongs = |c: char| if is_position { c.is_ascii_digit() } else { is_of_a_name(c) };
        while let Some(c) = self.chars.next_if(|&c| belongs(c)) {
            text.push(c);
        }
        Ok(match text.as_str() {
            "" => None,
            digits if is_position => {
                Some(Which::Position(digits.parse().map_err(|_| Mistake::Malformed)?))
            }
            _ => Some(Which::Name(text)),
        })
    }

    fn next_position(&mut self) -> Which {
        self.next += 1;
        Which::Position(self.next - 1)
    }

    fn spaces(&mut self) {
        while self.chars.next_if(|c| c.is_whitespace()).is_some() {}
    }

    fn take(&mut self, c: char) -> bool {
        self.chars.next_if_eq(&c).is_some()
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().copied()
    }

    fn peek_second(&self) -> Option<char> {
        self.chars.clone().nth(1)
    }
}

fn is_of_a_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests;
