//! What happens a single time: confirmations, and one reply in a window.

use std::time::Duration;

use super::entry::Pending;
use super::key::{BucketKey, Key};
use super::memory::Memory;
use super::quota::Quota;
use super::take::Take;
use crate::clock::Moment;

/// So many wrong values and the right one is void.
pub(super) const MOST_WRONG: u8 = 3;

impl Memory {
    /// Keeps a value for `ttl`, in place of an earlier one. False if there is no room.
    pub(crate) fn put_once(&self, key: Key, value: u64, now: Moment, ttl: Duration) -> bool {
        let mut shard = self.shard(key, now);
        let fresh = Pending { value, until: shard.now + ttl, ..Pending::new(key) };
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

    /// True once, for the value that was kept; the third wrong one deletes it.
    pub(crate) fn take_once(&self, key: Key, value: u64, now: Moment) -> bool {
        let mut shard = self.shard(key, now);
        let now = shard.now;
        let Some(pending) = shard.pending.get_mut(key) else { return false };
        let right = pending.until > now && pending.value == value;
        pending.wrong += 1;
        if right || pending.wrong >= MOST_WRONG {
            shard.pending.remove(key);
        }
        right
    }

    /// Whether nothing was let through for this bucket within the window; then this is.
    pub(crate) fn once(&self, bucket: BucketKey, window: Duration, now: Moment) -> bool {
        let bucket = bucket.apart();
        self.take(&[Take { bucket, quota: Quota::once_per(window), cost: 1 }], now).is_ok()
    }
}
