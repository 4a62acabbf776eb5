//! Blocks that are made, looked up and lifted without a failure.

use std::time::Duration;

use super::super::key::Key;
use super::script::{BLOCK, BLOCKED, UNBLOCK};
use super::{Shared, Unavailable, micros, wait};

impl Shared {
    /// Blocks the principal for a period, or until an earlier block ends, if that is later; for how long.
    ///
    /// More than 73 years count as that. Where the server does not answer it gets the block when it comes
    /// back, and [`known_block`](Self::known_block) has it at once.
    pub(crate) async fn block(
        &self,
        principal: Key,
        period: Duration,
    ) -> Result<Duration, Unavailable> {
        let period = Duration::from_micros(micros(period));
        self.link.mirror.lock().remember(principal, period, None);
        let reply = self
            .link
            .run(&BLOCK, |call| {
                let names = &self.link.names;
                call.key(names.block(principal)).key(names.flood(principal)).arg(micros(period));
            })
            .await?;
        let remaining = wait(reply.first);
        self.link.mirror.lock().remember(principal, remaining, Some(&reply.generation));
        Ok(remaining)
    }

    /// Has the server told of a block that was made here, when it is back.
    pub(crate) fn remember_block(&self, principal: Key, period: Duration) {
        self.link.mirror.lock().remember(principal, period, None);
    }

    /// For how long the principal stays blocked.
    pub(crate) async fn blocked(&self, principal: Key) -> Result<Option<Duration>, Unavailable> {
        let reply = self
            .link
            .run(&BLOCKED, |call| {
                call.key(self.link.names.block(principal));
            })
            .await?;
        let remaining = (reply.first > 0).then(|| wait(reply.first));
        if let Some(remaining) = remaining {
            self.link.mirror.lock().remember(principal, remaining, Some(&reply.generation));
        }
        Ok(remaining)
    }

    /// Lifts a block and forgets the failures; whether there was a block.
    ///
    /// A machine that saw the block knows of that from the principal's next message on: until then the block
    /// holds there without the server, and comes back if the server loses its state.
    pub(crate) async fn unblock(&self, principal: Key) -> Result<bool, Unavailable> {
        let names = &self.link.names;
        let reply = self
            .link
            .run(&UNBLOCK, |call| {
                call.key(names.block(principal)).key(names.failures(principal));
            })
            .await?;
        self.link.mirror.lock().forget(principal);
        Ok(reply.first > 0)
    }
}
