//! Failures in a sliding window, and the block that too many of them earn.

use super::super::Intrusion;
use super::super::fail::Failure;
use super::super::key::Key;
use super::script::{FAIL, Word};
use super::{Shared, Unavailable, micros, wait};

impl Shared {
    /// Counts a failure of the principal for so many, and blocks it if there were too many, as [`Memory::fail`] does:
    /// one round trip.
    ///
    /// [`Memory::fail`]: super::super::Memory::fail
    pub(crate) async fn fail(
        &self,
        principal: Key,
        weight: u32,
        rule: Intrusion,
    ) -> Result<Failure, Unavailable> {
        let names = &self.link.names;
        let reply = self
            .link
            .run(&FAIL, |call| {
                call.key(names.block(principal))
                    .key(names.failures(principal))
                    .key(names.flood(principal));
                call.arg(weight)
                    .arg(rule.threshold.min(Intrusion::MAX_THRESHOLD))
                    .arg(micros(rule.window))
                    .arg(micros(rule.block))
                    .arg(Intrusion::MAX_WEIGHT)
                    .arg(micros(Intrusion::LONGEST))
                    .arg(micros(Intrusion::REPEAT));
            })
            .await?;
        let count = u32::try_from(reply.first).map_err(|_| Unavailable::Protocol)?;
        match reply.word {
            Word::Ok => Ok(Failure { count, blocked: None }),
            Word::Blocked => {
                let remaining = wait(reply.second);
                self.link.mirror.lock().remember(principal, remaining, Some(&reply.generation));
                Ok(Failure { count, blocked: Some(remaining) })
            }
            _ => Err(Unavailable::Protocol),
        }
    }
}
