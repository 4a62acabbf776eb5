//! Letters that follow each other where some are of scripts without spaces, as the [`Screen`] is asked about them.

use super::key;
use super::screen::{Answer, Screen};
use super::spelt::may_hide;
use crate::content::folding::{Chars, chars, is_space};

/// What is known of the letters up to here.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    /// The last letter, and whether it is of a script without spaces.
    last: u32,
    unspaced: bool,
    /// The last two and the last three, if a word may go on from them.
    begun: [Begun; 2],
    gap: Gap,
}

/// The beginning of a word.
#[derive(Clone, Copy, Default)]
struct Begun {
    /// 0 for none.
    key: u64,
    /// Whether something stands between its letters that does not hide a word unless it stands between all.
    apart: bool,
}

/// What stands between two letters.
#[derive(Clone, Copy, Default)]
enum Gap {
    #[default]
    None,
    /// One character, or spaces, which are one.
    One(char),
    Long,
}

impl Gap {
    /// Whether it hides no word unless it stands between all letters.
    fn is_apart(self) -> bool {
        matches!(self, Self::One(c) if !may_hide(if is_space(c) { ' ' } else { c }))
    }
}

impl Run {
    /// Whether Latin letters that follow can be part of no word together with those before.
    pub(super) fn is_over(&self) -> bool {
        !self.unspaced && self.begun.iter().all(|begun| begun.key == 0)
    }

    /// A Latin letter that is part of no word together with those before.
    pub(super) fn begin_anew(&mut self, unit: u32) {
        *self = Self { last: unit, ..Self::default() };
    }

    /// What stands between letters.
    pub(super) fn set_apart(&mut self, c: char) {
        self.gap = match self.gap {
            Gap::None => Gap::One(c),
            Gap::One(before) if is_space(before) && is_space(c) => Gap::One(c),
            _ => Gap::Long,
        };
    }

    /// Takes the Chinese characters that the bytes begin with and that stand for themselves, up to one that a word
    /// may end with: their length, and whether there is one.
    pub(super) fn chinese(&mut self, screen: &Screen, bytes: &[u8]) -> (usize, bool) {
        let chars = chars();
        let mut at = 0;
        let mut calm = self.is_calm(screen);
        while let Some(c) = plain_han(chars, &bytes[at..]) {
            at += 3;
            if calm && screen.is_unknown(key::two(self.last, c)) {
                self.last = c;
                self.gap = Gap::None;
                continue;
            }
            if self.end_with(screen, c) {
                return (at, true);
            }
            calm = self.is_calm(screen);
        }
        (at, false)
    }

    /// Whether nothing has begun that the next letter of a script without spaces may be part of.
    fn is_calm(&self, screen: &Screen) -> bool {
        self.unspaced && self.begun.iter().all(|begun| begun.key == 0) && !screen.has_single()
    }

    /// Whether a word may end with this letter of a script without spaces.
    pub(super) fn end_with(&mut self, screen: &Screen, unit: u32) -> bool {
        self.unspaced = true;
        (screen.has_single() && screen.ask(key::one(unit)).is_key)
            | self.look_closer(screen, unit, true)
    }

    /// Whether a word may end with this letter of a script with spaces.
    pub(super) fn end_with_spaced(&mut self, screen: &Screen, unit: u32) -> bool {
        let pair = std::mem::take(&mut self.unspaced);
        self.look_closer(screen, unit, pair)
    }

    /// Whether a word may end with this letter, where `pair` says whether it may be the second of one.
    fn look_closer(&mut self, screen: &Screen, unit: u32, pair: bool) -> bool {
        let gap = std::mem::take(&mut self.gap);
        let [two, three] = std::mem::take(&mut self.begun);
        let last = std::mem::replace(&mut self.last, unit);
        let mut found = three.goes_on(gap) && screen.ask(key::next(three.key, unit)).is_key;
        if two.goes_on(gap) {
            let key = key::next(two.key, unit);
            let Answer { is_key, goes_on } = screen.ask(key);
            found |= is_key;
            self.begun[1] = Begun { key: if goes_on { key } else { 0 }, apart: two.apart };
        }
        if pair && !matches!(gap, Gap::Long) {
            let key = key::two(last, unit);
            let apart = gap.is_apart();
            let Answer { is_key, goes_on } = screen.ask(key);
            found |= is_key && !apart;
            self.begun[0] = Begun { key: if goes_on { key } else { 0 }, apart };
        }
        found
    }
}

impl Begun {
    fn goes_on(self, gap: Gap) -> bool {
        match gap {
            Gap::None => self.key != 0 && !self.apart,
            Gap::One(_) => self.key != 0,
            Gap::Long => false,
        }
    }
}

/// The Chinese character that the bytes begin with, if it stands for itself.
#[inline]
fn plain_han(chars: &Chars, bytes: &[u8]) -> Option<u32> {
    let &[first @ 0xe4..=0xe9, second, third] = bytes.first_chunk()? else { return None };
    let bits = |byte: u8| u32::from(byte & 0x3f);
    let c = u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third);
    chars.is_plain_han(c).then_some(c)
}
