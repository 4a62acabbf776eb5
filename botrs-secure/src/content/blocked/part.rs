//! Whether a part of a skeleton stands for a word that is like it.

use super::alike::{is_inner_symbol, is_symbol};
use crate::content::folding::{Class, Folded, chars};

/// A part of the skeleton of a text.
#[derive(Clone, Copy)]
pub(super) struct Part<'v> {
    pub(super) view: &'v Folded<'v>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Part<'_> {
    fn text(&self) -> &str {
        &self.view.text[self.start..self.end]
    }

    /// Whether no word goes on over one of its ends.
    pub(super) fn is_whole(&self) -> bool {
        let text = &*self.view.text;
        let spaced = |c: Option<char>| c.is_some_and(|c| chars().class(c) == Class::Spaced);
        let goes_back =
            spaced(self.text().chars().next()) && spaced(text[..self.start].chars().next_back());
        let goes_on =
            spaced(self.text().chars().next_back()) && spaced(text[self.end..].chars().next());
        !goes_back && !goes_on
    }

    /// Whether it is this word, letter by letter.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text() == word
    }

    /// Whether it stands for this word, which is like it byte by byte.
    pub(super) fn stands_for(&self, word: &str) -> bool {
        let mut seen = Seen::default();
        let pairs = self.text().bytes().zip(word.bytes()).enumerate();
        pairs.into_iter().all(|(at, (byte, letter))| {
            if byte == letter {
                seen.letters += usize::from(!letter.is_ascii() || letter.is_ascii_alphabetic());
                return true;
            }
            letter.is_ascii_alphabetic() && self.stands_in(at, letter, &mut seen)
        }) && seen.is_a_word()
    }

    /// Whether the byte at this place stands in for the letter.
    fn stands_in(&self, at: usize, letter: u8, seen: &mut Seen) -> bool {
        let byte = self.text().as_bytes()[at];
        let raw = self.view.raw_text(self.start + at..self.start + at + 1).chars().next();
        match raw.map(u32::from) {
            // Another letter or digit than it is in the skeleton, but drawn alike.
            None | Some(0x80..=0xff00 | 0xff5f..) => seen.letters += 1,
            // The only letter that is written for another: drawn like a small L.
            _ if raw == Some('I') && letter == b'l' && self.has_small_letters() => {
                seen.letters += 1
            }
            _ if byte.is_ascii_alphabetic() => return false,
            _ if byte.is_ascii_digit() => seen.digits += 1,
            _ if at == 0 => seen.begins = true,
            _ => seen.symbols += 1,
        }
        let (before, behind) = self.beside(at);
        match byte {
            _ if is_inner_symbol(byte) => before && behind,
            _ if is_symbol(byte) => before || behind,
            _ => true,
        }
    }

    /// Whether a letter or digit stands before and behind the symbol at this place, with nothing but symbols
    /// between.
    fn beside(&self, at: usize) -> (bool, bool) {
        let (before, behind) = self.text().as_bytes().split_at(at);
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let other = |byte: &&u8| !is_symbol(**byte);
        (is_letter(before.iter().rev().find(other)), is_letter(behind[1..].iter().find(other)))
    }

    fn has_small_letters(&self) -> bool {
        self.view.raw_text(self.start..self.end).bytes().any(|byte| byte.is_ascii_lowercase())
    }
}

/// What a part that is like a word is made of.
#[derive(Default)]
struct Seen {
    letters: usize,
    digits: usize,
    symbols: usize,
    /// Whether it begins with a symbol.
    begins: bool,
}

impl Seen {
    /// Numbers and names with a number in them are no words, `1337` and `A55`, and neither are prices, variables
    /// and mentions: `$5`, `$ex`, `@nal`.
    fn is_a_word(&self) -> bool {
        match self.symbols + usize::from(self.begins) {
            0 if self.digits == 0 => true,
            0 => self.letters >= 2 && 4 * self.letters >= self.digits,
            _ => self.letters >= 1 && self.symbols + self.digits >= 1,
        }
    }
}
