//! A bot: described by a [`Builder`], checked, then connected and run.

mod banner;
mod builder;
mod ear;
mod error;
mod handle;
mod register;
mod reload;
mod rotation;
mod run;
#[cfg(test)]
mod tests;
mod watch;

pub use builder::Builder;
#[cfg(feature = "cli")]
pub(crate) use builder::checked_rules;
pub use error::BuildError;
pub use handle::Handle;

#[cfg(feature = "webhook")]
use crate::adapter::Webhook;
use crate::adapter::{Shards, StartError, Wanted};
use crate::engine::Plan;
use crate::manifest::Manifest;
#[cfg(feature = "prometheus")]
use crate::monitor::Watched;
use crate::secret::Credentials;

/// A bot that is ready to run.
pub struct SecureBot {
    pub(crate) plan: Plan,
    credentials: Credentials,
    sandbox: bool,
    wanted: Wanted,
    shards: Shards,
    logs_secrets: bool,
    #[cfg(feature = "prometheus")]
    watched: Option<Watched>,
    #[cfg(feature = "webhook")]
    webhook: Option<Webhook>,
}

impl SecureBot {
    /// Begins the description of a bot.
    pub fn builder(credentials: Credentials) -> Builder {
        Builder::new(credentials)
    }

    /// A handle that acts on the bot while it runs.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle::new(&self.plan)
    }

    /// What every command of the bot needs and may do, as data to be kept and compared.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        Manifest::of(&self.plan)
    }

    /// Where the bot can be watched, if it can: of a port 0, the one that the system chose.
    #[cfg(feature = "prometheus")]
    #[must_use]
    pub fn watched_at(&self) -> Option<std::net::SocketAddr> {
        self.watched.as_ref().and_then(Watched::address)
    }

    /// Connects to QQ, or serves its callback, and runs until Ctrl-C (or SIGTERM), or until the platform ends every connection.
    ///
    /// Calls that are on their way are let run to their end, for 10 seconds at most, and the audit is
    /// written out, before this returns.
    ///
    /// # Errors
    ///
    /// What keeps the bot from starting or from going on, with cause and cure.
    pub async fn run(self) -> Result<(), StartError> {
        self.run_until(run::asked_to_stop()).await
    }

    /// Like [`run`](Self::run), until `stop` is ready instead of Ctrl-C.
    ///
    /// # Errors
    ///
    /// The same.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        run::run(self, stop).await
    }
}

impl std::fmt::Debug for SecureBot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecureBot").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}
