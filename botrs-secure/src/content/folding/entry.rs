//! What one character becomes, in four bytes.

use super::class::Class;

/// What one character becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    Same,
    /// It is not seen.
    Gone,
    One(char),
    Many(&'static str),
}

/// A [`Fold`] and a [`Class`].
///
/// The character, or the place of the text among the long ones, stands in bits 0 to 20, the kind of fold in 21 and
/// 22, the class in 23 and 24, and whether there is a second reading in 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u32);

const VALUE: u32 = 0x1f_ffff;
const ONE: u32 = 1 << 21;
const MANY: u32 = 2 << 21;
const GONE: u32 = 3 << 21;
const KIND: u32 = 3 << 21;
const CLASS: u32 = 23;
const SECOND: u32 = 1 << 25;

impl Entry {
    pub(super) const GONE: Self = Self(GONE);

    pub(super) fn same(class: Class) -> Self {
        Self((class as u32) << CLASS)
    }

    pub(super) fn one(c: char, class: Class) -> Self {
        Self(u32::from(c) | ONE | (class as u32) << CLASS)
    }

    /// `place` is that of the text among the long ones.
    pub(super) fn many(place: usize, class: Class) -> Self {
        let place = u32::try_from(place).unwrap_or(VALUE) & VALUE;
        Self(place | MANY | (class as u32) << CLASS)
    }

    pub(super) fn with_second(self, second: bool) -> Self {
        Self(self.0 | if second { SECOND } else { 0 })
    }

    pub(super) fn has_second(self) -> bool {
        self.0 & SECOND != 0
    }

    pub(super) fn class(self) -> Class {
        match self.0 >> CLASS & 3 {
            0 => Class::Gap,
            1 => Class::Spaced,
            _ => Class::Unspaced,
        }
    }

    pub(super) fn fold(self, long: &[&'static str]) -> Fold {
        let value = self.0 & VALUE;
        match self.0 & KIND {
            0 => Fold::Same,
            ONE => char::from_u32(value).map_or(Fold::Same, Fold::One),
            MANY => long.get(value as usize).map_or(Fold::Same, |text| Fold::Many(text)),
            _ => Fold::Gone,
        }
    }
}
