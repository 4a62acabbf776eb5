//! The walk over a raw text along which the [`Screen`] is asked.

use super::alike::{is_inner_symbol, is_symbol};
use super::block::{BLOCK, Block};
use super::key::{self, GROUP, Token};
use super::screen::Screen;
use crate::content::folding::{Chars, Class, Fold, chars};

/// What follows it is shown backwards.
pub(super) const OVERRIDE: char = '\u{202e}';

/// Single letters in a row from which on they may be a word that is spelt out.
const SPELT: usize = 3;

/// Whether a word can be in the text.
pub(super) fn suspects(screen: &Screen, raw: &str) -> bool {
    let mut walk = Walk::new(screen);
    let bytes = raw.as_bytes();
    let (mut at, mut next_block) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let left = &bytes[at..];
        if byte.is_ascii() && at >= next_block && walk.is_between_words() {
            next_block = at + BLOCK;
            if let Some(length) = walk.block(left) {
                at += length;
                continue;
            }
        }
        at += match byte {
            0xe4..=0xe9 => walk.chinese(left),
            _ if byte.is_ascii() => walk.ascii(byte),
            _ => raw[at..].chars().next().map_or(1, |c| walk.other(c)),
        };
        if walk.found {
            break;
        }
    }
    walk.end_token();
    walk.found
}

/// What stands right before, if it may be part of a word together with what follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A symbol that is like a letter, and digits; a letter has to follow.
    Symbol,
    /// A symbol after a letter or digit; such a one has to follow.
    InnerSymbol,
    /// A character that can also be read as a Latin letter.
    Second,
}

struct Walk<'s> {
    screen: &'s Screen,
    chars: &'static Chars,
    found: bool,
    token: Token,
    /// Whether the last of the token is a digit.
    digit: bool,
    /// The key of the token before.
    token_before: u64,
    /// Tokens of one letter up to here.
    spelt: usize,
    /// The last letter, and whether it is of a script without spaces.
    last: u32,
    unspaced: bool,
    /// The key of the last two, if a longer one may begin so; otherwise 0.
    waiting: u64,
    before: Before,
}

impl<'s> Walk<'s> {
    fn new(screen: &'s Screen) -> Self {
        Self {
            screen,
            chars: chars(),
            found: false,
            token: Token::default(),
            digit: false,
            token_before: 0,
            spelt: 0,
            last: 0,
            unspaced: false,
            waiting: 0,
            before: Before::Nothing,
        }
    }

    /// Whether nothing before is part of a word together with Latin letters that follow.
    fn is_between_words(&self) -> bool {
        self.token.is_empty()
            && self.before == Before::Nothing
            && !self.unspaced
            && self.waiting == 0
    }

    /// Takes what is plain of the next block, up to a word that goes on behind it.
    fn block(&mut self, bytes: &[u8]) -> Option<usize> {
        let (block, length) = match bytes.first_chunk() {
            Some(whole) => (Block::plain(whole)?, BLOCK),
            None => {
                let mut padded = [b' '; BLOCK];
                padded[..bytes.len()].copy_from_slice(bytes);
                (Block::plain(&padded)?, bytes.len())
            }
        };
        let goes_on = if bytes.len() > BLOCK { block.letters.leading_ones() as usize } else { 0 };
        let taken = length - goes_on;
        let mut letters =
            if goes_on == 0 { block.letters } else { block.letters & !(u64::MAX << taken) };
        let (mut before, mut spelt, mut found) = (self.token_before, self.spelt, false);
        while letters != 0 {
            let start = letters.trailing_zeros() as usize;
            let length = (letters >> start).trailing_ones() as usize;
            letters &= letters.wrapping_add(1 << start);
            let token = whole_token(&block, start, length);
            spelt = if length == 1 { spelt + 1 } else { 0 };
            found |= (spelt >= SPELT)
                | self.screen.has(token)
                | self.screen.has(key::two_tokens(before, token));
            before = token;
        }
        (self.token_before, self.spelt) = (before, spelt);
        self.last = block.last_letter().map_or(self.last, u32::from);
        self.found |= found;
        (taken > 0).then_some(taken)
    }

    fn ask(&mut self, token: u64) {
        let both = key::two_tokens(std::mem::replace(&mut self.token_before, token), token);
        self.found |= self.spelt >= SPELT || self.screen.has(token) || self.screen.has(both);
    }

