//! Stage 4, flood: too many attempts of one principal, whatever they come to.

use std::time::Duration;

use crate::clock::Now;
use crate::gate::denial::Denial;
use crate::limit::{Key, Memory, Quota};

/// Ten commands a minute.
pub(crate) const ATTEMPTS: Quota = Quota::per(10, Duration::from_secs(60));

/// Counts an attempt, unless the message was seen before: a repeated delivery is nobody's attempt.
pub(crate) fn check(memory: &Memory, principal: Key, message: Key, now: Now) -> Result<(), Denial> {
    if memory.seen(message, now.mono) {
        return Ok(());
    }
    memory.flood(principal, ATTEMPTS, now.mono).map_err(|wait| Denial::Flood { wait })
}
