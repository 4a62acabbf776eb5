//! Failures in a sliding window, and the block that too many of them earn.

use std::time::Duration;

use super::entry::{Offence, Person};
use super::key::Key;
use super::memory::Memory;
use super::shard::Shard;
use crate::clock::Moment;

/// As many failures as a log remembers.
const STAMPS: usize = 13;

/// When failures become a block. The default: more than 5 in an hour block for 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Intrusion {
    /// How many failures within the window are forgiven; more than
    /// [`MAX_THRESHOLD`](Self::MAX_THRESHOLD) counts as that.
    pub(crate) threshold: u32,
    /// How long a failure counts.
    pub(crate) window: Duration,
    /// How long a block lasts.
    pub(crate) block: Duration,
}

impl Intrusion {
    /// The largest threshold: one failure more than this is remembered.
    pub(crate) const MAX_THRESHOLD: u32 = STAMPS as u32 - 1;
}

impl Default for Intrusion {
    fn default() -> Self {
        Self {
            threshold: 5,
            window: Duration::from_secs(60 * 60),
            block: Duration::from_secs(24 * 60 * 60),
        }
    }
}

/// What a failure led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure {
    /// How many failures the window holds, this one included.
    pub(crate) count: u32,
    /// Whether this one began a block.
    pub(crate) blocked: bool,
}

/// The latest failures, the oldest first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Log {
    len: u64,
    stamps: [Moment; STAMPS],
}

impl Log {
    /// Adds a failure and says how many the window holds; at most as many as are remembered.
    pub(super) fn add(&mut self, window: Duration, now: Moment) -> u32 {
        let mut recent = Self::default();
        let old = &self.stamps[..self.len as usize];
        let kept = old.iter().filter(|stamp| now.since(**stamp) < window);
        // Of a full log the oldest makes way.
        let skip = kept.clone().count().saturating_sub(STAMPS - 1);
        for stamp in kept.skip(skip).chain([&now]) {
            recent.stamps[recent.len as usize] = *stamp;
            recent.len += 1;
        }
        *self = recent;
        self.len as u32
    }
}

impl Memory {
    /// Counts a failure of the principal, and blocks it if there were too many.
    ///
    /// Where there is no room to count it apart, it counts together with those of other
    /// strangers; only the one that fails is ever blocked for it.
    pub(crate) fn fail(&self, principal: Key, rule: Intrusion, now: Moment) -> Failure {
        let mut shard = self.shard(principal, now);
        let count = match shard.count_failure(principal, rule.window) {
            Some(count) => count,
            None => self.shared(now).count_failure(rule.window),
        };
        let too_many = count > rule.threshold.min(Intrusion::MAX_THRESHOLD);
        let until = shard.now + rule.block;
        let blocked = too_many && shard.block(principal, until);
        if blocked {
            shard.offences.remove(principal);
        }
        Failure { count, blocked }
    }

    /// Blocks the principal, without a failure, until then, or until an earlier block ends, if that is
    /// later. False if there is no room even for this.
    #[cfg_attr(
        not(feature = "redb"),
        expect(dead_code, reason = "blocks by hand are kept in a store")
    )]
    pub(crate) fn block(&self, principal: Key, until: Moment, now: Moment) -> bool {
        self.shard(principal, now).block(principal, until)
    }

    /// For how long the principal stays blocked.
    pub(crate) fn blocked(&self, principal: Key, now: Moment) -> Option<Duration> {
        let shard = self.shard(principal, now);
        let until = shard.people.get(principal)?.blocked_until;
        (until > shard.now).then(|| until.since(shard.now))
    }

    /// Lifts a block and forgets the failures.
    pub(crate) fn unblock(&self, principal: Key) {
        let mut shard = self.shard(principal, Moment::default());
        shard.offences.remove(principal);
        if let Some(person) = shard.people.get_mut(principal) {
            person.blocked_until = Moment::default();
        }
    }
}

impl Shard {
    /// `None` if there is no room to remember it.
    fn count_failure(&mut self, principal: Key, window: Duration) -> Option<u32> {
        let now = self.now;
        if self.offences.get(principal).is_none() {
            if !self.offences.make_room(now) {
                return None;
            }
            self.offences.insert(Offence::new(principal));
        }
        let offence = self.offences.get_mut(principal)?;
        offence.until = now + window;
        Some(offence.log.add(window, now))
    }

    /// False if there is no room even for this.
    fn block(&mut self, principal: Key, until: Moment) -> bool {
        if self.people.get(principal).is_none() {
            if !self.people.make_reserved_room(self.now) {
                return false;
            }
            self.people.insert(Person::new(principal));
        }
        let Some(person) = self.people.get_mut(principal) else { return false };
        person.blocked_until = person.blocked_until.max(until);
        true
    }
}