    /// A letter or digit of a script with spaces.
    fn letter(&mut self, unit: u32, digit: bool) {
        self.found |= match self.before {
            Before::Nothing => false,
            Before::Symbol => !digit,
            Before::InnerSymbol | Before::Second => true,
        };
        if !(digit && self.before == Before::Symbol) {
            self.before = Before::Nothing;
        }
        let third = std::mem::take(&mut self.waiting);
        let after_unspaced = std::mem::take(&mut self.unspaced);
        self.found |= (third != 0 && self.screen.has(key::three(third, unit)))
            || (after_unspaced && self.screen.has(key::two(self.last, unit)));
        self.last = unit;
        self.digit = digit;
    }

    fn end_token(&mut self) {
        if !self.token.is_empty() {
            let token = std::mem::take(&mut self.token);
            self.spelt = if token.is_one_letter() && !self.digit { self.spelt + 1 } else { 0 };
            self.ask(token.key());
        }
    }

    /// Takes the Chinese characters that the bytes begin with and that stand for themselves, or any one character.
    fn chinese(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(c) = plain_han(self.chars, &bytes[at..]) {
            self.unspaced(c);
            at += 3;
            if self.found {
                break;
            }
        }
        if at == 0 {
            self.other(three_bytes(bytes).and_then(char::from_u32).unwrap_or(' '))
        } else {
            at
        }
    }

    /// A letter of a script without spaces.
    #[inline]
    fn unspaced(&mut self, unit: u32) {
        let two = key::two(self.last, unit);
        if self.waiting != 0
            || !self.unspaced
            || self.screen.has_single()
            || self.screen.may_have(two)
        {
            self.look_closer(two, unit);
        }
        self.last = unit;
    }

    #[cold]
    fn look_closer(&mut self, two: u64, unit: u32) {
        self.before = Before::Nothing;
        self.end_token();
        self.unspaced = true;
        let third = std::mem::take(&mut self.waiting);
        if self.screen.may_have(two) {
            self.waiting = two;
        }
        self.found |= self.screen.has(two)
            || self.screen.has_one(unit)
            || (third != 0 && self.screen.has(key::three(third, unit)));
    }

    fn ascii(&mut self, byte: u8) -> usize {
        if byte.is_ascii_alphanumeric() {
            self.letter(key::unit(char::from(byte)), byte.is_ascii_digit());
            self.token.push(byte);
        } else if !is_unseen(byte) {
            self.gap(byte);
        }
        1
    }

    /// An ASCII character that is seen and neither letter nor digit.
    fn gap(&mut self, byte: u8) {
        let after_letter = !self.token.is_empty() || self.before == Before::Second;
        self.found |= after_letter && is_symbol(byte);
        self.before = match byte {
            _ if is_symbol(byte) => Before::Symbol,
            _ if is_inner_symbol(byte) && (after_letter || self.before == Before::Symbol) => {
                Before::InnerSymbol
            }
            _ => Before::Nothing,
        };
        self.end_token();
    }

    /// Any other character.
    fn other(&mut self, c: char) -> usize {
        let second = self.chars.has_second(c);
        self.found |= second && (!self.token.is_empty() || self.before != Before::Nothing);
        match self.chars.fold(c) {
            _ if c == OVERRIDE => self.found = true,
            Fold::Gone => return c.len_utf8(),
            // Rare, and not worth a way of its own.
            Fold::Many(_) => self.found = true,
            Fold::Same => self.folded(c, second),
            Fold::One(folded) => self.folded(folded, second),
        }
        if second {
            self.before = Before::Second;
        }
        c.len_utf8()
    }

    fn folded(&mut self, c: char, second: bool) {
        match self.chars.class(c) {
            Class::Unspaced => self.unspaced(key::unit(c)),
            Class::Spaced => {
                self.letter(key::unit(c), c.is_ascii_digit());
                self.token.push_char(c);
            }
            Class::Gap => {
                self.gap(u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b' '));
                // Standing by itself it may be a letter that is spelt.
                self.spelt += usize::from(second);
                self.found |= self.spelt >= SPELT;
            }
        }
    }
}

#[inline]
fn whole_token(block: &Block, start: usize, length: usize) -> u64 {
    let mut token = key::group(0, block.group(start, length));
    for more in (GROUP..length).step_by(GROUP) {
        token = key::group(token, block.group(start + more, length - more));
    }
    token
}

fn is_unseen(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r')
}

/// The Chinese character that the bytes begin with, if it stands for itself.
#[inline]
fn plain_han(chars: &Chars, bytes: &[u8]) -> Option<u32> {
    three_bytes(bytes).filter(|&c| chars.is_plain_han(c))
}

/// The character of three bytes that these begin with, if it is one of U+4000 to U+9FFF.
#[inline]
fn three_bytes(bytes: &[u8]) -> Option<u32> {
    let &[first @ 0xe4..=0xe9, second, third] = bytes.first_chunk()? else { return None };
    let bits = |byte: u8| u32::from(byte & 0x3f);
    Some(u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third))
}
