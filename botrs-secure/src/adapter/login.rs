//! A bot's credentials in use: its token, its API and who it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use botrs::http::HttpClient;
use botrs::{BotApi, DEFAULT_TIMEOUT};
use tokio::sync::watch;

use super::start::{StartError, StartErrorKind};
use super::token::{Current, RotatingToken, Told};
use crate::gate::AlertKind;
use crate::id::{BotId, UserId};
use crate::secret::SecretText;

/// A bot that the platform knows.
pub(crate) struct Login {
    token: RotatingToken,
    /// When a request last cast doubt on the token.
    suspected: parking_lot::Mutex<Option<Instant>>,
    /// Requests in a row that the platform refused as not permitted.
    forbidden: AtomicU32,
    me: Me,
}

/// After how many requests in a row that are not permitted a person is told.
const FORBIDDEN: u32 = 5;

/// Who the bot is.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    pub(crate) id: UserId,
    pub(crate) name: String,
}

impl Login {
    /// Fetches a token and asks the platform who the bot is. What becomes of the token later goes on the record.
    pub(crate) async fn new(
        app: BotId,
        secret: SecretText,
        sandbox: bool,
        told: Told,
    ) -> Result<Self, StartError> {
        let http = HttpClient::new(DEFAULT_TIMEOUT, sandbox)
            .map_err(|error| StartError::new(StartErrorKind::Machine, error.to_string()))?;
        let token = RotatingToken::new(app, secret, http, told).await?;
        let info = token.current().api.get_bot_info().await;
        let info = info.map_err(|error| StartError::from_request(&error))?;
        let id = info.id.parse().map_err(|_| {
            StartError::new(StartErrorKind::Platform, "the bot has no id in /users/@me")
        })?;
        let me = Me { id, name: info.username };
        Ok(Self {
            token,
            suspected: parking_lot::Mutex::default(),
            forbidden: AtomicU32::new(0),
            me,
        })
    }

    pub(crate) fn me(&self) -> &Me {
        &self.me
    }

    /// The API with a valid token.
    pub(super) async fn api(&self) -> Result<Arc<BotApi>, StartError> {
        Ok(Arc::clone(&self.valid().await?.api))
    }

    /// The API with the token in use, valid or not.
    pub(super) fn last_api(&self) -> Arc<BotApi> {
        Arc::clone(&self.token.current().api)
    }

    /// A valid token and its number.
    pub(super) async fn valid(&self) -> Result<Arc<Current>, StartError> {
        self.token.valid().await
    }

    /// The number of the token in use.
    pub(super) fn number(&self) -> u64 {
        self.token.current().number
    }

    /// Has a token replaced with which a request was refused.
    ///
    /// Once a minute at most: an address that is not on the allow list is refused alike.
    pub(super) fn suspect(&self) {
        let now = Instant::now();
        let mut last = self.suspected.lock();
        if last.is_none_or(|last| now.duration_since(last) >= Duration::from_secs(60)) {
            *last = Some(now);
            self.token.refuse(self.number());
        }
    }

    /// Fetches a token in place of the refused one; shards that were refused together fetch one.
    pub(super) async fn renew(&self, refused: u64) -> Result<(), StartError> {
        self.token.replace(refused).await
    }

    /// Uses another AppSecret from now on, if the platform gives out a token for it.
    pub(crate) async fn rotate(&self, secret: SecretText) -> Result<(), StartError> {
        self.token.rotate(secret).await
    }

    /// The AppSecret in use, and each that takes its place.
    pub(crate) fn secret(&self) -> watch::Receiver<SecretText> {
        self.token.secret()
    }

    /// Asks for an alarm.
    pub(crate) fn alarm(&self, kind: AlertKind) {
        self.token.alarm(kind);
    }

    /// Counts a request that was not permitted, or forgets those before one that was.
    pub(super) fn permitted(&self, is_permitted: bool) {
        if is_permitted {
            self.forbidden.store(0, Ordering::Relaxed);
        } else if self.forbidden.fetch_add(1, Ordering::Relaxed) + 1 >= FORBIDDEN {
            self.forbidden.store(0, Ordering::Relaxed);
            self.alarm(AlertKind::Forbidden);
        }
    }
}
