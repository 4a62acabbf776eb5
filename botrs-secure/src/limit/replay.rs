//! Marks of the messages that were let in: delivery is at least once, execution is not.

use std::time::Duration;

use super::entry::Mark;
use super::key::Key;
use super::memory::Memory;
use crate::clock::Moment;

/// Whether a message is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is, and now it is marked.
    First,
    /// Its mark is live.
    Again,
    /// It cannot be marked: there is no room, and a live mark is never given up.
    Full,
}

impl Memory {
    /// Whether a live mark exists. Marks nothing.
    pub(crate) fn seen(&self, message: Key, now: Moment) -> bool {
        let shard = self.shard(message, now);
        shard.marks.get(message).is_some_and(|mark| mark.until > shard.now)
    }

    /// Marks the message for `ttl`, in one step with the look-up: of many callers one is first.
    pub(crate) fn first_seen(&self, message: Key, now: Moment, ttl: Duration) -> Seen {
        let mut shard = self.shard(message, now);
        let (now, until) = (shard.now, shard.now + ttl);
        if let Some(mark) = shard.marks.get_mut(message) {
            if mark.until > now {
                return Seen::Again;
            }
            mark.until = until;
        } else if shard.marks.make_room(now) {
            shard.marks.insert(Mark { until, ..Mark::new(message) });
        } else {
            return Seen::Full;
        }
        Seen::First
    }
}
