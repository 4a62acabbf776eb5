//! The walk over a raw text along which the [`Screen`] is asked.

use super::alike::{is_inner_symbol, is_symbol};
use super::block::{BLOCK, Block};
use super::key::{self, GROUP, Token};
use super::run::Run;
use super::screen::Screen;
use super::tokens::Tokens;
use crate::content::folding::{Chars, Class, Fold, chars};

/// What follows it is shown backwards.
pub(super) const OVERRIDE: char = '\u{202e}';

/// Whether a word can be in the text.
pub(super) fn suspects(screen: &Screen, raw: &str) -> bool {
    let mut walk = Walk::new(screen);
    let bytes = raw.as_bytes();
    let (mut at, mut next_block) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let left = &bytes[at..];
        if byte.is_ascii() && at >= next_block && walk.is_between_words() {
            if let Some(length) = walk.block(left) {
                at += length;
                continue;
            }
            next_block = at + BLOCK;
        }
        at += match byte {
            0xe4..=0xe9 => walk.chinese(&raw[at..]),
            _ if byte.is_ascii() => walk.ascii(byte),
            _ => walk.other(&raw[at..]),
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
    /// The token that is not ended yet, and whether its last is a digit.
    token: Token,
    digit: bool,
    tokens: Tokens,
    run: Run,
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
            tokens: Tokens::default(),
            run: Run::default(),
            before: Before::Nothing,
        }
    }

    /// Whether nothing before is part of a word together with Latin letters that follow, but of a phrase.
    fn is_between_words(&self) -> bool {
        self.token.is_empty() && self.before == Before::Nothing && self.run.is_over()
    }

    /// Takes the next block up to its last whole word, if it is plain.
    fn block(&mut self, bytes: &[u8]) -> Option<usize> {
        let block = match bytes.first_chunk() {
            Some(whole) => Block::plain(whole)?,
            None => {
                let mut padded = [b' '; BLOCK];
                padded[..bytes.len()].copy_from_slice(bytes);
                Block::plain(&padded)?
            }
        };
        let letters = if bytes.len() > BLOCK { block.whole_words() } else { block.letters };
        let taken = BLOCK - letters.leading_zeros() as usize;
        self.run.begin_anew(block.letter(taken.checked_sub(1)?));
        let (mut tokens, mut left) = (self.tokens, letters);
        while left != 0 {
            let start = left.trailing_zeros() as usize;
            let length = (left >> start).trailing_ones() as usize;
            left &= left.wrapping_add(1 << start);
            self.found |= tokens.end_with(self.screen, token(&block, start, length), length == 1);
        }
        self.tokens = tokens;
        Some(taken)
    }

    fn end_token(&mut self) {
        if !self.token.is_empty() {
            let token = std::mem::take(&mut self.token);
            let one_letter = token.is_one_letter() && !self.digit;
            self.found |= self.tokens.end_with(self.screen, token.key(), one_letter);
        }
    }

    /// Takes the Chinese characters that the text begins with and that stand for themselves, or any one character.
    fn chinese(&mut self, text: &str) -> usize {
        let (length, found) = self.run.chinese(self.screen, text.as_bytes());
        if length == 0 {
            return self.other(text);
        }
        self.found |= found;
        self.before = Before::Nothing;
        self.end_token();
        length
    }

    fn ascii(&mut self, byte: u8) -> usize {
        if byte.is_ascii_alphanumeric() {
            self.letter(char::from(byte));
        } else if !is_unseen(byte) {
            self.gap(char::from(byte));
        }
        1
    }

    /// A letter or digit of a script with spaces.
    fn letter(&mut self, c: char) {
        let digit = c.is_ascii_digit();
        self.found |= match self.before {
            Before::Nothing => false,
            Before::Symbol => !digit,
            Before::InnerSymbol | Before::Second => true,
        };
        if !(digit && self.before == Before::Symbol) {
            self.before = Before::Nothing;
        }
        self.found |= self.run.end_with_spaced(self.screen, key::unit(c));
        self.token.push_char(c);
        self.digit = digit;
    }

    /// A character that is seen and neither letter nor digit.
    fn gap(&mut self, c: char) {
        let after_letter = !self.token.is_empty() || self.before == Before::Second;
        let byte = u8::try_from(c).unwrap_or(b' ');
        self.found |= after_letter && is_symbol(byte);
        self.before = match byte {
            _ if is_symbol(byte) => Before::Symbol,
            _ if is_inner_symbol(byte) && (after_letter || self.before == Before::Symbol) => {
                Before::InnerSymbol
            }
            _ => Before::Nothing,
        };
        self.end_token();
        self.run.set_apart(c);
    }

    /// Any other character that the text begins with.
    fn other(&mut self, text: &str) -> usize {
        let Some(c) = text.chars().next() else { return 1 };
        let (fold, class, second) = self.chars.read(c);
        self.found |= second && (!self.token.is_empty() || self.before != Before::Nothing);
        match fold {
            _ if c == OVERRIDE => self.found = true,
            Fold::Gone => return c.len_utf8(),
            // Rare, and not worth a way of its own.
            Fold::Many(_) => self.found = true,
            Fold::Same => self.folded(c, class, second),
            Fold::One(folded) => self.folded(folded, class, second),
        }
        if second {
            self.before = Before::Second;
        }
        c.len_utf8()
    }

    fn folded(&mut self, c: char, class: Class, second: bool) {
        match class {
            Class::Unspaced => {
                self.end_token();
                self.before = Before::Nothing;
                self.found |= self.run.end_with(self.screen, key::unit(c));
            }
            Class::Spaced => self.letter(c),
            Class::Gap => {
                self.gap(c);
                // Standing by itself it may be a letter that is spelt.
                self.found |= second && self.tokens.end_with_symbol();
            }
        }
    }
}

#[inline]
fn token(block: &Block, start: usize, length: usize) -> u64 {
    let mut token = key::group(0, block.group(start, length));
    for more in (GROUP..length).step_by(GROUP) {
        token = key::group(token, block.group(start + more, length - more));
    }
    token
}

fn is_unseen(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r')
}
