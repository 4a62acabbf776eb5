//! QQ's callback: events that come by requests to the bot, in place of the gateway.
//!
//! Anybody can send such a request. What is not signed by the platform does not get further than this folder.
//!
//! | file | holds |
//! |---|---|
//! | `serve`, `connections` | listening, and how long and how many |
//! | `door` | the checks, in their order |
//! | `client`, `peers` | who sent it, and how often that was forged |
//! | `body` | how much is read |
//! | `signed`, `keys` | what it claims, and whether that is signed |
//! | `fresh`, `replays` | whether it is old, or comes again |
//! | `envelope`, `challenge` | what it says |
//! | `refusal`, `records` | why it is refused, and the record of that |

mod body;
mod challenge;
mod client;
mod connections;
mod door;
mod envelope;
mod fresh;
mod keys;
mod peers;
mod records;
mod refusal;
mod replays;
mod serve;
mod signed;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

pub(crate) use keys::Keys;
#[cfg(feature = "testing")]
pub(crate) use keys::{signed, signing_key};

use super::connected::{Connected, Up};
use super::feed::{OnEvent, consume};
use super::queue::{Queue, Waiting, queue};
use super::start::{StartError, StartErrorKind};
use crate::audit::AuditLog;
use crate::clock::Clock;
use crate::id::BotId;
use door::Door;
use records::Records;

/// Where QQ's callback is served, by [`Builder::webhook`](crate::Builder::webhook).
///
/// It speaks plain HTTP: a proxy in front of it has the certificate. All of it is in the documentation
/// (`botrs_secure::webhook`).
#[derive(Debug, Clone)]
pub struct Webhook {
    address: SocketAddr,
    path: String,
    proxies: Vec<IpAddr>,
}

impl Default for Webhook {
    fn default() -> Self {
        Self::new()
    }
}

impl Webhook {
    /// At `127.0.0.1:8080`, for the path `/`.
    #[must_use]
    pub fn new() -> Self {
        let address = (Ipv4Addr::LOCALHOST, 8080).into();
        Self { address, path: "/".to_owned(), proxies: Vec::new() }
    }

    /// Listens at this address.
    #[must_use]
    pub fn listen(mut self, address: impl Into<SocketAddr>) -> Self {
        self.address = address.into();
        self
    }

    /// Takes requests for this path alone.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Believes these proxies whom a request came from (`X-Forwarded-For`), and nobody else.
    #[must_use]
    pub fn proxies(mut self, proxies: impl IntoIterator<Item = IpAddr>) -> Self {
        self.proxies = proxies.into_iter().collect();
        self
    }

    /// Whether a request can be for this path.
    pub(crate) fn has_path(&self) -> bool {
        let is_part = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#');
        self.path.starts_with('/') && self.path.bytes().all(is_part)
    }

    /// The path, for whoever is told that it is none.
    pub(crate) fn into_path(self) -> String {
        self.path
    }

    /// Takes the address; nothing is answered yet.
    pub(crate) async fn bind(self) -> Result<Bound, StartError> {
        let refused = |cause: std::io::Error| {
            StartError::new(StartErrorKind::Listen, format!("{}: {cause}", self.address))
        };
        let listener = TcpListener::bind(self.address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Bound { listener, webhook: Self { address, ..self } })
    }
}

/// A webhook whose address is its own.
pub(crate) struct Bound {
    listener: TcpListener,
    webhook: Webhook,
}

/// What the requests are judged by.
pub(crate) struct Judged {
    pub(crate) bot: BotId,
    pub(crate) keys: Arc<Keys>,
    pub(crate) clock: Clock,
    pub(crate) audit: AuditLog,
}

/// The callback of one bot, served until it is closed.
pub(crate) struct Callback {
    webhook: Webhook,
    door: Arc<Door>,
    /// Taken when events are handed on.
    start: Option<(TcpListener, Waiting)>,
    queue: Queue,
    connected: watch::Sender<Connected>,
    running: Option<Running>,
}

/// The tasks of a callback.
struct Running {
    stop: oneshot::Sender<()>,
    /// Dropping it ends them at once.
    tasks: JoinSet<()>,
    _up: Up,
}

impl Callback {
    pub(crate) fn new(bound: Bound, judged: Judged, connected: watch::Sender<Connected>) -> Self {
        let Bound { listener, webhook } = bound;
        let Judged { bot, keys, clock, audit } = judged;
        let (queue, events) = queue();
        let records = Records::new(bot, audit, clock.clone());
        let door = Arc::new(Door {
            app: bot.to_string(),
            webhook: webhook.clone(),
            keys,
            clock,
            queue: queue.clone(),
            replays: Mutex::default(),
            records,
        });
        let start = Some((listener, events));
        Self { webhook, door, start, queue, connected, running: None }
    }

    /// Answers requests and hands their events on from now on. To be called once.
    pub(crate) fn deliver(&mut self, on_event: OnEvent) {
        let Some((listener, events)) = self.start.take() else { return };
        let (stop, stopped) = oneshot::channel();
        self.connected.send_modify(|all| all.of = 1);
        let mut tasks = JoinSet::new();
        tasks.spawn(serve::serve(listener, Arc::clone(&self.door), stopped));
        tasks.spawn(consume(events, on_event));
        self.running = Some(Running { stop, tasks, _up: Up::new(&self.connected) });
    }

    /// Puts another AppSecret in force. What the platform signed with it before counts against nobody any more.
    pub(crate) fn replace(&self, secret: &str) {
        self.door.keys.replace(secret);
        self.door.records.forget_peers();
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.webhook.address
    }

    pub(crate) fn path(&self) -> &str {
        &self.webhook.path
    }

    /// How many events found no room.
    pub(crate) fn shed(&self) -> u64 {
        self.queue.shed()
    }

    /// Takes no request any more, answers those that are on their way, then waits until the events that had come are
    /// handed on.
    pub(crate) async fn close(mut self) {
        let running = self.running.take();
        // With the last sender the queue ends.
        drop(self);
        let Some(Running { stop, mut tasks, _up }) = running else { return };
        drop(stop);
        while tasks.join_next().await.is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_that_requests_can_have() {
        for (path, is_one) in [
            ("/", true),
            ("/qq/bot-1", true),
            ("", false),
            ("qq", false),
            ("/q q", false),
            ("/q?a", false),
            ("/q#a", false),
            ("/机器人", false),
            ("/a\n", false),
        ] {
            assert_eq!(Webhook::new().path(path).has_path(), is_one, "{path:?}");
        }
    }

    #[test]
    fn the_reference_shows_the_files_that_were_tried() {
        let shown = include_str!("../../../docs/reference/webhook.md");
        for file in [
            include_str!("../../../docs/webhook/Caddyfile"),
            include_str!("../../../docs/webhook/nginx.conf"),
        ] {
            assert!(shown.contains(file.trim_end()));
        }
    }
}
