//! Cuts a text into the tokens of SQL, in any of its dialects at once.

use super::token::{Key, Kind, Tail, Token};
use super::words;
use crate::content::injection::work;

/// The longest rest behind a comment that does not speak against its being a terminator.
const SHORT_TAIL: usize = 8;

/// Reads tokens one by one. Whether a quote opens or closes, and whether a parenthesis is closed
/// that was not opened, is counted over the whole text.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    single: bool,
    double: bool,
    depth: u32,
    /// No `*/` is left in the text.
    unclosed: bool,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, single: true, double: true, depth: 0, unclosed: false }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn next(&mut self) -> Token {
        let (spaced, commented) = self.skip_space();
        let start = self.at;
        let kind = match self.byte(0) {
            Some(byte) => self.kind(byte),
            None => Kind::Edge,
        };
        work::step(self.at - start + 1);
        Token { kind, start, end: self.at, spaced, commented }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// White space, controls, backslashes, `+` (a space of a URL) and whole comments.
    fn skip_space(&mut self) -> (bool, bool) {
        let start = self.at;
        let mut commented = false;
        loop {
            match self.byte(0) {
                Some(0..=b' ' | b'+' | b'\\' | 0x7f) => self.at += 1,
                Some(0xc2) if self.byte(1) == Some(0xa0) => self.at += 2,
                Some(b'*') if self.byte(1) == Some(b'/') => self.at += 2,
                Some(b'/') if self.byte(1) == Some(b'*') => {
                    let Some(len) = self.comment() else { break };
                    self.at += len;
                    commented = true;
                }
                _ => break,
            }
        }
        work::step(self.at - start);
        (self.at > start, commented)
    }

    /// How long the comment is that begins here, or only its opening if MySQL runs what is inside.
    fn comment(&mut self) -> Option<usize> {
        if self.byte(2) == Some(b'!') {
            let digits = self.rest()[3..].iter().take(6).take_while(|b| b.is_ascii_digit());
            return Some(3 + digits.count());
        }
        if self.unclosed {
            return None;
        }
        let end = self.text[self.at + 2..].find("*/");
        work::step(end.unwrap_or(self.text.len() - self.at));
        self.unclosed = end.is_none();
        Some(end? + 4)
    }

    fn kind(&mut self, byte: u8) -> Kind {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'0'..=b'9' => self.number(),
            b'\'' | b'"' => self.quote(byte, 1),
            b'`' => self.one(Kind::Tick),
            0x80.. => self.foreign(),
            b'(' => {
                self.depth += 1;
                self.one(Kind::Open)
            }
            b')' => {
                let unbalanced = self.depth == 0 && !b":;=-^".iter().any(|b| self.behind(*b));
                self.depth = self.depth.saturating_sub(1);
                self.one(Kind::Close { unbalanced })
            }
            b',' => self.one(Kind::Comma),
            b';' => self.one(Kind::Semicolon),
            b'.' => self.one(Kind::Dot),
            b'=' | b'<' | b'>' | b'!' | b':' => self.comparison(byte),
            b'|' if self.byte(1) == Some(b'|') => self.many(2, Kind::Key(Key::Or)),
            b'&' if self.byte(1) == Some(b'&') => self.many(2, Kind::Key(Key::And)),
            b'-' if self.byte(1) == Some(b'-') => self.comment_of(2),
            b'/' if self.byte(1) == Some(b'*') => self.comment_of(2),
            b'/' if self.byte(1) == Some(b'/') && !self.behind(b':') => {
                self.at += 2;
                Kind::Slashes(self.tail())
            }
            b'#' if !self.byte(1).is_some_and(|b| b.is_ascii_alphanumeric()) => self.comment_of(1),
            b'-' | b'*' | b'/' | b'%' | b'^' | b'~' | b'|' | b'&' => self.one(Kind::Sign),
            b'@' => self.variable(),
            _ => self.one(Kind::Other(byte)),
        }
    }

    fn one(&mut self, kind: Kind) -> Kind {
        self.many(1, kind)
    }

    fn many(&mut self, len: usize, kind: Kind) -> Kind {
        self.at += len;
        kind
    }

    fn behind(&self, byte: u8) -> bool {
        self.at > 0 && self.text.as_bytes()[self.at - 1] == byte
    }

    fn comment_of(&mut self, len: usize) -> Kind {
        self.at += len;
        Kind::Comment(self.tail())
    }

    /// What is left of the text here: little enough to be cut off, or talk.
    fn tail(&self) -> Tail {
        let rest = self.rest();
        let seen = &rest[..rest.len().min(2 * SHORT_TAIL)];
        let tail = seen.trim_ascii();
        let option = seen.first().is_some_and(|b| b.is_ascii_alphabetic());
        let rule = self.behind(b'-') && seen.first() == Some(&b'-');
        let words = || tail.iter().all(u8::is_ascii_alphanumeric);
        let signs = || tail.iter().all(|b| b"-+'\"%;)*/ \0".contains(b));
        if seen.len() < rest.len() || tail.len() > SHORT_TAIL || rule {
            Tail::Long
        } else if tail.is_empty() {
            Tail::Nothing
        } else if signs() || words() && !option {
            Tail::Short
        } else {
            Tail::Long
        }
    }

    fn quote(&mut self, quote: u8, len: usize) -> Kind {
        let state = if quote == b'"' { &mut self.double } else { &mut self.single };
        let opens = *state;
        *state = !opens;
        self.many(len, Kind::Quote { opens })
    }

    fn word(&mut self) -> Kind {
        let rest = self.rest();
        let mut len = letters(rest);
        let mut apostrophe = false;
        while let Some(quote) = apostrophe_at(&rest[len..]) {
            let behind = &rest[len + quote..];
            let next = letters(behind);
            let spoken = behind.first().is_some_and(u8::is_ascii_alphabetic);
            if !spoken || words::continues(&behind[..next]) || words::continues(&rest[..len]) {
                break;
            }
            apostrophe = true;
            len += quote + next;
        }
        self.at += len;
        if apostrophe { Kind::Word } else { words::kind_of(&rest[..len]) }
    }

    fn number(&mut self) -> Kind {
        let rest = self.rest();
        let len = match rest {
            [b'0', b'x' | b'X', hex @ ..] => {
                2 + hex.iter().take_while(|b| b.is_ascii_hexdigit()).count()
            }
            _ => {
                let digit = |b: &&u8| b.is_ascii_digit() || **b == b'.';
                let whole = rest.iter().take_while(digit).count();
                match &rest[whole..] {
                    [b'e' | b'E', b'0'..=b'9', ..] => {
                        let digits = rest[whole + 1..].iter().take_while(|b| b.is_ascii_digit());
                        whole + 1 + digits.count()
                    }
                    _ => whole,
                }
            }
        };
        self.many(len, Kind::Number)
    }

    /// Typographic quotes and dashes stand for what they were made of; the rest are letters.
    fn foreign(&mut self) -> Kind {
        let rest = self.rest();
        match rest {
            [0xe2, 0x80, 0x98 | 0x99 | 0xb2, ..] => return self.quote(b'\'', 3),
            [0xe2, 0x80, 0x9c | 0x9d | 0xb3, ..] => return self.quote(b'"', 3),
            [0xe2, 0x80, 0x93 | 0x94, ..] => return self.comment_of(3),
            [0xc2, 0xb4, ..] => return self.quote(b'\'', 2),
            _ => {}
        }
        let more = rest[1..].iter().take_while(|b| **b >= 0x80 && **b != 0xe2);
        self.many(1 + more.count(), Kind::Foreign)
    }

    fn comparison(&mut self, byte: u8) -> Kind {
        let next = |ahead| self.byte(ahead).filter(|b| matches!(b, b'=' | b'<' | b'>'));
        match (byte, next(1), next(2)) {
            (b'!' | b':', None, _) | (b'=', Some(b'>'), _) => {
                let kind = if byte == b'!' { Kind::Sign } else { Kind::Other(byte) };
                self.one(kind)
            }
            (_, Some(_), Some(_)) => self.many(3, Kind::Compare),
            (_, Some(_), None) => self.many(2, Kind::Compare),
            (_, None, _) => self.one(Kind::Compare),
        }
    }

    fn variable(&mut self) -> Kind {
        let system = self.byte(1) == Some(b'@');
        let sign = if system { 2 } else { 1 };
        let name = letters(&self.rest()[sign..]);
        let kind = match (system, name) {
            (_, 0) => Kind::Other(b'@'),
            (true, _) => Kind::Key(Key::System(30)),
            (false, _) => Kind::Variable,
        };
        self.many(sign + name, kind)
    }
}

fn letters(rest: &[u8]) -> usize {
    rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$')).count()
}

/// The length of the apostrophe that stands here, if one does.
fn apostrophe_at(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'\'', ..] => Some(1),
        [0xe2, 0x80, 0x99, ..] => Some(3),
        _ => None,
    }
}
