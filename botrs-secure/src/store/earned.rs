//! Blocks that failures earned: in force at once, in the store soon after.
//!
//! Whoever is refused waits for no disk. One task at a time keeps all that wait, in one transaction, and
//! writes the record of each when it is done: it says where a block is not kept, and so ends with the
//! process.

use std::mem;
use std::sync::Arc;

use crate::audit::{AuditLog, Event};
use crate::contain::contained;
use crate::place::Principal;
use crate::store::{Block, Keeper, StoreError};

/// How many may wait.
pub(super) const MOST_WAITING: usize = 1_024;

/// What waits to be kept.
#[derive(Default)]
pub(super) struct Waiting {
    earned: Vec<Earned>,
    /// Whether a task is at it.
    is_at_work: bool,
}

#[cfg(test)]
impl Waiting {
    pub(super) fn len(&self) -> usize {
        self.earned.len()
    }
}

/// Somebody who is blocked, and the record of it.
struct Earned {
    who: Principal,
    event: Event,
}

impl Keeper {
    /// Keeps a block that is in force, and records it once it is kept or cannot be.
    pub(crate) fn keep_earned(self: &Arc<Self>, who: Principal, event: Event, audit: &AuditLog) {
        let mut waiting = self.earned.lock();
        if waiting.earned.len() >= MOST_WAITING {
            drop(waiting);
            return record(audit, event, false);
        }
        waiting.earned.push(Earned { who, event });
        if !mem::replace(&mut waiting.is_at_work, true) {
            drop(waiting);
            let (keeper, audit) = (Arc::clone(self), audit.clone());
            let work = Work { keeper, audit, is_done: false };
            drop(tokio::task::spawn_blocking(move || work.run()));
        }
    }

    /// Keeps them, except those that were lifted in the meanwhile; for each whether it is as it should be.
    fn keep_all(&self, earned: &[Earned]) -> Result<Vec<bool>, StoreError> {
        let _blocks = self.blocks.lock();
        let now = self.clock.now();
        let until = |Earned { who, .. }: &Earned| {
            let until = self.blocked_until(who, now)?;
            Some(Block { principal: *who, until })
        };
        let in_force: Vec<_> = earned.iter().map(until).collect();
        let blocks: Vec<_> = in_force.iter().copied().flatten().collect();
        let mut kept = self.store.block_earned(&blocks, now.wall)?.into_iter();
        Ok(in_force.iter().map(|block| block.is_none() || kept.next() == Some(true)).collect())
    }
}

/// The task that keeps them.
struct Work {
    keeper: Arc<Keeper>,
    audit: AuditLog,
    is_done: bool,
}

impl Work {
    fn run(mut self) {
        loop {
            let earned = self.next();
            if earned.is_empty() {
                self.is_done = true;
                return;
            }
            let kept = contained(|| self.keeper.keep_all(&earned)).and_then(|kept| match kept {
                Ok(kept) => Some(kept),
                Err(error) => {
                    tracing::error!(%error, "blocks are not kept / 封锁未能保存");
                    None
                }
            });
            let kept = kept.unwrap_or_else(|| vec![false; earned.len()]);
            for (Earned { event, .. }, kept) in earned.into_iter().zip(kept) {
                record(&self.audit, event, kept);
            }
        }
    }

    /// All that wait; nothing where the work is done, and the next one begins it anew.
    fn next(&self) -> Vec<Earned> {
        let mut waiting = self.keeper.earned.lock();
        let earned = mem::take(&mut waiting.earned);
        waiting.is_at_work = !earned.is_empty();
        earned
    }
}

impl Drop for Work {
    /// A runtime that ends may drop a task that never ran.
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        let waiting = mem::take(&mut *self.keeper.earned.lock());
        for Earned { event, .. } in waiting.earned {
            record(&self.audit, event, false);
        }
    }
}

fn record(audit: &AuditLog, mut event: Event, is_kept: bool) {
    if !is_kept {
        let period = event.details.map(|period| format!("{period}; ")).unwrap_or_default();
        event.details = Some(format!("{period}not in the store: it ends with the process").into());
    }
    // Whoever is refused decides how many there are, so they have no reserved room.
    audit.record(event);
}
