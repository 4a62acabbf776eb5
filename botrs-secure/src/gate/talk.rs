//! One message and the ways to answer it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::adapter::{Incoming, PlatformError, PlatformErrorKind, ReplyTo};
use crate::audit::{Event, Kind};
use crate::clock::Now;
use crate::engine::Engine;
use crate::locale::{Locale, has_han};
use crate::place::{Principal, Scene};
use crate::reply::Reply;

/// How many replies the platform takes for one message.
const REPLIES: u32 = 5;

/// How long the platform takes replies to a message.
const fn reply_window(scene: Scene) -> Duration {
    match scene {
        Scene::Guild | Scene::Direct | Scene::Group => Duration::from_secs(5 * 60),
        Scene::C2c => Duration::from_secs(60 * 60),
    }
}

/// How long one message may take to be sent.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// One message on its way.
pub(crate) struct Talk {
    pub(crate) engine: Arc<Engine>,
    pub(crate) incoming: Incoming,
    pub(crate) now: Now,
    pub(crate) correlation: u64,
    replies: AtomicU32,
}

impl Talk {
    pub(crate) fn new(engine: Arc<Engine>, incoming: Incoming, now: Now) -> Self {
        let correlation = engine.next_correlation();
        Self { engine, incoming, now, correlation, replies: AtomicU32::new(0) }
    }

    pub(crate) fn principal(&self) -> Principal {
        Principal::new(self.engine.bot, &self.incoming.place, self.incoming.person)
    }

    /// Sends a reply to the right endpoint, with the next sequence number of this message.
    pub(crate) async fn send(&self, reply: &Reply) -> Result<(), PlatformError> {
        let closed = |why| Err(PlatformError::new(PlatformErrorKind::ReplyWindow, why));
        let scene = self.incoming.place.scene();
        if self.engine.clock.now().mono.since(self.now.mono) >= reply_window(scene) {
            return closed("the platform takes no more replies to a message of that age");
        }
        let used = self.replies.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            (used < REPLIES).then_some(used + 1)
        });
        let Ok(used) = used else {
            return closed("the platform takes five replies to a message");
        };
        let text = reply.render(scene);
        let to = ReplyTo { place: &self.incoming.place, message: &self.incoming.id, seq: used + 1 };
        match tokio::time::timeout(PATIENCE, self.engine.transport.send(to, &text)).await {
            Ok(sent) => sent,
            Err(_) => Err(PlatformError::new(PlatformErrorKind::TimedOut, "no answer in time")),
        }
    }

    /// Sends a reply; that it did not arrive is only logged.
    pub(crate) async fn say(&self, reply: &Reply) {
        if let Err(error) = self.send(reply).await {
            let correlation = format_args!("{:016x}", self.correlation);
            tracing::warn!(%correlation, %error, "no reply");
        }
    }

    /// The language of this caller: Chinese where they write it, else the bot's.
    pub(crate) fn locale(&self) -> Locale {
        if has_han(&self.incoming.content) {
            return Locale::Zh;
        }
        self.engine.current.load().rules.tables.locale.unwrap_or(self.engine.locale)
    }

    /// A record about this message.
    pub(crate) fn event(&self, kind: Kind, action: &'static str, rule: &'static str) -> Event {
        Event {
            took: self.engine.clock.now().mono.since(self.now.mono),
            correlation: self.correlation,
            bot: Some(self.engine.bot),
            place: Some(self.incoming.place),
            person: Some(self.incoming.person),
            ..Event::new(kind, self.now.wall, action, rule)
        }
    }
}
