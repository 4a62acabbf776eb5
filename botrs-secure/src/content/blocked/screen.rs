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
    /// A cell of two bits for each hash: whether some word may have such a key, and whether some may have a key that
    /// goes on from such a one. Few are set, so most questions end here.
    cells: Vec<u64>,
    /// Bits to shift a key by to get the place of its cell.
    shift: u32,
    /// Whether a word has but one letter.
    single: bool,
}

/// Cells a key, so that few are set.
const CELLS: usize = 16;
/// Cells a number.
const PACKED: usize = 32;
const IS_KEY: u64 = 1;
const GOES_ON: u64 = 2;

impl Screen {
    pub(super) fn new<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let keys: Vec<Keys> = patterns.map(|pattern| Keys::of(&pattern.text)).collect();
        let cells = (keys.len() * CELLS).next_power_of_two().max(PACKED);
        let mut screen = Self {
            keys: keys.iter().map(|keys| keys.whole).collect(),
            cells: vec![0; cells / PACKED],
            shift: 64 - cells.trailing_zeros(),
            single: keys.iter().any(|keys| keys.single),
        };
        for Keys { two, three, whole, .. } in keys {
            screen.set(whole, IS_KEY);
            [two, three]
                .into_iter()
                .filter(|&key| key != whole)
                .for_each(|key| screen.set(key, GOES_ON));
        }
        screen
    }

    fn set(&mut self, key: u64, bit: u64) {
        let place = (key >> self.shift) as usize;
        self.cells[place / PACKED] |= bit << (place % PACKED * 2);
    }

    #[inline]
    fn cell(&self, key: u64) -> u64 {
        let place = (key >> self.shift) as usize;
        self.cells.get(place / PACKED).map_or(0, |cells| cells >> (place % PACKED * 2) & 3)
    }

    /// Whether some word has this key, and whether some may have one that goes on from it.
    #[inline]
    pub(super) fn ask(&self, key: u64) -> Answer {
        let cell = self.cell(key);
        let is_key = cell & IS_KEY != 0 && self.keys.contains(&key);
        Answer { is_key, goes_on: cell & GOES_ON != 0 }
    }

    /// Whether nothing is known of this key.
    #[inline]
    pub(super) fn is_unknown(&self, key: u64) -> bool {
        self.cell(key) == 0
    }

    /// Whether a word has but one letter.
    #[inline]
    pub(super) fn has_single(&self) -> bool {
        self.single
    }
}

/// What the screen knows of a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) is_key: bool,
    pub(super) goes_on: bool,
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
