//! The bot's token: fetched before it expires, once for all who wait, and never by a command's request.

mod endpoint;
mod keeper;
mod lease;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use botrs::http::HttpClient;
use botrs::{BotApi, Token};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::start::{StartError, StartErrorKind};
use crate::audit::AuditLog;
use crate::clock::Clock;
use crate::command::BoxFuture;
use crate::gate::AlertKind;
use crate::id::BotId;
use crate::secret::SecretText;
use endpoint::Endpoint;
use keeper::{Keeper, Order};
use lease::Lease;

/// How long a request waits for a token, and how many may.
const PATIENCE: Duration = Duration::from_secs(10);
const WAITERS: usize = 1024;
/// How long a connection waits for another token; a try takes half of that at most.
const REPLACED: Duration = Duration::from_secs(60);

/// A token of botrs', with which it sends for at least so long without fetching another.
struct Fetched {
    token: Token,
    lasts: Duration,
}

/// Where tokens come from: the platform, or a test.
type Fetch =
    Arc<dyn Fn(SecretText) -> BoxFuture<'static, Result<Fetched, StartError>> + Send + Sync>;

/// Where what becomes of the token goes: the record, and whoever raises alarms.
pub(crate) struct Told {
    pub(crate) audit: AuditLog,
    pub(crate) clock: Clock,
    pub(crate) alarms: mpsc::Sender<AlertKind>,
}

/// The token in use, and what becomes of it.
pub(crate) struct RotatingToken {
    shared: Arc<Shared>,
    orders: mpsc::Sender<Order>,
    keeper: JoinHandle<()>,
}

/// What the keeper changes and requests look at.
struct Shared {
    http: HttpClient,
    current: ArcSwap<Current>,
    /// Why the last try failed, until one succeeds; sent with each try.
    trouble: watch::Sender<Option<StartError>>,
    /// Asks the keeper to look whether another token is needed.
    wanted: Notify,
    /// How many tokens there were up to the last one that the platform refused; 0 while it refused none.
    refused: AtomicU64,
    waiters: Semaphore,
    /// The AppSecret that tokens are fetched with.
    secret: watch::Sender<SecretText>,
    bot: BotId,
    told: Told,
}

/// A token and the API that uses it.
pub(super) struct Current {
    /// Which token since the start.
    pub(super) number: u64,
    pub(super) token: Token,
    pub(super) api: Arc<BotApi>,
    lease: Lease,
}

impl RotatingToken {
    /// Fetches the first token; from then on it is kept fresh until this is dropped.
    pub(super) async fn new(
        app: BotId,
        secret: SecretText,
        http: HttpClient,
        told: Told,
    ) -> Result<Self, StartError> {
        let endpoint = Arc::new(Endpoint::new(app)?);
        let fetch: Fetch = Arc::new(move |secret| {
            let endpoint = Arc::clone(&endpoint);
            Box::pin(async move { endpoint.fetch(&secret).await })
        });
        Self::fetched_by(fetch, app, secret, http, told).await
    }

    async fn fetched_by(
        fetch: Fetch,
        bot: BotId,
        secret: SecretText,
        http: HttpClient,
        told: Told,
    ) -> Result<Self, StartError> {
        let first = keeper::contained(fetch(secret.clone())).await?;
        let current = Current::new(0, &http, first, &told.clock);
        let shared = Arc::new(Shared {
            http,
            current: ArcSwap::from_pointee(current),
            trouble: watch::Sender::default(),
            wanted: Notify::new(),
            refused: AtomicU64::new(0),
            waiters: Semaphore::new(WAITERS),
            secret: watch::Sender::new(secret),
            bot,
            told,
        });
        let (orders, received) = mpsc::channel(1);
        let keeper = tokio::spawn(Keeper::new(Arc::clone(&shared), fetch).run(received));
        Ok(Self { shared, orders, keeper })
    }

    /// The token in use, valid or not.
    pub(super) fn current(&self) -> Arc<Current> {
        self.shared.current.load_full()
    }

    /// A valid token. Where there is none, one try is waited for, and while tries fail, none.
    pub(super) async fn valid(&self) -> Result<Arc<Current>, StartError> {
        let current = self.current();
        if current.lease.holds(self.shared.told.clock.now()) {
            return Ok(current);
        }
        let _place = self.shared.waiters.try_acquire().map_err(|_| no_token("too many wait"))?;
        let settled =
            self.shared.settled(|current| current.lease.holds(self.shared.told.clock.now()));
        timeout(PATIENCE, settled).await.map_err(|_| no_token("no answer in time"))?
    }

    /// Another token than the refused one.
    pub(super) async fn replace(&self, refused: u64) -> Result<(), StartError> {
        self.refuse(refused);
        let settled = self.shared.settled(|current| current.number != refused);
        timeout(REPLACED, settled).await.map_err(|_| no_token("no answer in time"))?.map(drop)
    }

    /// Has the refused token replaced, without waiting for it.
    pub(super) fn refuse(&self, refused: u64) {
        // What is said of an earlier one must not hide what is said of a later one.
        self.shared.refused.fetch_max(refused + 1, Ordering::Relaxed);
        self.shared.wanted.notify_one();
    }
}

impl RotatingToken {
    /// Uses another AppSecret from now on, if the platform gives out a token for it.
    pub(super) async fn rotate(&self, secret: SecretText) -> Result<(), StartError> {
        let (done, taken) = oneshot::channel();
        self.orders
            .send(Order { secret, done })
            .await
            .map_err(|_| no_token("nothing fetches one"))?;
        taken.await.map_err(|_| no_token("nothing fetches one"))?
    }

    /// The AppSecret in use, and each that takes its place.
    pub(super) fn secret(&self) -> watch::Receiver<SecretText> {
        self.shared.secret.subscribe()
    }

    /// Asks for an alarm; where too many wait, one more tells nothing new.
    pub(super) fn alarm(&self, kind: AlertKind) {
        self.shared.told.alarm(kind);
    }
}

impl Told {
    fn alarm(&self, kind: AlertKind) {
        let _ = self.alarms.try_send(kind);
    }
}

impl Drop for RotatingToken {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Shared {
    /// Whether the keeper has to fetch another token before its time.
    fn is_wanted(&self) -> bool {
        let current = self.current.load();
        self.refused.load(Ordering::Relaxed) == current.number + 1
            || !current.lease.holds(self.told.clock.now())
    }

    /// Waits until the token is good, or a try to fetch one has failed.
    async fn settled(
        &self,
        is_good: impl Fn(&Current) -> bool,
    ) -> Result<Arc<Current>, StartError> {
        let mut trouble = self.trouble.subscribe();
        loop {
            let failed = trouble.borrow_and_update().clone();
            let current = self.current.load_full();
            if is_good(&current) {
                return Ok(current);
            }
            if let Some(error) = failed {
                return Err(error);
            }
            self.wanted.notify_one();
            trouble.changed().await.map_err(|_| no_token("nothing fetches one"))?;
        }
    }
}

impl Current {
    fn new(number: u64, http: &HttpClient, fetched: Fetched, clock: &Clock) -> Self {
        let Fetched { token, lasts } = fetched;
        let api = Arc::new(BotApi::new(http.clone(), token.clone()));
        Self { number, token, api, lease: Lease::new(clock.now(), lasts) }
    }
}

fn no_token(why: &str) -> StartError {
    StartError::new(StartErrorKind::Unreachable, format!("no access token: {why}"))
}
