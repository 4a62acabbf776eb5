//! The keys by which a text is screened for words.
//!
//! A key is the hash of what a word cannot be without: its one token, its first two tokens, or two or three
//! characters that follow each other where one is of a script without spaces.

use super::alike::alike;

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const TOKEN: u64 = 0x1656_67b1_9e37_79f9;

/// What is added to a character that is not Latin, so that it is none of 1 to 26.
pub(super) const BEYOND_LATIN: u32 = 64;

/// A character as the keys see it: 1 to 26 for a Latin letter and what is like it.
pub(super) fn unit(c: char) -> u32 {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii_alphanumeric() => u32::from(alike(byte) - b'a') + 1,
        _ => u32::from(c) + BEYOND_LATIN,
    }
}

/// A token, letter by letter: tokens of up to twelve Latin letters all differ.
pub(super) const fn grow(token: u64, unit: u32) -> u64 {
    token.wrapping_mul(33).wrapping_add(unit as u64)
}

pub(super) const fn token(token: u64) -> u64 {
    (token ^ TOKEN).wrapping_mul(MIX)
}

pub(super) const fn two_tokens(first: u64, second: u64) -> u64 {
    (first.wrapping_mul(TOKEN).rotate_left(32) ^ second).wrapping_mul(MIX)
}

pub(super) const fn one(unit: u32) -> u64 {
    (unit as u64).wrapping_mul(MIX)
}

pub(super) const fn two(first: u32, second: u32) -> u64 {
    ((first as u64) << 32 | second as u64).wrapping_mul(MIX)
}

/// Of the key of the first two.
pub(super) const fn three(two: u64, third: u32) -> u64 {
    (two.rotate_left(23) ^ third as u64).wrapping_mul(MIX)
}
