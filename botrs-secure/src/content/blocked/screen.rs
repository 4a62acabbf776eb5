//! A quick look at a text: whether any word can be in it at all.
//!
//! It reads the raw text once, without a copy, and says no for nearly every text that has no word in it. Whatever
//! the search would find, it says yes to; a test holds it to that.

use rustc_hash::FxHashSet;

use super::key::{self, Token};
use super::pattern::Pattern;
use crate::content::folding::{Class, chars};

/// The keys of all words.
#[derive(Debug, Default)]
pub(super) struct Screen {
    keys: FxHashSet<u64>,
    /// A bit for each key and for each that it goes on from: few are set, so most questions end here.
    bits: Vec<u64>,
    /// Bits to shift a key by to get the place of its bit.
    shift: u32,
    /// Whether a word has but one letter.
    single: bool,
}

/// Bits a key, so that few are set.
const BITS: usize = 32;

impl Screen {
    pub(super) fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let keys: Vec<Keys> = patterns.map(|pattern| Keys::of(&pattern.text)).collect();
        let bits = (keys.len() * BITS).next_power_of_two().max(64);
        let mut screen = Self {
            keys: keys.iter().map(|keys| keys.whole).collect(),
            bits: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
            single: keys.iter().any(|keys| keys.single),
        };
        for key in keys.iter().flat_map(|keys| [keys.two, keys.three, keys.whole]) {
            let place = screen.place(key);
            screen.bits[place / 64] |= 1 << (place % 64);
        }
        screen
    }

    fn place(&self, key: u64) -> usize {
        (key >> self.shift) as usize
    }

    /// Whether some word has this key, or begins so, unless by chance.
    #[inline]
    pub(super) fn may_have(&self, key: u64) -> bool {
        let place = self.place(key);
        self.bits.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Whether some word has this key.
    #[inline]
    pub(super) fn has(&self, key: u64) -> bool {
        self.may_have(key) && self.keys.contains(&key)
    }

    /// Whether a word has but one letter.
    #[inline]
    pub(super) fn has_single(&self) -> bool {
        self.single
    }
}

/// The key of one pattern, and those of its first two and three parts that it goes on from.
struct Keys {
    two: u64,
    three: u64,
    whole: u64,
    single: bool,
}

impl Keys {
    fn of(pattern: &str) -> Self {
        let letters: Vec<(u32, Class)> = pattern
            .chars()
            .map(|c| (key::unit(c), chars().class(c)))
            .filter(|&(_, class)| class != Class::Gap)
            .collect();
        let unspaced = |&(_, class): &(u32, Class)| class == Class::Unspaced;
        if !letters.iter().any(unspaced) {
            return Self::of_tokens(pattern);
        }
        let Some(at) = letters.windows(2).position(|pair| pair.iter().any(unspaced)) else {
            let whole = key::one(letters[0].0);
            return Self { two: whole, three: whole, whole, single: true };
        };
        let two = key::two(letters[at].0, letters[at + 1].0);
        let three = letters.get(at + 2).map_or(two, |&(third, _)| key::next(two, third));
        let whole = letters.get(at + 3).map_or(three, |&(fourth, _)| key::next(three, fourth));
        Self { two, three, whole, single: false }
    }

    fn of_tokens(pattern: &str) -> Self {
        let gap = |c: char| chars().class(c) == Class::Gap;
        let mut tokens = pattern.split(gap).filter(|token| !token.is_empty()).map(|token| {
            let mut key = Token::default();
            token.chars().for_each(|c| key.push_char(c));
            key.key()
        });
        let one = tokens.next().unwrap_or(0);
        let two = tokens.next().map_or(one, |second| key::two_tokens(one, second));
        let whole = tokens.next().map_or(two, |third| key::two_tokens(two, third));
        Self { two, three: whole, whole, single: false }
    }
}
