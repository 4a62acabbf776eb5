//! Failures in a sliding window, and the block that too many of them earn.

use std::time::Duration;

use super::entry::{Offence, Person};
use super::intrusion::Intrusion;
use super::key::Key;
use super::memory::Memory;
use super::shard::Shard;
use crate::clock::Moment;

/// What a failure led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure {
    /// For how many failures those in the window count, this one included.
    pub(crate) count: u32,
    /// The block that this one began.
    pub(crate) blocked: Option<Duration>,
}

impl Failure {
    /// Whether there were more failures than the rule forgives.
    pub(crate) fn is_too_many(self, rule: Intrusion) -> bool {
        self.count > rule.threshold.min(Intrusion::MAX_THRESHOLD)
    }
}

impl Memory {
    /// Counts a failure of the principal for so many, and blocks it if there were too many; each further
    /// block in a row is twice as long.
    ///
    /// Of whoever is blocked nothing counts: calls that were on their way when a block began do not begin
    /// another. Where there is no room to count it apart, it counts together with those of other
    /// strangers; only the one that fails is ever blocked for it.
    pub(crate) fn fail(
        &self,
        principal: Key,
        weight: u32,
        rule: Intrusion,
        now: Moment,
    ) -> Failure {
        let mut shard = self.shard(principal, now);
        if shard.blocked(principal).is_some() {
            return Failure { count: 0, blocked: None };
        }
        let count = match shard.count_failure(principal, weight, rule.window) {
            Some(count) => count,
            None => self.shared(now).count_failure(weight, rule.window),
        };
        let failure = Failure { count, blocked: None };
        if !failure.is_too_many(rule) || rule.block.is_zero() {
            return failure;
        }
        Failure { blocked: shard.block_for_failures(principal, rule), ..failure }
    }

    /// Blocks the principal, without a failure, until then, or until an earlier block ends, if that is
    /// later. False if there is no room even for this.
    #[cfg_attr(
        not(any(test, feature = "redb", feature = "testing")),
        expect(dead_code, reason = "blocks by hand are kept in a store")
    )]
    pub(crate) fn block(&self, principal: Key, until: Moment, now: Moment) -> bool {
        self.shard(principal, now).block(principal, until)
    }

    /// For how long the principal stays blocked.
    pub(crate) fn blocked(&self, principal: Key, now: Moment) -> Option<Duration> {
        self.shard(principal, now).blocked(principal)
    }

    /// Lifts a block, and forgets the failures and the blocks before.
    pub(crate) fn unblock(&self, principal: Key) {
        let mut shard = self.shard(principal, Moment::default());
        shard.offences.remove(principal);
        if let Some(person) = shard.people.get_mut(principal) {
            person.unblock();
        }
    }
}

impl Shard {
    /// `None` if there is no room to remember it.
    fn count_failure(&mut self, principal: Key, weight: u32, window: Duration) -> Option<u32> {
        let now = self.now;
        if self.offences.get(principal).is_none() {
            if !self.offences.make_room(now) {
                return None;
            }
            self.offences.insert(Offence::new(principal));
        }
        let offence = self.offences.get_mut(principal)?;
        offence.until = now + window;
        Some(offence.log.add(weight, window, now))
    }

    /// The block, unless there is no room even for it.
    fn block_for_failures(&mut self, principal: Key, rule: Intrusion) -> Option<Duration> {
        let now = self.now;
        let before = self.offences.get(principal).map_or(0, |past| past.log.blocks_before(now));
        let period = rule.escalated(before);
        if !self.block(principal, now + period) {
            return None;
        }
        if let Some(offence) = self.offences.get_mut(principal) {
            offence.until = now;
            offence.log.blocked(before, now + period + Intrusion::REPEAT);
        }
        Some(period)
    }

    fn blocked(&self, principal: Key) -> Option<Duration> {
        self.people.get(principal)?.blocked(self.now)
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
        person.block(until);
        true
    }
}
