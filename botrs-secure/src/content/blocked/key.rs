//! The keys by which a text is screened for words.
//!
//! A key is the hash of what a word cannot be without: up to three tokens that it begins with, or up to four of its
//! letters from where it is written in a script without spaces.

use super::alike::alike;

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mix(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(23) ^ next).wrapping_mul(MIX)
}

/// Letters a group.
pub(super) const GROUP: usize = 8;

/// A token, letter by letter or by groups of eight letters.
#[derive(Clone, Copy, Default)]
pub(super) struct Token {
    hash: u64,
    /// The letters since the last whole group.
    group: u64,
    length: usize,
}

impl Token {
    pub(super) fn push(&mut self, letter: u8) {
        self.group |= u64::from(alike(letter)) << (self.length % GROUP * 8);
        self.length += 1;
        if self.length.is_multiple_of(GROUP) {
            self.hash = group(self.hash, self.group);
            self.group = 0;
        }
    }

    pub(super) fn push_char(&mut self, c: char) {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.push(byte),
            _ => u32::from(c).to_le_bytes().into_iter().take(3).for_each(|byte| self.push(byte)),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.length == 0
    }

    pub(super) fn is_one_letter(self) -> bool {
        self.length == 1
    }

    pub(super) fn key(self) -> u64 {
        if self.length.is_multiple_of(GROUP) { self.hash } else { group(self.hash, self.group) }
    }
}

/// The key of a token that goes on with a group of letters, of which the first is in the lowest byte.
pub(super) const fn group(token: u64, letters: u64) -> u64 {
    mix(token, letters)
}

/// Of the keys of both; the first may be that of two tokens itself.
pub(super) const fn two_tokens(first: u64, second: u64) -> u64 {
    mix(first, second)
}

/// A letter as the keys of letters see it.
pub(super) fn unit(c: char) -> u32 {
    u8::try_from(c).map_or(u32::from(c), |byte| u32::from(alike(byte)))
}

pub(super) const fn one(unit: u32) -> u64 {
    mix(1, unit as u64)
}

pub(super) const fn two(first: u32, second: u32) -> u64 {
    mix(2, (first as u64) << 32 | second as u64)
}

/// Of the key of those before.
pub(super) const fn next(letters: u64, unit: u32) -> u64 {
    mix(letters, unit as u64)
}
