//! Events that are queued already: the platform sends one up to four times under the same id.
//!
//! What is signed passes as fresh for ten minutes at most, so that an event is remembered for longer than that.
//! A restart forgets it all; then the gate's own marks tell a message that ran.

use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::fresh::TOLERANCE;
use crate::clock::Moment;

/// How long an event is remembered at least; twice as long at most.
const LASTS: Duration = Duration::from_secs(2 * TOLERANCE.as_secs() + 60);
/// So many are remembered of a span: about 20 MB. That is 1,500 events a second.
const MOST: usize = 1 << 20;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Once {
    /// It is queued now.
    Queued,
    /// It was before.
    Again,
    /// There is no room: it may come again.
    Full,
}

/// Keyed fingerprints of two spans.
#[derive(Default)]
pub(super) struct Replays {
    keys: RandomState,
    young: FxHashSet<u64>,
    old: FxHashSet<u64>,
    since: Moment,
}

impl Replays {
    /// Queues an event, unless one of this name is queued already; remembered only once it is.
    pub(super) fn once(
        &mut self,
        name: Name<'_>,
        now: Moment,
        queue: impl FnOnce() -> bool,
    ) -> Once {
        self.turn(now);
        let mark = self.keys.hash_one(name);
        if self.young.contains(&mark) || self.old.contains(&mark) {
            return Once::Again;
        }
        if self.young.len() >= MOST || !queue() {
            return Once::Full;
        }
        self.young.insert(mark);
        Once::Queued
    }

    fn turn(&mut self, now: Moment) {
        let age = now.since(self.since);
        if age < LASTS {
            return;
        }
        self.old = mem::take(&mut self.young);
        if age >= 2 * LASTS {
            self.old = FxHashSet::default();
        }
        self.since = now;
    }
}

/// What an event is known by.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) enum Name<'e> {
    /// The id of its envelope, which each delivery has.
    Id(&'e str),
    /// Where there is none: the signature of this delivery.
    Signature(&'e [u8; 64]),
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment(5);

    #[test]
    fn an_event_is_queued_once_and_remembered_only_then() {
        let mut replays = Replays::default();
        let id = Name::Id("AT_MESSAGE_CREATE:1");
        assert_eq!(replays.once(id, START, || false), Once::Full);
        assert_eq!(replays.once(id, START, || true), Once::Queued);
        assert_eq!(replays.once(id, START, || panic!("queued twice")), Once::Again);
        assert_eq!(replays.once(Name::Id("AT_MESSAGE_CREATE:2"), START, || true), Once::Queued);
        let signature = [7; 64];
        assert_eq!(replays.once(Name::Signature(&signature), START, || true), Once::Queued);
        assert_eq!(replays.once(Name::Signature(&signature), START, || true), Once::Again);
    }

    #[test]
    fn it_is_remembered_for_longer_than_it_would_pass_as_fresh() {
        for offset in [0, 1, 300, 659, 660, 661, 5_000] {
            let mut replays = Replays::default();
            let at = START + Duration::from_secs(offset);
            assert_eq!(replays.once(Name::Id("a"), at, || true), Once::Queued);
            for later in [1, 60, 599, 600] {
                let later = at + Duration::from_secs(later);
                replays.once(Name::Id("b"), later, || true);
                assert_eq!(replays.once(Name::Id("a"), later, || true), Once::Again, "{offset}");
            }
            let forgotten = at + 2 * LASTS + LASTS;
            assert_eq!(replays.once(Name::Id("a"), forgotten, || true), Once::Queued);
        }
    }

    #[test]
    fn its_memory_has_an_end_and_comes_back() {
        let mut replays = Replays { young: (0..MOST as u64).collect(), ..Replays::default() };
        assert_eq!(replays.once(Name::Id("a"), START, || panic!("not marked")), Once::Full);
        let later = START + LASTS;
        assert_eq!(replays.once(Name::Id("a"), later, || true), Once::Queued);
        assert_eq!(replays.old.len(), MOST);
        replays.once(Name::Id("b"), later + LASTS, || true);
        assert_eq!((replays.old.len(), replays.young.len()), (1, 1));
    }
}
