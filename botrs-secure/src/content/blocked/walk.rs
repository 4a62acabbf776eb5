//! The walk over a raw text along which the [`Screen`] is asked.

use super::alike::{alike, is_inner_symbol, is_symbol};
use super::key;
use super::screen::Screen;
use crate::content::folding::{Chars, Class, Fold, chars};

/// What follows it is shown backwards.
pub(super) const OVERRIDE: char = '\u{202e}';

/// Single letters in a row from which on they may be a word that is spelt out.
pub(super) const SPELT: usize = 3;

/// Whether a word can be in the text.
pub(super) fn suspects(screen: &Screen, raw: &str) -> bool {
    let mut walk = Walk::new(screen);
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let found = match KINDS[usize::from(byte)] {
            kind if kind < GAP => {
                let length = letters(&bytes[at..]);
                at += length;
                walk.letters(&bytes[at - length..at])
            }
            BEYOND => {
                if let Some(han) = plain_han(walk.chars, &bytes[at..]) {
                    at += 3;
                    walk.unspaced(han)
                } else {
                    let Some(c) = raw[at..].chars().next() else { break };
                    at += c.len_utf8();
                    walk.other(c)
                }
            }
            kind => {
                at += 1;
                walk.no_letter(kind)
            }
        };
        if found {
            return true;
        }
    }
    walk.end_token()
}

/// Of each byte the letter that it is like, from 1 to 26, and [`DIGIT`] if it is one; or what else it is.
const KINDS: [u8; 256] = kinds();
const DIGIT: u8 = 0x20;
const GAP: u8 = 0x40;
const GONE: u8 = 0x41;
const SYMBOL: u8 = 0x42;
const INNER_SYMBOL: u8 = 0x43;
/// No ASCII.
const BEYOND: u8 = 0x80;

const fn kinds() -> [u8; 256] {
    let mut kinds = [BEYOND; 256];
    let mut byte = 0;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => alike(byte.to_ascii_lowercase()) - b'a' + 1,
            b'0'..=b'9' => (alike(byte) - b'a' + 1) | DIGIT,
            _ if is_symbol(byte) => SYMBOL,
            _ if is_inner_symbol(byte) => INNER_SYMBOL,
            b'\t'..=b'\r' | b' '..=b'~' => GAP,
            _ => GONE,
        };
        byte += 1;
    }
    kinds
}

/// How many letters and digits the bytes begin with.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| KINDS[usize::from(byte)] < GAP).count()
}

/// The Chinese character that the bytes begin with, if it stands for itself.
fn plain_han(chars: &Chars, bytes: &[u8]) -> Option<u32> {
    let &[first @ 0xe4..=0xe9, second, third, ..] = bytes else { return None };
    let bits = |byte: u8| u32::from(byte & 0x3f);
    let c = u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third);
    chars.is_plain_han(c).then_some(c + key::BEYOND_LATIN)
}

/// What stands right before, if it may be part of a word together with what follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A symbol that is like a letter; a letter has to follow.
    Symbol,
    /// One after a letter or digit; such a one has to follow.
    InnerSymbol,
    /// A character that can also be read as a Latin letter.
    Second,
}

struct Walk<'s> {
    screen: &'s Screen,
    chars: &'static Chars,
    /// The token so far, its length, and whether its last is a digit.
    token: u64,
    length: usize,
    digit: bool,
    /// The token before it.
    token_before: u64,
    /// Tokens of one letter up to here.
    spelt: usize,
    /// The last letter, and whether it is of a script without spaces.
    last: u32,
    unspaced: bool,
    /// The key of the last two, if a longer one may begin so.
    waiting: u64,
    before: Before,
}

impl<'s> Walk<'s> {
    fn new(screen: &'s Screen) -> Self {
        Self {
            screen,
            chars: chars(),
            token: 0,
            length: 0,
            digit: false,
            token_before: 0,
            spelt: 0,
            last: 0,
            unspaced: false,
            waiting: 0,
            before: Before::Nothing,
        }
    }

