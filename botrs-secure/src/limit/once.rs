//! What happens a single time: confirmations, and one reply in a window.

use std::time::Duration;

use super::entry::Pending;
use super::key::{BucketKey, Key};
use super::memory::Memory;
use super::quota::Quota;
use super::shard::Shard;
use super::take::Take;
use crate::clock::Moment;

/// What a look at a kept value found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is this one, which stays.
    Right,
    /// It is none, or another.
    Wrong,
    /// It is not good yet, whether it is this one or another.
    Early,
}

/// So many wrong values and the right one is void.
pub(super) const MOST_WRONG: u8 = 3;

impl Memory {
    /// Keeps a value for `ttl`, in place of an earlier one. False if there is no room.
    pub(crate) fn put_once(&self, key: Key, value: u128, now: Moment, ttl: Duration) -> bool {
        let mut shard = self.shard(key, now);
        let fresh = Pending { value: halves(value), until: shard.now + ttl, ..Pending::new(key) };
        let now = shard.now;
        if let Some(pending) = shard.pending.get_mut(key) {
            *pending = fresh;
        } else if shard.pending.make_room(now) {
            shard.pending.insert(fresh);
        } else {
            return false;
        }
        true
    }

    /// The value that is kept.
    pub(crate) fn look_once(&self, key: Key, now: Moment) -> Option<u128> {
        let shard = self.shard(key, now);
        let pending = shard.pending.get(key).filter(|pending| pending.until > shard.now)?;
        let [upper, lower] = pending.value.map(u128::from);
        Some(upper << 64 | lower)
    }

    /// Whether this value is kept; the third wrong one deletes it. While it lasts longer than `ripe`
    /// it is not good yet, and nothing counts.
    pub(crate) fn check_once(&self, key: Key, value: u128, ripe: Duration, now: Moment) -> Checked {
        self.shard(key, now).check_once(key, value, ripe)
    }

    /// True once, for the value that was kept; the third wrong one deletes it.
    pub(crate) fn take_once(&self, key: Key, value: u128, now: Moment) -> bool {
        let mut shard = self.shard(key, now);
        let is_right = shard.check_once(key, value, Duration::MAX) == Checked::Right;
        if is_right {
            shard.pending.remove(key);
        }
        is_right
    }

    /// Whether nothing was let through for this bucket within the window; then this is.
    pub(crate) fn once(&self, bucket: BucketKey, window: Duration, now: Moment) -> bool {
        self.take(&[Take { bucket, quota: Quota::once_per(window), cost: 1 }], now).is_ok()
    }
}

impl Shard {
    fn check_once(&mut self, key: Key, value: u128, ripe: Duration) -> Checked {
        let now = self.now;
        let Some(pending) = self.pending.get_mut(key) else { return Checked::Wrong };
        if pending.until.since(now) > ripe {
            return Checked::Early;
        }
        if pending.until > now && pending.value == halves(value) {
            return Checked::Right;
        }
        pending.wrong += 1;
        if pending.wrong >= MOST_WRONG {
            self.pending.remove(key);
        }
        Checked::Wrong
    }
}

/// Two words, which need no wider place than one.
fn halves(value: u128) -> [u64; 2] {
    [(value >> 64) as u64, value as u64]
}
