//! The state of the gate in memory: shards, and how a call finds its own.

use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};

use super::bounds::Bounds;
use super::entry::Person;
use super::key::Key;
use super::quota::Quota;
use super::shard::Shard;
use super::shared::{Pool, Shared};
use crate::clock::Moment;

const SHARDS: usize = 64;

/// Blocks, floods, replay marks, quotas and pending confirmations.
///
/// Locks are taken in the order of the shards and `shared` last.
pub(crate) struct Memory {
    /// A power of two of them.
    shards: Box<[Line]>,
    shared: Mutex<Shared>,
}

/// No two mutexes share a cache line.
#[repr(align(64))]
struct Line(Mutex<Shard>);

impl Memory {
    /// Empty, and never larger than the bounds.
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self::with_shards(bounds, SHARDS)
    }

    pub(super) fn with_shards(bounds: Bounds, shards: usize) -> Self {
        let slots = bounds.divide(shards, shards * size_of::<Line>());
        Self {
            shards: (0..shards).map(|_| Line(Mutex::new(Shard::new(slots)))).collect(),
            shared: Mutex::default(),
        }
    }

    /// What the tables and their shards occupy.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn bytes(&self) -> usize {
        let tables: usize = self.shards.iter().map(|shard| shard.0.lock().bytes()).sum();
        tables + size_of_val(&*self.shards)
    }

    /// Counts a command of the principal against its flood quota, or says how long to wait. Of whoever is
    /// blocked nothing counts; the block is asked for by itself.
    pub(crate) fn flood(&self, principal: Key, quota: Quota, now: Moment) -> Result<(), Duration> {
        let mut shard = self.shard(principal, now);
        let now = shard.now;
        if let Some(person) = shard.people.get_mut(principal) {
            person.attempt(quota, now)?;
        } else if shard.people.make_room(now) {
            let mut person = Person::new(principal);
            person.attempt(quota, now)?;
            shard.people.insert(person);
        } else {
            let (mut shared, pool) = (self.shared(now), Pool::Flood(quota));
            let tat = quota.charge(shared.tat(pool), 1, shared.now)?;
            shared.set_tat(pool, tat);
        }
        Ok(())
    }

    /// The lower bits choose the shard; the upper ones choose the slot.
    pub(super) fn index(&self, key: Key) -> usize {
        key.0 as usize & (self.shards.len() - 1)
    }

    pub(super) fn shard(&self, key: Key, now: Moment) -> MutexGuard<'_, Shard> {
        self.shard_at(self.index(key), now)
    }

    pub(super) fn shard_at(&self, index: usize, now: Moment) -> MutexGuard<'_, Shard> {
        let mut shard = self.shards[index].0.lock();
        shard.now = shard.now.max(now);
        shard
    }

    pub(super) fn shared(&self, now: Moment) -> MutexGuard<'_, Shared> {
        let mut shared = self.shared.lock();
        shared.now = shared.now.max(now);
        shared
    }
}
