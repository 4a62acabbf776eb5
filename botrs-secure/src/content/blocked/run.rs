//! Letters that follow each other where some are of scripts without spaces, as the [`Screen`] is asked about them.

use super::key;
use super::screen::Screen;
use super::spelt::may_hide;
use crate::content::folding::is_space;

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
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    /// Spaces, which are one.
    Space,
    /// A character that may hide a word.
    Hiding,
    /// Any other character.
    Other,
    /// More than one.
    Long,
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
            Gap::None | Gap::Space if is_space(c) => Gap::Space,
            Gap::None if may_hide(c) => Gap::Hiding,
            Gap::None => Gap::Other,
            _ => Gap::Long,
        };
    }

    /// Whether a word may end with this letter of a script without spaces.
    #[inline]
    pub(super) fn end_with(&mut self, screen: &Screen, unit: u32) -> bool {
        let quick = self.unspaced
            && self.begun[0].key == 0
            && self.begun[1].key == 0
            && !screen.has_single();
        if quick && !screen.may_have(key::two(self.last, unit)) {
            self.last = unit;
            self.gap = Gap::None;
            return false;
        }
        self.unspaced = true;
        (screen.has_single() && screen.has(key::one(unit))) | self.look_closer(screen, unit, true)
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
        let mut found = three.goes_on(gap) && screen.has(key::next(three.key, unit));
        if two.goes_on(gap) {
            let key = key::next(two.key, unit);
            found |= screen.has(key);
            self.begun[1] = Begun::with(screen, key, two.apart);
        }
        if pair && gap != Gap::Long {
            let key = key::two(last, unit);
            let apart = gap == Gap::Other;
            found |= !apart && screen.has(key);
            self.begun[0] = Begun::with(screen, key, apart);
        }
        found
    }
}

impl Begun {
    fn with(screen: &Screen, key: u64, apart: bool) -> Self {
        if screen.may_have(key) { Self { key, apart } } else { Self::default() }
    }

    fn goes_on(self, gap: Gap) -> bool {
        self.key != 0
            && match gap {
                Gap::None => !self.apart,
                // Between all letters, it need not be one that hides a word.
                Gap::Space | Gap::Hiding | Gap::Other => true,
                Gap::Long => false,
            }
    }
}
