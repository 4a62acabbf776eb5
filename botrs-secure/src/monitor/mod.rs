//! Watching a bot from outside.
//!
//! | file | holds |
//! |---|---|
//! | `meter` | what is counted and timed, by the facade of the crate `metrics` |
//! | `health` | whether the bot is connected, recorded and in reach of its state |
//! | `sample` | what is looked at each second |
//! | `exporter` | the counts as Prometheus reads them |
//! | `server` | `/metrics` and `/healthz` |

#[cfg(feature = "prometheus")]
mod exporter;
mod health;
mod meter;
mod sample;
#[cfg(feature = "prometheus")]
mod server;

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

#[cfg(feature = "prometheus")]
pub(crate) use exporter::{OtherRecorder, Page};
pub(crate) use health::Health;
pub(crate) use meter::Meter;
#[cfg(feature = "prometheus")]
pub(crate) use server::Watched;

use crate::adapter::Connected;
use crate::engine::Engine;

/// The tasks that watch a bot; they end with this.
pub(crate) struct Monitor {
    stop: watch::Sender<()>,
    tasks: JoinSet<()>,
}

impl Monitor {
    pub(crate) fn start(
        engine: &Arc<Engine>,
        connected: watch::Receiver<Connected>,
        #[cfg(feature = "prometheus")] watched: Option<Watched>,
    ) -> Self {
        let (stop, stopped) = watch::channel(());
        let health = Arc::new(Health::new(engine, connected));
        let mut tasks = JoinSet::new();
        #[cfg(feature = "prometheus")]
        if let Some(watched) = watched {
            tasks.spawn(server::serve(watched, Arc::clone(&health), stopped.clone()));
        }
        tasks.spawn(sample::sample(health, stopped));
        Self { stop, tasks }
    }

    /// Waits until nobody is answered any more.
    pub(crate) async fn end(self) {
        let Self { stop, mut tasks } = self;
        drop(stop);
        while tasks.join_next().await.is_some() {}
    }
}
