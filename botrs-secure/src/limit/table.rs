//! One flat table: open addressing with linear probing, one cache miss a look-up.
//!
//! A map that doubles is half empty at its worst; this one grows by a quarter, is at least 64 %
//! full once it has grown, and its size in bytes is exact.

use super::key::Key;
use crate::clock::Moment;

/// What a table holds. The default is a vacant slot.
pub(super) trait Entry: Copy + Default {
    /// The bits of its [`Key`]; zero in a vacant slot.
    fn tag(&self) -> u64;
    /// From when on it says no more than a missing one.
    fn expires(&self) -> Moment;
    /// From when on it makes way where there is no room.
    fn spare(&self) -> Moment {
        self.expires()
    }
}

/// How many slots an insertion looks at for expired entries.
const SWEEP: usize = 8;
/// The same when there is no room.
const SWEEP_FULL: usize = 64;

pub(super) struct Table<E> {
    /// At least one is vacant, or there is none.
    slots: Vec<E>,
    len: usize,
    /// Where the sweep goes on.
    cursor: usize,
    /// How many slots the bound allows.
    most: usize,
}

impl<E: Entry> Table<E> {
    pub(super) fn new(most: usize) -> Self {
        Self { slots: Vec::new(), len: 0, cursor: 0, most }
    }

    pub(super) fn get(&self, key: Key) -> Option<&E> {
        self.find(key.0).map(|at| &self.slots[at])
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut E> {
        self.find(key.0).map(|at| &mut self.slots[at])
    }

    /// Whether a stranger may have an entry; sweeps a little to make it so.
    pub(super) fn make_room(&mut self, now: Moment) -> bool {
        self.make_room_below(self.most / 5 * 4, now)
    }

    /// The same for what must not be lost: a part of the table is kept for it.
    pub(super) fn make_reserved_room(&mut self, now: Moment) -> bool {
        self.make_room_below(self.most / 10 * 9, now)
    }

    fn make_room_below(&mut self, limit: usize, now: Moment) -> bool {
        self.sweep(SWEEP, |entry| entry.expires() <= now);
        if self.len >= limit {
            self.sweep(SWEEP_FULL, |entry| entry.spare() <= now);
        }
        self.len < limit
    }

    /// Adds an entry whose key is not there yet. Ask for room before.
    pub(super) fn insert(&mut self, entry: E) {
        if self.len + 1 > self.slots.len() / 5 * 4 {
            self.grow();
        }
        self.len += 1;
        self.place(entry);
    }

    pub(super) fn remove(&mut self, key: Key) {
        if let Some(at) = self.find(key.0) {
            self.remove_at(at);
        }
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<E>()
    }

    fn find(&self, tag: u64) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = self.home(tag);
        loop {
            match self.slots[at].tag() {
                0 => return None,
                found if found == tag => return Some(at),
                _ => at = self.next(at),
            }
        }
    }

    fn place(&mut self, entry: E) {
        let mut at = self.home(entry.tag());
        while self.slots[at].tag() != 0 {
            at = self.next(at);
        }
        self.slots[at] = entry;
    }

    /// The upper bits choose the slot; the lower ones have chosen the shard.
    fn home(&self, tag: u64) -> usize {
        ((u128::from(tag) * self.slots.len() as u128) >> 64) as usize
    }

    fn next(&self, at: usize) -> usize {
        if at + 1 == self.slots.len() { 0 } else { at + 1 }
    }

    /// How far `to` is behind `from`, around the end.
    fn distance(&self, from: usize, to: usize) -> usize {
        if to >= from { to - from } else { to + self.slots.len() - from }
    }

    /// Up to the bound by a quarter; beyond it by what the promise of a vacant slot needs.
    fn grow(&mut self) {
        let size = (self.slots.len() / 4 * 5).max(self.slots.len() + 10).min(self.most);
        let size = size.max(self.len + 2);
        if size <= self.slots.len() {
            return;
        }
        let mut slots = Vec::new();
        slots.reserve_exact(size);
        slots.resize(size, E::default());
        let old = std::mem::replace(&mut self.slots, slots);
        self.cursor = 0;
        for entry in old.into_iter().filter(|entry| entry.tag() != 0) {
            self.place(entry);
        }
    }

    /// Closes the gap with the entries that it had pushed on.
    fn remove_at(&mut self, mut gap: usize) {
        self.len -= 1;
        let mut at = gap;
        loop {
            at = self.next(at);
            let entry = self.slots[at];
            if entry.tag() == 0 {
                break;
            }
            if self.distance(self.home(entry.tag()), at) >= self.distance(gap, at) {
                self.slots[gap] = entry;
                gap = at;
            }
        }
        self.slots[gap] = E::default();
    }

    fn sweep(&mut self, steps: usize, goes: impl Fn(&E) -> bool) {
        for _ in 0..steps.min(self.slots.len()) {
            let entry = &self.slots[self.cursor];
            if entry.tag() != 0 && goes(entry) {
                self.remove_at(self.cursor); // another may have moved here
            } else {
                self.cursor = self.next(self.cursor);
            }
        }
    }
}
