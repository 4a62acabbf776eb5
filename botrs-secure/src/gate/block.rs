//! Stage 3, block: whoever failed too often.

use crate::clock::Now;
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::limit::{Key, Memory};

/// Whether somebody is blocked as far as this process knows, without asking anybody.
pub(crate) fn is_known(talk: &Talk) -> bool {
    let engine = &talk.engine;
    let principal = engine.keys.principal(&talk.principal());
    #[cfg(feature = "redis")]
    if engine.fleet.as_ref().is_some_and(|fleet| fleet.known_block(principal).is_some()) {
        return true;
    }
    engine.memory.blocked(principal, talk.now.mono).is_some()
}

pub(crate) fn check(memory: &Memory, principal: Key, now: Now) -> Result<(), Denial> {
    match memory.blocked(principal, now.mono) {
        Some(remaining) => Err(Denial::Blocked { remaining }),
        None => Ok(()),
    }
}
