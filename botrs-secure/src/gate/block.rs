//! Stage 3, block: whoever failed too often.

use std::time::Duration;

use crate::clock::Now;
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::limit::{Key, Memory};

/// Whether somebody is blocked as far as this process knows, without asking anybody.
pub(crate) fn is_known(talk: &Talk) -> bool {
    known(talk).is_some()
}

/// For how long still, likewise.
pub(crate) fn known(talk: &Talk) -> Option<Duration> {
    let engine = &talk.engine;
    let principal = engine.keys.principal(&talk.principal());
    #[cfg(feature = "redis")]
    if let Some(remaining) = engine.fleet.as_ref().and_then(|fleet| fleet.known_block(principal)) {
        return Some(remaining);
    }
    engine.memory.blocked(principal, talk.now.mono)
}

pub(crate) fn check(memory: &Memory, principal: Key, now: Now) -> Result<(), Denial> {
    match memory.blocked(principal, now.mono) {
        Some(remaining) => Err(Denial::Blocked { remaining }),
        None => Ok(()),
    }
}
