//! The task that fetches tokens, the only one that does.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::{Current, Fetch, Fetched, Shared};
use crate::adapter::backoff::Backoff;
use crate::adapter::start::{StartError, StartErrorKind};
use crate::audit::{Event, Kind};
use crate::command::BoxFuture;
use crate::gate::AlertKind;
use crate::secret::SecretText;

/// Another AppSecret, and who is told whether it was taken.
pub(super) struct Order {
    pub(super) secret: SecretText,
    pub(super) done: oneshot::Sender<Result<(), StartError>>,
}

pub(super) struct Keeper {
    shared: Arc<Shared>,
    fetch: Fetch,
    backoff: Backoff,
    /// Tries in a row that failed.
    failures: u32,
}

impl Keeper {
    pub(super) fn new(shared: Arc<Shared>, fetch: Fetch) -> Self {
        Self { shared, fetch, backoff: Backoff::default(), failures: 0 }
    }

    pub(super) async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        let mut due = Instant::now() + self.shared.current.load().lease.refresh_after();
        loop {
            tokio::select! {
                () = sleep_until(due) => {}
                // After a failure its pause is kept, whoever asks.
                () = self.shared.wanted.notified(), if self.failures == 0 => {
                    if !self.shared.is_wanted() {
                        continue;
                    }
                }
                Some(order) = orders.recv() => {
                    if let Some(pause) = self.rotate(order).await {
                        due = Instant::now() + pause;
                    }
                    continue;
                }
            }
            let pause = self.attempt().await;
            due = Instant::now() + pause;
        }
    }

    /// Tries once; how long to wait until the next time.
    async fn attempt(&mut self) -> Duration {
        let secret = self.shared.secret.borrow().clone();
        match contained((self.fetch)(secret)).await {
            Ok(fetched) => self.install(fetched),
            Err(error) => {
                self.tell(&error);
                self.failures = self.failures.saturating_add(1);
                self.shared.trouble.send_replace(Some(error));
                self.backoff.after(Duration::ZERO)
            }
        }
    }

    /// Takes another secret if there is a token for it; how long to wait then until the next time.
    async fn rotate(&mut self, order: Order) -> Option<Duration> {
        let fetched = contained((self.fetch)(order.secret.clone())).await;
        let (pause, taken) = match fetched {
            Ok(fetched) => {
                self.shared.secret.send_replace(order.secret);
                (Some(self.install(fetched)), Ok(()))
            }
            Err(error) => (None, Err(error)),
        };
        // Whoever no longer waits for it need not be told.
        let _ = order.done.send(taken);
        pause
    }

    fn install(&mut self, fetched: Fetched) -> Duration {
        let shared = &self.shared;
        let number = shared.current.load().number;
        let next = Current::new(number + 1, &shared.http, fetched, &shared.told.clock);
        let pause = next.lease.refresh_after();
        shared.current.store(Arc::new(next));
        shared.trouble.send_replace(None);
        let was_refused = shared.refused.load(Ordering::Relaxed) == number + 1;
        if was_refused || self.failures > 0 {
            let details = (self.failures > 0).then(|| format!("failures={}", self.failures));
            self.record(Kind::Lifecycle, "renewed", details);
        }
        (self.backoff, self.failures) = (Backoff::default(), 0);
        pause
    }

    /// Records the first failure in a row and alarms of it; each is logged.
    fn tell(&self, error: &StartError) {
        tracing::warn!(%error, failures = self.failures, "no new token / 未能取得新的凭据");
        if self.failures == 0 {
            self.record(Kind::Alert, "unrenewed", Some(error.kind().name().into()));
            self.shared.told.alarm(AlertKind::Token { cause: error.kind() });
        }
    }

    fn record(&self, kind: Kind, rule: &'static str, details: Option<String>) {
        let shared = &self.shared;
        shared.told.audit.privileged(Event {
            bot: Some(shared.bot),
            success: matches!(kind, Kind::Lifecycle),
            details: details.map(Into::into),
            ..Event::new(kind, shared.told.clock.now().wall, "token", rule)
        });
    }
}

/// botrs' arithmetic may panic on what an endpoint answers; that is a failure like others.
pub(super) async fn contained(
    fetching: BoxFuture<'static, Result<Fetched, StartError>>,
) -> Result<Fetched, StartError> {
    let panicked = || StartError::new(StartErrorKind::Platform, "botrs failed on the token");
    AssertUnwindSafe(fetching).catch_unwind().await.unwrap_or_else(|_| Err(panicked()))
}
