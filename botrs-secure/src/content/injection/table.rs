//! Words with a meaning, found in a text whatever their case.

/// A hash table that is built when the crate is compiled. `SLOTS` is a power of two.
pub(super) struct Table<V: 'static, const SLOTS: usize> {
    entries: &'static [(&'static str, V)],
    /// The entry's index and one, or zero for none.
    slots: [u16; SLOTS],
}

/// No table has a shorter word.
const SHORTEST: usize = 2;

impl<V: Copy, const SLOTS: usize> Table<V, SLOTS> {
    /// The words are lower case, and each is there once.
    pub(super) const fn new(entries: &'static [(&'static str, V)]) -> Self {
        assert!(SLOTS.is_power_of_two() && entries.len() * 2 <= SLOTS);
        let mut slots = [0; SLOTS];
        let mut index = 0;
        while index < entries.len() {
            let word = entries[index].0.as_bytes();
            assert!(word.len() >= SHORTEST);
            let mut slot = hash(word) % SLOTS;
            while slots[slot] != 0 {
                assert!(!same(word, entries[slots[slot] as usize - 1].0.as_bytes()), "twice");
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = index as u16 + 1;
            index += 1;
        }
        Self { entries, slots }
    }

    /// What the word means.
    #[inline]
    pub(super) fn get(&self, word: &[u8]) -> Option<V> {
        if word.len() < SHORTEST {
            return None;
        }
        let mut slot = hash(word) % SLOTS;
        while let Some(index) = self.slots[slot].checked_sub(1) {
            let (known, value) = &self.entries[usize::from(index)];
            if known.as_bytes().eq_ignore_ascii_case(word) {
                return Some(*value);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }
}

/// Five places of a word tell most words apart.
#[inline]
const fn hash(word: &[u8]) -> usize {
    let len = word.len();
    let mut hash = len as u32;
    hash = mix(hash, word[0]);
    hash = mix(hash, word[len / 4]);
    hash = mix(hash, word[len / 2]);
    hash = mix(hash, word[len - 1 - len / 4]);
    hash = mix(hash, word[len - 1]);
    (hash >> 15) as usize
}

#[inline]
const fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ (byte | 0x20) as u32).wrapping_mul(0x9e37_79b1)
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    static COLOURS: Table<u8, 8> = Table::new(&[("red", 1), ("green", 2), ("blue", 3), ("s_b", 4)]);

    #[test]
    fn words_are_found_in_any_case_and_nothing_else_is() {
        for (word, value) in [
            ("red", Some(1)),
            ("GREEN", Some(2)),
            ("Blue", Some(3)),
            ("S_B", Some(4)),
            ("rad", None),
            ("bluee", None),
            ("", None),
        ] {
            assert_eq!(COLOURS.get(word.as_bytes()), value, "{word}");
        }
    }
}
