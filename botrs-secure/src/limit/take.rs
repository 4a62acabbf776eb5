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

impl Memory {
    /// Whether [`take`](Self::take) would succeed, or else the longest wait. Charges nothing.
    pub(crate) fn peek(&self, takes: &[Take], now: Moment) -> Result<(), Duration> {
        self.decide(takes, now).map(drop)
    }

    /// Charges every bucket, or none and says the longest wait.
    ///
    /// More than [`MAX_TAKES`] are refused with [`Duration::MAX`], as is a cost above the burst.
    pub(crate) fn take(&self, takes: &[Take], now: Moment) -> Result<(), Duration> {
        self.decide(takes, now)?.commit(takes);
        Ok(())
    }

    fn decide(&self, takes: &[Take], now: Moment) -> Result<Decision<'_>, Duration> {
        let held = self.lock_all(takes, now)?;
        let mut decision = Decision { held, shared: None, charges: [None; MAX_TAKES] };
        let mut wait = None;
        for i in 0..takes.len() {
            match decision.charge(self, takes, i, now) {
                Ok(charge) => decision.charges[i] = Some(charge),
                Err(longer) => wait = wait.max(Some(longer)),
            }
        }
        wait.map_or(Ok(decision), Err)
    }

    /// The shards of all buckets, each once and in ascending order, so that no two calls wait for
    /// each other.
    fn lock_all(&self, takes: &[Take], now: Moment) -> Result<Held<'_>, Duration> {
        let mut indexes = [0; MAX_TAKES];
        let indexes = indexes.get_mut(..takes.len()).ok_or(Duration::MAX)?;
        for (index, take) in indexes.iter_mut().zip(takes) {
            *index = self.index(take.bucket.home());
        }
        indexes.sort_unstable();
        let mut held = [const { None }; MAX_TAKES];
        let mut last = None;
        for (held, &mut index) in held.iter_mut().zip(indexes) {
            if last.replace(index) != Some(index) {
                *held = Some((index, self.shard_at(index, now)));
            }
        }
        Ok(held)
    }
}

type Held<'a> = [Option<(usize, MutexGuard<'a, Shard>)>; MAX_TAKES];

/// The locks, and what would be written.
struct Decision<'a> {
    held: Held<'a>,
    /// Locked only if a bucket has no room.
    shared: Option<MutexGuard<'a, Shared>>,
    charges: [Option<Charge>; MAX_TAKES],
}

#[derive(Clone, Copy)]
struct Charge {
    place: Place,
    tat: Moment,
}

/// Where a TAT lives.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Own { shard: usize, key: Key },
    Shared(Pool),
}

impl<'a> Decision<'a> {
    fn charge(
        &mut self,
        memory: &'a Memory,
        takes: &[Take],
        i: usize,
        now: Moment,
    ) -> Result<Charge, Duration> {
        let (Take { bucket, quota, cost }, earlier) = (takes[i], &takes[..i]);
        let index = memory.index(bucket.home());
        let shard = shard_of(&mut self.held, index).ok_or(Duration::MAX)?;
        let own = Place::Own { shard: index, key: bucket.key };
        let (place, tat, now) = if let Some(tat) = shard.tat(&bucket) {
            (own, tat, shard.now)
        } else if has_room(shard, &bucket, earlier) {
            (own, Moment::default(), shard.now)
        } else {
            let shared = self.shared.get_or_insert_with(|| memory.shared(now));
            let pool = Pool::Bucket(quota);
            (Place::Shared(pool), shared.tat(pool), shared.now)
        };
        // A bucket that is named twice is charged twice.
        let before = self.charges[..i].iter().flatten().rev().find(|charge| charge.place == place);
        let tat = quota.charge(before.map_or(tat, |charge| charge.tat), cost, now)?;
        Ok(Charge { place, tat })
    }

    fn commit(mut self, takes: &[Take]) {
        for (take, charge) in takes.iter().zip(self.charges.into_iter().flatten()) {
            match charge.place {
                Place::Own { shard, .. } => {
                    if let Some(shard) = shard_of(&mut self.held, shard) {
                        shard.set_tat(&take.bucket, charge.tat);
                    }
                }
                Place::Shared(pool) => {
                    if let Some(shared) = &mut self.shared {
                        shared.set_tat(pool, charge.tat);
                    }
                }
            }
        }
    }
}

fn shard_of<'h>(held: &'h mut Held<'_>, index: usize) -> Option<&'h mut Shard> {
    held.iter_mut().flatten().find(|(at, _)| *at == index).map(|(_, shard)| &mut **shard)
}

/// In the owner's entry, unless an earlier bucket of this call may get that place, or in the table.
fn has_room(shard: &mut Shard, bucket: &BucketKey, earlier: &[Take]) -> bool {
    let first = earlier.iter().all(|take| take.bucket.owner != bucket.owner);
    let now = shard.now;
    (first && shard.has_place(bucket)) || shard.buckets.make_room(now)
}