    /// Letters and digits in ASCII; at least one.
    fn letters(&mut self, letters: &[u8]) -> bool {
        let first = KINDS[usize::from(letters[0])];
        if self.begin(u32::from(first & !DIGIT), first & DIGIT != 0) {
            return true;
        }
        let mut kind = first;
        for &byte in letters {
            kind = KINDS[usize::from(byte)];
            self.token = key::grow(self.token, u32::from(kind & !DIGIT));
        }
        self.length += letters.len();
        self.last = u32::from(kind & !DIGIT);
        self.digit = kind & DIGIT != 0;
        false
    }

    /// Before a letter or digit of a script with spaces is added to the token.
    fn begin(&mut self, unit: u32, digit: bool) -> bool {
        let found = match std::mem::replace(&mut self.before, Before::Nothing) {
            Before::Nothing => false,
            Before::Symbol => !digit,
            Before::InnerSymbol | Before::Second => true,
        };
        let third = std::mem::take(&mut self.waiting);
        let after_unspaced = std::mem::take(&mut self.unspaced);
        found
            || (third != 0 && self.screen.has(key::three(third, unit)))
            || (after_unspaced && self.screen.has(key::two(self.last, unit)))
    }

    fn end_token(&mut self) -> bool {
        if self.length == 0 {
            return false;
        }
        let token = std::mem::take(&mut self.token);
        let before = std::mem::replace(&mut self.token_before, token);
        self.spelt = if self.length == 1 && !self.digit { self.spelt + 1 } else { 0 };
        self.length = 0;
        self.spelt >= SPELT
            || self.screen.has(key::token(token))
            || self.screen.has(key::two_tokens(before, token))
    }

    /// A letter of a script without spaces.
    fn unspaced(&mut self, unit: u32) -> bool {
        self.before = Before::Nothing;
        if self.end_token() || self.screen.has_single(unit) {
            return true;
        }
        let third = std::mem::take(&mut self.waiting);
        let two = key::two(self.last, unit);
        self.last = unit;
        self.unspaced = true;
        if self.screen.may_have(two) {
            self.waiting = two;
            if self.screen.has(two) {
                return true;
            }
        }
        third != 0 && self.screen.has(key::three(third, unit))
    }

    /// An ASCII character that is neither letter nor digit.
    fn no_letter(&mut self, kind: u8) -> bool {
        if kind == GONE {
            return false;
        }
        let after_letter = self.length > 0;
        self.before = match kind {
            SYMBOL => Before::Symbol,
            INNER_SYMBOL if after_letter => Before::InnerSymbol,
            _ => Before::Nothing,
        };
        (kind == SYMBOL && after_letter) || self.end_token()
    }

    /// Any other character.
    fn other(&mut self, c: char) -> bool {
        let second = self.chars.has_second(c);
        let adjacent = self.length > 0 || self.before == Before::Second;
        let folded = match self.chars.fold(c) {
            _ if c == OVERRIDE || (second && adjacent) => return true,
            Fold::Gone => return false,
            // Rare, and not worth a way of its own.
            Fold::Many(_) => return true,
            Fold::Same => c,
            Fold::One(folded) => folded,
        };
        let found = match self.chars.class(folded) {
            Class::Unspaced => self.unspaced(key::unit(folded)),
            Class::Spaced => self.letter(folded),
            Class::Gap if second => self.spelt_symbol(),
            Class::Gap => self.no_letter(u8::try_from(folded).map_or(GAP, |byte| KINDS[usize::from(byte)])),
        };
        if second {
            self.before = Before::Second;
        }
        found
    }

    fn letter(&mut self, c: char) -> bool {
        let (unit, digit) = (key::unit(c), c.is_ascii_digit());
        if self.begin(unit, digit) {
            return true;
        }
        self.token = key::grow(self.token, unit);
        self.length += 1;
        self.last = unit;
        self.digit = digit;
        false
    }

    /// A symbol that can be read as a letter, standing by itself.
    fn spelt_symbol(&mut self) -> bool {
        let found = self.no_letter(GAP);
        self.spelt += 1;
        found || self.spelt >= SPELT
    }
}
