//! Takes a changed AppSecret from the file that the bot's credentials were read from.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::Instant;

use crate::adapter::{Login, StartError};
use crate::audit::{AuditLog, Event, Kind};
use crate::bot::ear::Ear;
use crate::bot::watch::at_rest;
use crate::clock::Clock;
use crate::engine::Engine;
use crate::gate::AlertKind;
use crate::id::BotId;
use crate::secret::{Credentials, CredentialsError, SecretText};

/// The pause before a secret that was not taken is tried again; it doubles each time.
const FIRST: Duration = Duration::from_secs(4);
const LONGEST: Duration = Duration::from_secs(600);

/// What the file says.
type Read = Result<(BotId, SecretText), CredentialsError>;

pub(crate) struct Rotation {
    first: Credentials,
    login: Arc<Login>,
    audit: AuditLog,
    clock: Clock,
    /// What was not taken, which is told once.
    refused: Option<Read>,
    /// When that is tried again, if it may be taken then.
    again: Option<Instant>,
    /// How long that pause is.
    pause: Duration,
}

impl Rotation {
    pub(crate) fn new(first: Credentials, login: &Arc<Login>, engine: &Engine) -> Self {
        let (login, audit, clock) = (Arc::clone(login), engine.audit.clone(), engine.clock.clone());
        Self { first, login, audit, clock, refused: None, again: None, pause: FIRST }
    }

    /// Watches the file, if the credentials are from one.
    pub(crate) async fn watch(mut self) {
        let Some(origin) = self.first.origin().cloned() else { return };
        let mut ear = Ear::default();
        loop {
            ear.listen_to(Some(origin.path().into()));
            ear.heard().await;
            let (origin, first) = (origin.clone(), self.first.clone());
            let read = move || origin.read(&first).map(|read| (read.app_id(), read.secret()));
            // What does not stop changing is looked at again.
            if let Ok(Some(read)) = spawn_blocking(|| at_rest(read)).await {
                self.take(read).await;
            }
        }
    }

    async fn take(&mut self, read: Read) {
        let is_known = self.refused.as_ref() == Some(&read);
        if is_known && self.again.is_none_or(|again| Instant::now() < again) {
            return;
        }
        let (is_open, details, reason) = match &read {
            Ok((app, _)) if *app != self.first.app_id() => {
                let zh = format!("文件中是另一个机器人（AppID {app}）：换机器人请重启");
                let en =
                    format!("the file is of another bot (AppID {app}): to be another bot, restart");
                (false, format!("another AppID: {app}"), format!("{zh} / {en}"))
            }
            Ok((_, secret)) => match self.offer(secret).await {
                Ok(()) => {
                    self.refused = None;
                    return;
                }
                // Even where that is the reason: QQ may not know it yet, or something in between answered.
                Err(error) => (true, error.kind().name().to_owned(), error.to_string()),
            },
            Err(error) => (false, error.to_string(), error.to_string()),
        };
        self.pause = if is_known { (self.pause * 2).min(LONGEST) } else { FIRST };
        self.refused = Some(read);
        self.again = is_open.then(|| Instant::now() + self.pause);
        if !is_known {
            tracing::error!(
                "换过的 AppSecret 未被采用，仍用之前的 / a changed AppSecret was not taken, the one before stays:\n{reason}"
            );
            self.record(Kind::Alert, AlertKind::Secret.rule(), Some(details));
            self.login.alarm(AlertKind::Secret);
        }
    }

    /// Uses this secret, if it is another one and the platform gives out a token for it.
    async fn offer(&self, secret: &SecretText) -> Result<(), StartError> {
        if *secret == *self.login.secret().borrow() {
            return Ok(());
        }
        self.login.rotate(secret.clone()).await?;
        tracing::info!("the AppSecret was replaced / 已换用新的 AppSecret");
        self.record(Kind::Lifecycle, "secrets.rotated", None);
        Ok(())
    }

    fn record(&self, kind: Kind, rule: &'static str, details: Option<String>) {
        self.audit.privileged(Event {
            bot: Some(self.first.app_id()),
            success: matches!(kind, Kind::Lifecycle),
            details: details.map(Into::into),
            ..Event::new(kind, self.clock.now().wall, "secrets", rule)
        });
    }
}
