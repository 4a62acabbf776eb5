//! Several quotas in one atomic step: all of them, or none.

use std::time::Duration;

use redis::ScriptInvocation;

use super::super::take::{MAX_TAKES, Take};
use super::script::{TAKE, Word};
use super::{Shared, Unavailable, wait};

impl Shared {
    /// Charges every bucket, or none and says the longest wait, as [`Memory::take`] does: one round trip.
    ///
    /// [`Memory::take`]: super::super::Memory::take
    pub(crate) async fn take(&self, takes: &[Take]) -> Result<Result<(), Duration>, Unavailable> {
        if takes.len() > MAX_TAKES {
            return Ok(Err(Duration::MAX));
        }
        if takes.is_empty() {
            return Ok(Ok(()));
        }
        let link = &self.link;
        let reply = link
            .run(&TAKE, |call| {
                for take in takes {
                    call.key(link.names.bucket(take.bucket.key));
                    charge(call, take);
                }
            })
            .await?;
        match reply.word {
            Word::Ok => Ok(Ok(())),
            Word::Wait => Ok(Err(wait(reply.first))),
            _ => Err(Unavailable::Protocol),
        }
    }
}

/// Its cost, burst and interval.
pub(super) fn charge(call: &mut ScriptInvocation<'_>, take: &Take) {
    let (burst, interval) = take.quota.in_micros();
    call.arg(take.cost).arg(burst).arg(interval);
}
