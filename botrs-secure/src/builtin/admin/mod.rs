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

use std::sync::Arc;

use crate::command::CommandSpec;
use crate::error::{Error, Result};
use crate::gate::{Denial, Intent, Live};
use crate::store::Keeper;
#[cfg(test)]
pub(crate) use actor::{Actor, Subject};

/// For [`Builder::admin_commands`](crate::Builder::admin_commands).
pub(crate) const ADMIN: &[&CommandSpec] =
    crate::commands![perm::perm, block::block, block::unblock, why::why];

fn keeper(live: &Live) -> Result<Arc<Keeper>> {
    live.talk.engine.keeper.clone().ok_or_else(|| Error::denied(Denial::Unproven))
}

/// Makes a change on a thread that may block, and records what became of it. The change is made to its
/// end, though nobody may wait for it any more.
async fn apart(
    intent: Intent,
    change: impl FnOnce() -> Result<bool> + Send + 'static,
) -> Result<bool> {
    let task = tokio::task::spawn_blocking(move || record::end(intent, change()));
    task.await.unwrap_or_else(|_| Err(Error::msg("the change was interrupted")))
}
