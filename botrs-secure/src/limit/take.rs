//! Several quotas in one atomic step: all of them, or none.

use std::time::Duration;

use parking_lot::MutexGuard;

use super::key::{BucketKey, Key};
use super::memory::Memory;
use super::quota::Quota;
use super::shard::Shard;
use super::shared::{Pool, Shared};
use crate::clock::Moment;

/// The most quotas that one call may be charged for.
pub(crate) const MAX_TAKES: usize = 8;

/// One charge: so much of this bucket's quota.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Take {
    pub(crate) bucket: BucketKey,
    pub(crate) quota: Quota,
    /// How many calls it counts for.
    pub(crate) cost: u32,
}

impl Take {
    /// In place of one that there is not.
    pub(crate) const NONE: Self = Self {
        bucket: BucketKey { key: Key(1), owner: None },
        quota: Quota::new(0, Duration::ZERO),
        cost: 0,
    };
}

impl Memory {
    /// Whether [`take`](Self::take) would succeed, or else the longest wait. Charges nothing.
    pub(crate) fn peek(&self, takes: &[Take], now: Moment) -> Result<(), Duration> {
        if takes.is_empty() {
            return Ok(());
        }
        Decision::default().decide(self, takes, now)
    }

    /// Charges every bucket, or none and says the longest wait.
    ///
    /// More than [`MAX_TAKES`] are refused with [`Duration::MAX`], as is a cost above the burst.
    pub(crate) fn take(&self, takes: &[Take], now: Moment) -> Result<(), Duration> {
        self.take_telling(takes, now, |_, _| {})
    }

    /// The same, and tells the TAT of each bucket that does not share a stranger's; in their order, which
    /// is why it must not wait.
    pub(crate) fn take_telling(
        &self,
        takes: &[Take],
        now: Moment,
        tell: impl FnMut(&Take, Moment),
    ) -> Result<(), Duration> {
        if takes.is_empty() {
            return Ok(());
        }
        let mut decision = Decision::default();
        decision.decide(self, takes, now)?;
        decision.commit(self, takes, tell);
        Ok(())
    }

    /// Sets the TAT of a bucket that was kept elsewhere. Where there is no room, it stays among the
    /// strangers.
    #[cfg(feature = "redb")]
    pub(crate) fn restore(&self, bucket: &BucketKey, tat: Moment, now: Moment) {
        let mut shard = self.shard(bucket.home(), now);
        if shard.tat(bucket).is_some() || shard.buckets.make_room(now) {
            shard.set_tat(bucket, tat);
        }
    }
}

/// The locks, and what would be written. It is filled in place: moving it costs more than deciding.
#[derive(Default)]
struct Decision<'a> {
    /// Each shard once.
    shards: [Option<(usize, MutexGuard<'a, Shard>)>; MAX_TAKES],
    /// Locked only if a bucket has no room.
    shared: Option<MutexGuard<'a, Shared>>,
    /// None for a bucket that refuses.
    charges: [Option<Charge>; MAX_TAKES],
}

#[derive(Clone, Copy)]
struct Charge {
    tat: Moment,
    /// Whether it falls on what strangers share.
    shared: bool,
}

impl<'a> Decision<'a> {
    fn decide(&mut self, memory: &'a Memory, takes: &[Take], now: Moment) -> Result<(), Duration> {
        self.lock(memory, takes, now)?;
        let mut wait = None;
        for at in 0..takes.len() {
            match self.charge(memory, takes, at, now) {
                Ok(charge) => self.charges[at] = Some(charge),
                Err(longer) => wait = wait.max(Some(longer)),
            }
        }
        wait.map_or(Ok(()), Err)
    }

    /// In ascending order, so that no two calls wait for each other.
    fn lock(&mut self, memory: &'a Memory, takes: &[Take], now: Moment) -> Result<(), Duration> {
        let mut indexes = [0; MAX_TAKES];
        let indexes = indexes.get_mut(..takes.len()).ok_or(Duration::MAX)?;
        for (index, take) in indexes.iter_mut().zip(takes) {
            *index = memory.index(take.bucket.home());
        }
        indexes.sort_unstable();
        let mut last = None;
        for (held, &mut index) in self.shards.iter_mut().zip(indexes) {
            if last.replace(index) != Some(index) {
                *held = Some((index, memory.shard_at(index, now)));
            }
        }
        Ok(())
    }

    fn shard(&mut self, index: usize) -> Option<&mut Shard> {
        let mut held = self.shards.iter_mut().flatten();
        held.find(|(at, _)| *at == index).map(|(_, shard)| &mut **shard)
    }

    fn charge(
        &mut self,
        memory: &'a Memory,
        takes: &[Take],
        at: usize,
        now: Moment,
    ) -> Result<Charge, Duration> {
        let Take { bucket, quota, cost } = takes[at];
        let shard = self.shard(memory.index(bucket.home())).ok_or(Duration::MAX)?;
        let (shared, tat, now) = if let Some(tat) = shard.tat(&bucket) {
            (false, tat, shard.now)
        } else if shard.buckets.make_room(shard.now) {
            (false, Moment::default(), shard.now)
        } else {
            let shared = self.shared.get_or_insert_with(|| memory.shared(now));
            (true, shared.tat(Pool::Bucket(quota)), shared.now)
        };
        // What is named twice is charged twice.
        let same = |take: &Take| if shared { take.quota == quota } else { take.bucket == bucket };
        let before = takes[..at].iter().zip(self.charges).rev().find_map(|(take, charge)| {
            charge.filter(|charge| charge.shared == shared && same(take))
        });
        let tat = quota.charge(before.map_or(tat, |charge| charge.tat), cost, now)?;
        Ok(Charge { tat, shared })
    }

    fn commit(&mut self, memory: &Memory, takes: &[Take], mut tell: impl FnMut(&Take, Moment)) {
        for (take, charge) in takes.iter().zip(self.charges.into_iter().flatten()) {
            if !charge.shared {
                if let Some(shard) = self.shard(memory.index(take.bucket.home())) {
                    shard.set_tat(&take.bucket, charge.tat);
                    tell(take, charge.tat);
                }
            } else if let Some(shared) = &mut self.shared {
                shared.set_tat(Pool::Bucket(take.quota), charge.tat);
            }
        }
    }
}
