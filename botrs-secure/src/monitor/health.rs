//! Whether a bot does what it is there for.

use std::sync::Arc;

use tokio::sync::watch;

use crate::adapter::Connected;
use crate::engine::Engine;

pub(crate) struct Health {
    pub(super) engine: Arc<Engine>,
    connected: watch::Receiver<Connected>,
}

impl Health {
    pub(crate) fn new(engine: &Arc<Engine>, connected: watch::Receiver<Connected>) -> Self {
        Self { engine: Arc::clone(engine), connected }
    }

    /// Whether every shard is connected.
    pub(super) fn is_connected(&self) -> bool {
        self.connected.borrow().is_whole()
    }

    /// Whether what a privileged command does can be recorded.
    pub(super) fn is_recorded(&self) -> bool {
        self.engine.audit.has_room()
    }

    /// Why the state that machines share does not answer: none of a bot that has its own.
    pub(super) fn state(&self) -> Option<Result<(), &'static str>> {
        #[cfg(feature = "redis")]
        if let Some(fleet) = &self.engine.fleet {
            return Some(fleet.shared().trouble().map_or(Ok(()), |why| Err(why.rule())));
        }
        None
    }

    /// What is wrong, a line each, for whoever watches.
    #[cfg(feature = "prometheus")]
    pub(crate) fn troubles(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        if !self.is_connected() {
            troubles.push("gateway: not connected".to_owned());
        }
        if !self.is_recorded() {
            troubles.push("audit: not written".to_owned());
        }
        if let Some(Err(rule)) = self.state() {
            troubles.push(format!("state: {rule}"));
        }
        troubles
    }
}
