//! A bot's credentials in use: its token, its API and who it is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use botrs::http::HttpClient;
use botrs::{BotApi, DEFAULT_TIMEOUT, Token};

use super::start::{StartError, StartErrorKind};
use crate::audit::{AuditLog, Event, Kind};
use crate::clock::Clock;
use crate::id::{BotId, UserId};

/// A bot that the platform knows.
///
/// botrs keeps a token until it expires even if the platform no longer accepts it, so
/// [`renew`](Self::renew) replaces the token and the API that uses it.
pub(crate) struct Login {
    http: HttpClient,
    current: ArcSwap<Current>,
    renewing: tokio::sync::Mutex<()>,
    /// When a request last cast doubt on the token.
    suspected: parking_lot::Mutex<Option<Instant>>,
    me: Me,
    bot: BotId,
    audit: AuditLog,
    clock: Clock,
}

struct Current {
    /// Which token since the start.
    number: u64,
    token: Token,
    api: Arc<BotApi>,
}

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
        secret: &str,
        sandbox: bool,
        (audit, clock): (AuditLog, Clock),
    ) -> Result<Arc<Self>, StartError> {
        let http = HttpClient::new(DEFAULT_TIMEOUT, sandbox)
            .map_err(|error| StartError::new(StartErrorKind::Machine, error.to_string()))?;
        let current = Current::new(0, &http, Token::new(app.to_string(), secret));
        let info =
            current.api.get_bot_info().await.map_err(|error| StartError::from_request(&error))?;
        let id = info.id.parse().map_err(|_| {
            StartError::new(StartErrorKind::Platform, "the bot has no id in /users/@me")
        })?;
        let me = Me { id, name: info.username };
        let (renewing, suspected) = Default::default();
        Ok(Arc::new(Self {
            http,
            current: ArcSwap::from_pointee(current),
            renewing,
            suspected,
            me,
            bot: app,
            audit,
            clock,
        }))
    }

    pub(crate) fn me(&self) -> &Me {
        &self.me
    }

    pub(crate) fn api(&self) -> Arc<BotApi> {
        Arc::clone(&self.current.load().api)
    }

    /// The token in use and its number.
    pub(super) fn token(&self) -> (u64, Token) {
        let current = self.current.load();
        (current.number, current.token.clone())
    }

    /// Fetches a new token because a request was refused with the one in use.
    ///
    /// Once a minute at most: an address that is not on the allow list is refused alike.
    pub(super) fn suspect(self: &Arc<Self>) {
        let now = Instant::now();
        let mut last = self.suspected.lock();
        if last.is_some_and(|last| now.duration_since(last) < Duration::from_secs(60)) {
            return;
        }
        *last = Some(now);
        let (login, refused) = (Arc::clone(self), self.token().0);
        tokio::spawn(async move {
            if let Err(error) = login.renew(refused).await {
                let error = StartError::from_request(&error);
                tracing::warn!(%error, "no new token / 未能取得新的凭据");
            }
        });
    }

    /// Fetches a token in place of the refused one; shards that were refused together fetch one.
    pub(super) async fn renew(&self, refused: u64) -> botrs::Result<()> {
        let _turn = self.renewing.lock().await;
        let (number, token) = self.token();
        if number != refused {
            return Ok(());
        }
        // A new `Token` has an empty cache; a clone shares it.
        let fresh = Token::new(token.app_id(), token.secret());
        let fetched = fresh.authorization_header().await.map(drop);
        self.record(&fetched);
        fetched?;
        self.current.store(Arc::new(Current::new(number + 1, &self.http, fresh)));
        Ok(())
    }

    /// Records that the token was refused, and whether there is another one.
    fn record(&self, fetched: &botrs::Result<()>) {
        let (kind, rule, details) = match fetched {
            Ok(()) => (Kind::Lifecycle, "renewed", None),
            Err(error) => {
                (Kind::Alert, "unrenewed", Some(StartError::from_request(error).kind().name()))
            }
        };
        self.audit.privileged(Event {
            bot: Some(self.bot),
            success: fetched.is_ok(),
            details: details.map(Into::into),
            ..Event::new(kind, self.clock.now().wall, "token", rule)
        });
    }
}

impl Current {
    fn new(number: u64, http: &HttpClient, token: Token) -> Self {
        let api = Arc::new(BotApi::new(http.clone(), token.clone()));
        Self { number, token, api }
    }
}
