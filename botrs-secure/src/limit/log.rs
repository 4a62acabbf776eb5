//! What is remembered of whoever failed.

use std::time::Duration;

use crate::clock::Moment;

/// As many failures as a log remembers.
pub(super) const STAMPS: usize = 13;

/// The latest failures, the oldest first, and the blocks that earlier ones earned.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Log {
    stamps: [Moment; STAMPS],
    len: u8,
    /// How many blocks in a row.
    blocks: u8,
    /// Until when another block follows these, in whole seconds.
    repeat_until: u32,
}

impl Log {
    /// Adds a failure that counts for so many, and says how many the window holds; at most as many as are
    /// remembered.
    pub(super) fn add(&mut self, weight: u32, window: Duration, now: Moment) -> u32 {
        let old = self.stamps;
        let kept = old.iter().take(self.len.into()).filter(|stamp| now.since(**stamp) < window);
        let added = STAMPS.min(weight as usize);
        // Of a full log the oldest make way.
        let skip = (kept.clone().count() + added).saturating_sub(STAMPS);
        self.len = 0;
        let recent = kept.skip(skip).copied().chain(std::iter::repeat_n(now, added));
        for (slot, stamp) in self.stamps.iter_mut().zip(recent) {
            *slot = stamp;
            self.len += 1;
        }
        self.len.into()
    }

    /// How many blocks came before one that would begin now.
    pub(super) fn blocks_before(&self, now: Moment) -> u8 {
        if self.repeat_until() > now { self.blocks } else { 0 }
    }

    /// Keeps that a block followed so many others, and forgets the failures that it is for.
    pub(super) fn blocked(&mut self, before: u8, repeat_until: Moment) {
        // Rounded up: 136 years fit.
        let seconds = repeat_until.0.div_ceil(NANOS);
        self.repeat_until = u32::try_from(seconds).unwrap_or(u32::MAX);
        self.blocks = before.saturating_add(1);
        self.len = 0;
    }

    /// Until when the blocks count.
    pub(super) fn repeat_until(&self) -> Moment {
        Moment(u64::from(self.repeat_until) * NANOS)
    }
}

const NANOS: u64 = 1_000_000_000;
