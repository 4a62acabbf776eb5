//! Commands by which moderators change who may do what, and ask why.
//!
//! Whoever calls one is decided about three times: by the gate, by the platform's word of this moment
//! (`fresh`), and once more when the change comes into force, under the lock that no other change passes.

mod actor;
mod block;
mod grantable;
mod perm;
mod record;
mod why;

use crate::changes::{self, Changes};
use crate::command::CommandSpec;
use crate::error::{Error, Result};
use crate::gate::{Denial, Intent, Live};
#[cfg(test)]
pub(crate) use actor::{Actor, Subject};

/// For [`Builder::admin_commands`](crate::Builder::admin_commands).
pub(crate) const ADMIN: &[&CommandSpec] =
    crate::commands![perm::perm, block::block, block::unblock, why::why];

fn changes(live: &Live) -> Result<Changes> {
    live.talk.engine.changes.clone().ok_or_else(|| Error::denied(Denial::Unproven))
}

/// Makes a change to its end, and records what became of it.
async fn apart(
    intent: Intent,
    change: impl FnOnce() -> Result<bool> + Send + 'static,
) -> Result<bool> {
    changes::apart(move || record::end(intent, change())).await
}
