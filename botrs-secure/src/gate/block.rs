//! Stage 3, block: whoever failed too often.

use crate::clock::Now;
use crate::gate::denial::Denial;
use crate::limit::{Key, Memory};

pub(crate) fn check(memory: &Memory, principal: Key, now: Now) -> Result<(), Denial> {
    match memory.blocked(principal, now.mono) {
        Some(remaining) => Err(Denial::Blocked { remaining }),
        None => Ok(()),
    }
}
