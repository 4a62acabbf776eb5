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
    /// A bit for each key and for each pair of characters that a longer key begins with: few are set, so most
    /// questions end here.
    bits: Vec<u64>,
    /// Bits to shift a key by to get the place of its bit.
    shift: u32,
    /// Whether a word has but one character.
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
        for keys in &keys {
            for key in [keys.whole, keys.begin] {
                let place = screen.place(key);
                screen.bits[place / 64] |= 1 << (place % 64);
            }
        }
        screen
    }

    fn place(&self, key: u64) -> usize {
        (key >> self.shift) as usize
    }

    #[inline]
    /// Whether some key is likely to begin so.
    pub(super) fn may_have(&self, key: u64) -> bool {
        let place = self.place(key);
        self.bits.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    #[inline]
    pub(super) fn has(&self, key: u64) -> bool {
        self.may_have(key) && self.keys.contains(&key)
    }

    /// Whether a word has but one character.
    #[inline]
    pub(super) fn has_single(&self) -> bool {
        self.single
    }

    pub(super) fn has_one(&self, unit: u32) -> bool {
        self.single && self.keys.contains(&key::one(unit))
    }
}

/// The keys of one pattern.
struct Keys {
    whole: u64,
    /// What the screen asks for first.
    begin: u64,
    single: bool,
}

impl Keys {
    fn of(pattern: &str) -> Self {
        let classes = |c| chars().class(c);
        let units: Vec<(u32, Class)> = pattern
            .chars()
            .map(|c| (key::unit(c), classes(c)))
            .filter(|&(_, class)| class != Class::Gap)
            .collect();
        let unspaced = |&(_, class): &(u32, Class)| class == Class::Unspaced;
        if !units.iter().any(unspaced) {
            return Self::of_tokens(pattern);
        }
        let Some(at) = units.windows(2).position(|pair| pair.iter().any(unspaced)) else {
            let whole = key::one(units[0].0);
            return Self { whole, begin: whole, single: true };
        };
        let begin = key::two(units[at].0, units[at + 1].0);
        // The screen looks at the third only after one of a script without spaces.
        let third = units.get(at + 2).filter(|_| unspaced(&units[at + 1]));
        Self {
            whole: third.map_or(begin, |third| key::three(begin, third.0)),
            begin,
            single: false,
        }
    }

    fn of_tokens(pattern: &str) -> Self {
        let gap = |c: char| chars().class(c) == Class::Gap;
        let mut tokens = pattern.split(gap).filter(|token| !token.is_empty()).map(|token| {
            let mut key = Token::default();
            token.chars().for_each(|c| key.push_char(c));
            key.key()
        });
        let first = tokens.next().unwrap_or(0);
        let whole = tokens.next().map_or(first, |second| key::two_tokens(first, second));
        Self { whole, begin: whole, single: false }
    }
}
