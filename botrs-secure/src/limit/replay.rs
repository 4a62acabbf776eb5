//! Marks of the messages that were let in: delivery is at least once, execution is not.

use std::time::Duration;

use super::entry::Mark;
use super::key::Key;
use super::memory::Memory;
use super::table::Table;
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
        self.mark(message, now, ttl, Table::make_room)
    }

    /// The same for a privileged command: a flood of others leaves room for its mark.
    pub(crate) fn first_seen_privileged(&self, message: Key, now: Moment, ttl: Duration) -> Seen {
        self.mark(message, now, ttl, Table::make_reserved_room)
    }

    fn mark(
        &self,
        message: Key,
        now: Moment,
        ttl: Duration,
        make_room: fn(&mut Table<Mark>, Moment) -> bool,
    ) -> Seen {
        let mut shard = self.shard(message, now);
        let (now, until) = (shard.now, shard.now + ttl);
        if let Some(mark) = shard.marks.get_mut(message) {
            if mark.until > now {
                return Seen::Again;
            }
            mark.until = until;
        } else if make_room(&mut shard.marks, now) {
            shard.marks.insert(Mark { until, ..Mark::new(message) });
        } else {
            return Seen::Full;
        }
        Seen::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Bounds;

    #[test]
    fn marks_are_left_for_what_is_privileged() {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        let memory = Memory::with_shards(Bounds { bytes: 0 }, 1);
        let mut full = 1;
        while memory.first_seen(Key(full), Moment(0), HOUR) == Seen::First {
            full += 1;
        }
        assert_eq!(memory.first_seen_privileged(Key(full), Moment(0), HOUR), Seen::First);
        assert_eq!(memory.first_seen(Key(full), Moment(0), HOUR), Seen::Again);
        let reserved = full / 10;
        let last = (full + 1..)
            .find(|&key| memory.first_seen_privileged(Key(key), Moment(0), HOUR) == Seen::Full);
        assert!(last.is_some_and(|last| last > full + reserved && last < 2 * full));
    }
}
