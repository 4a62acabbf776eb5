//! Counters that only grow, so that the sum of several moves with each of them.

use crate::sync::{AtomicU64, Ordering};

/// One for everything, and so many others.
pub(super) struct Counters {
    everything: AtomicU64,
    others: Box<[AtomicU64]>,
}

impl Counters {
    pub(super) fn new(others: usize) -> Self {
        let zero = || AtomicU64::new(0);
        Self { everything: zero(), others: (0..others).map(|_| zero()).collect() }
    }

    /// Moves one of them, or that for everything: after what it stands for has changed.
    pub(super) fn bump(&self, number: Option<usize>) {
        let counter = number.map_or(&self.everything, |number| &self.others[number]);
        counter.fetch_add(1, Ordering::Release);
    }

    /// Moves with each of these, and with everything: to be read before what they stand for.
    pub(super) fn sum(&self, numbers: impl Iterator<Item = usize>) -> u64 {
        let read = |counter: &AtomicU64| counter.load(Ordering::Acquire);
        numbers
            .map(|number| read(&self.others[number]))
            .fold(read(&self.everything), u64::wrapping_add)
    }
}
