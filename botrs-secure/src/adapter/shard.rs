//! One connection to the gateway, kept up for the life of the feed.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use botrs::gateway::Gateway;
use botrs::models::gateway::GatewayEvent;
use botrs::{BotError, Intents, Token};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::backoff::Backoff;
use super::close::{AfterClose, after_close};
use super::connected::{Connected, Up};
use super::login::Login;
use super::logs;
use super::queue::Queue;
use super::start::{StartError, StartErrorKind};
use super::starts::Starts;

/// How long the gateway may take to greet the bot.
const GREETING: Duration = Duration::from_secs(30);
/// A connection that something was heard of within this time is not dead.
const QUIET: Duration = Duration::from_secs(30);
/// How often in a row the platform may refuse the credentials before it is believed.
const REFUSALS: u32 = 5;

pub(super) struct Shard {
    pub(super) number: u32,
    pub(super) of: u32,
    pub(super) intents: Intents,
    pub(super) login: Arc<Login>,
    pub(super) starts: Arc<Starts>,
    pub(super) queue: Queue,
    /// Where it counts while it is connected.
    pub(super) connected: watch::Sender<Connected>,
    /// Told when heartbeats of some shard are not answered.
    pub(super) unanswered: watch::Receiver<()>,
}

/// A gateway that can resume, and the number of the token that it uses.
struct Session {
    gateway: Gateway,
    token: Token,
    token_number: u64,
}

/// How a connection ended.
struct Ended {
    /// If the gateway named one.
    code: Option<u16>,
    /// Since it was greeted.
    lived: Duration,
}

impl Shard {
    /// Runs until connecting again cannot help; why.
    pub(super) async fn run(mut self) -> StartError {
        let mut backoff = Backoff::default();
        let mut refusals = 0;
        let mut session = None;
        loop {
            let pause = match self.connection(&mut session).await {
                Ok(ended) => {
                    // A gateway that greets the bot accepts its credentials.
                    if !ended.lived.is_zero() {
                        refusals = 0;
                    }
                    match ended.code.map_or(AfterClose::Resume, after_close) {
                        AfterClose::End(kind) => {
                            let code = ended.code.unwrap_or_default();
                            return StartError::new(kind, code.to_string());
                        }
                        AfterClose::Resume => {}
                        AfterClose::Identify => session = None,
                        AfterClose::RefreshToken => {
                            refusals += 1;
                            if refusals == REFUSALS {
                                return StartError::new(StartErrorKind::Credentials, "4004");
                            }
                            let refused = session.take().map(|session| session.token_number);
                            self.renew(refused.unwrap_or_else(|| self.login.number())).await;
                        }
                    }
                    backoff.after(ended.lived)
                }
                Err(error) => {
                    if error.kind() == StartErrorKind::Credentials {
                        refusals += 1;
                        if refusals == REFUSALS {
                            return error;
                        }
                        self.renew(self.login.number()).await;
                    }
                    self.log_failure(&error);
                    backoff.after(Duration::ZERO)
                }
            };
            sleep(pause).await;
        }
    }

    /// Connects once, until the connection ends.
    async fn connection(&mut self, session: &mut Option<Session>) -> Result<Ended, StartError> {
        let resumable = session.take().filter(|session| session.gateway.session_id().is_some());
        let current = match resumable {
            Some(resumable) => {
                self.starts.resume().await;
                session.insert(resumable)
            }
            None => session.insert(self.identify().await?),
        };
        // botrs does not report that it has no token to send; here the failure is seen.
        if let Err(error) = current.token.authorization_header().await {
            // A session goes on with the token that it began with, whose secret may have been replaced.
            *session = session.take().filter(|session| session.token_number == self.login.number());
            return Err(StartError::from_request(&error));
        }

        let (events, mut received) = mpsc::unbounded_channel();
        let mut greeted = None;
        let mut up = None;
        let mut heard = Instant::now();
        let mut late = pin!(sleep(GREETING));
        let ended = {
            let mut connected = pin!(logs::observe(current.gateway.connect_once(events)));
            loop {
                tokio::select! {
                    biased;
                    Some(event) = received.recv() => {
                        heard = Instant::now();
                        if self.take(event) {
                            greeted = Some(heard);
                            up.get_or_insert_with(|| Up::new(&self.connected));
                        }
                    }
                    ended = &mut connected => break Ok(ended),
                    () = &mut late, if greeted.is_none() => break Err("no greeting"),
                    Ok(()) = self.unanswered.changed() => if heard.elapsed() > QUIET {
                        break Err("no answer to heartbeats");
                    }
                }
            }
        };
        drop(up);
        while let Ok(event) = received.try_recv() {
            self.take(event);
        }
        let (code, error) = match ended {
            Ok((Ok(()), code)) => (code, None),
            Ok((Err(error), code)) => (code.or_else(|| code_of(&error)), Some(error.to_string())),
            Err(silence) => {
                // A session that the gateway does not greet is not worth resuming.
                *session = session.take().filter(|_| greeted.is_some());
                (None, Some(silence.to_string()))
            }
        };
        tracing::info!(shard = self.number, code, error, "the connection has ended / 连接已断开");
        // Whatever was not greeted has not lived.
        Ok(Ended { code, lived: greeted.map_or(Duration::ZERO, |at| at.elapsed()) })
    }

    async fn identify(&self) -> Result<Session, StartError> {
        let url = self.starts.identify().await?;
        let current = self.login.valid().await?;
        let shard = Some([self.number, self.of]);
        let gateway = Gateway::new(url, current.token.clone(), self.intents, shard);
        Ok(Session { gateway, token: current.token.clone(), token_number: current.number })
    }

    /// Hands an event on; whether it was the greeting. That one too: a new session means that events may
    /// have been missed.
    fn take(&self, event: GatewayEvent) -> bool {
        let greeting = matches!(event.event_type.as_deref(), Some("READY" | "RESUMED"));
        self.queue.push(event);
        if greeting {
            self.connected.send_modify(|all| all.greeted = true);
        }
        greeting
    }

    /// Replaces a token that was refused; if that fails, the next connection reports why.
    async fn renew(&self, refused: u64) {
        if let Err(error) = self.login.renew(refused).await {
            self.log_failure(&error);
        }
    }

    fn log_failure(&self, error: &StartError) {
        tracing::warn!(shard = self.number, %error, "cannot connect, trying again / 无法连接，将重试");
    }
}

/// What botrs' errors tell of the close code, should its log tell nothing.
fn code_of(error: &BotError) -> Option<u16> {
    let BotError::Sdk(error) = error else { return None };
    match error.code() {
        // "websocket closed with code 4914"
        9006 => error.message().rsplit(' ').next()?.parse().ok(),
        code => code.try_into().ok(),
    }
}

#[cfg(test)]
mod tests {
    use botrs::error::SdkError;

    use super::*;

    #[test]
    fn botrs_errors_name_the_code_or_its_kind() {
        let sdk = |code, text: &str| BotError::Sdk(SdkError::new(code, text, None::<String>));
        assert_eq!(code_of(&sdk(9006, "websocket closed with code 4914")), Some(4914));
        assert_eq!(code_of(&sdk(9005, "invalid session")), Some(9005));
        assert_eq!(code_of(&sdk(9006, "session num limit")), None);
        assert_eq!(code_of(&sdk(-1, "x")), None);
        assert_eq!(code_of(&BotError::Timeout), None);
    }
}
