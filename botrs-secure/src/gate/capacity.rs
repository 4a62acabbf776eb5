//! Stage 11, capacity: a slot of the command and one of the bot, before anything is charged.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;

use crate::gate::denial::Denial;
use crate::gate::live::Live;

/// How long a call waits for its slots.
const WAIT: Duration = Duration::from_secs(2);

/// The slots of a running body; given back when it ends, however it ends.
#[derive(Debug)]
pub(crate) struct Slots {
    _command: OwnedSemaphorePermit,
    /// Of a command that everybody may run, so that slow ones leave room for moderators.
    _public: Option<OwnedSemaphorePermit>,
    _bot: OwnedSemaphorePermit,
}

pub(crate) async fn acquire(live: &Live) -> Result<Slots, Denial> {
    let both = async {
        let command = Arc::clone(&live.command.slots).acquire_owned().await.ok()?;
        let engine = &live.talk.engine;
        let public = if live.command.need.is_privileged() {
            None
        } else {
            Some(Arc::clone(&engine.public_bodies).acquire_owned().await.ok()?)
        };
        let bot = Arc::clone(&engine.bodies).acquire_owned().await.ok()?;
        Some(Slots { _command: command, _public: public, _bot: bot })
    };
    tokio::time::timeout(WAIT, both).await.ok().flatten().ok_or(Denial::Overloaded)
}
