//! What each character becomes in the skeleton.

use std::sync::LazyLock;

use super::class::{Class, class};
use super::entry::{Entry, Fold};
use super::letters::{Reading, readings};

/// Characters a page.
const PAGE: usize = 256;
/// Pages that Unicode has.
const PAGES: usize = 0x11_0000 / PAGE;

/// What each character becomes.
pub(crate) struct Chars {
    /// The page of each 256 characters.
    index: Vec<u16>,
    pages: Vec<[Entry; PAGE]>,
    /// What is longer than one character.
    long: Vec<&'static str>,
    /// In order.
    second: Vec<(char, char)>,
    /// A bit for each of the Chinese characters that stand for themselves and nothing else, which most of a
    /// Chinese text are.
    plain: [u64; HAN / 64],
}

/// The Chinese characters of the main block, and how many fit in it.
const FIRST_HAN: u32 = 0x4e00;
const HAN: usize = 0x5200;

/// The table.
pub(crate) fn chars() -> &'static Chars {
    static CHARS: LazyLock<Chars> = LazyLock::new(Chars::new);
    &CHARS
}

impl Chars {
    fn new() -> Self {
        let mut chars = Self {
            index: vec![0; PAGES],
            pages: Vec::new(),
            long: Vec::new(),
            second: Vec::new(),
            plain: [0; HAN / 64],
        };
        chars.put_classes();
        let shared = chars.pages.len();
        for (c, reading) in readings() {
            chars.put(c, reading, shared);
        }
        chars.second.sort_unstable();
        let plain = Entry::same(Class::Unspaced);
        for (n, c) in (FIRST_HAN..).take(HAN).enumerate() {
            chars.plain[n / 64] |= u64::from(chars.at(c) == plain) << (n % 64);
        }
        chars
    }

    /// Each character as itself; pages that are alike are kept once.
    fn put_classes(&mut self) {
        let of = |c| {
            Entry::same(u32::try_from(c).ok().and_then(char::from_u32).map_or(Class::Gap, class))
        };
        for page in 0..PAGES {
            let first = page * PAGE;
            // The planes of rare Chinese characters, and those without any, are of one class each.
            let step = usize::from(first < 0x2_0000);
            let entries = std::array::from_fn(|n| of(first + n * step));
            let known = self.pages.iter().position(|known| *known == entries);
            let place = known.unwrap_or_else(|| {
                self.pages.push(entries);
                self.pages.len() - 1
            });
            self.index[page] = u16::try_from(place).unwrap_or(0);
        }
    }

    /// Puts a reading in the page of its character: a page of its own, other than the first that are shared.
    fn put(&mut self, c: char, reading: Reading, shared: usize) {
        let (page, n) = (c as usize / PAGE, c as usize % PAGE);
        let mut place = usize::from(self.index[page]);
        if place < shared {
            self.pages.push(self.pages[place]);
            place = self.pages.len() - 1;
            self.index[page] = u16::try_from(place).unwrap_or(0);
        }
        let entry = &mut self.pages[place][n];
        match reading {
            Reading::First(text) => {
                *entry = first(text, &mut self.long).with_second(entry.has_second())
            }
            Reading::Second(second) => {
                *entry = entry.with_second(true);
                self.second.push((c, second));
            }
        }
    }

    fn at(&self, c: u32) -> Entry {
        let page = self.index.get(c as usize / PAGE).map_or(0, |&page| usize::from(page));
        self.pages[page][c as usize % PAGE]
    }

    pub(crate) fn class(&self, c: char) -> Class {
        self.at(u32::from(c)).class()
    }

    pub(crate) fn fold(&self, c: char) -> Fold {
        self.at(u32::from(c)).fold(&self.long)
    }

    /// What the character becomes, the class of that, and whether it can also be read as a Latin letter or digit.
    #[inline]
    pub(crate) fn read(&self, c: char) -> (Fold, Class, bool) {
        let entry = self.at(u32::from(c));
        (entry.fold(&self.long), entry.class(), entry.has_second())
    }

    /// Whether the character can also be read as a Latin letter or digit.
    pub(crate) fn has_second(&self, c: char) -> bool {
        self.at(u32::from(c)).has_second()
    }

    /// The Latin letter or digit that the character can also be read as.
    pub(crate) fn second(&self, c: char) -> Option<char> {
        let place = self.second.binary_search_by_key(&c, |&(c, _)| c).ok()?;
        Some(self.second[place].1)
    }

    /// Whether this is a Chinese character that stands for itself and nothing else.
    #[inline]
    pub(crate) fn is_plain_han(&self, c: u32) -> bool {
        let n = c.wrapping_sub(FIRST_HAN) as usize;
        self.plain.get(n / 64).is_some_and(|word| word >> (n % 64) & 1 == 1)
    }
}

fn first(text: &'static str, long: &mut Vec<&'static str>) -> Entry {
    let class = text.chars().map(class).max_by_key(|&class| class as u8).unwrap_or(Class::Gap);
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Entry::GONE,
        (Some(one), None) => Entry::one(one, class),
        _ => {
            long.push(text);
            Entry::many(long.len() - 1, class)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_character_becomes_becomes_nothing_else() {
        let chars = chars();
        for c in '\0'..=char::MAX {
            let becomes = match chars.fold(c) {
                Fold::Same | Fold::Gone => continue,
                Fold::One(one) => String::from(one),
                Fold::Many(text) => text.to_owned(),
            };
            for part in becomes.chars() {
                assert_eq!(chars.fold(part), Fold::Same, "{c} becomes {becomes}");
                assert!(chars.has_second(c) || !chars.has_second(part), "{c} becomes {becomes}");
            }
        }
    }
}
