//! One message and the ways to answer it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::adapter::{Button, Incoming, PlatformError, PlatformErrorKind, ReplyTo, Request};
use crate::audit::{Event, Kind};
use crate::clock::Now;
use crate::content::links;
use crate::engine::Engine;
use crate::gate::question::Pressed;
use crate::gate::way::Way;
use crate::locale::{Locale, has_han};
use crate::place::{Principal, Scene};
use crate::reply::{Parts, Reply};

/// How many replies the platform takes for one message.
const REPLIES: u32 = 5;

/// How long the platform takes replies to a message.
const fn reply_window(scene: Scene) -> Duration {
    match scene {
        Scene::Guild | Scene::Direct | Scene::Group => Duration::from_secs(5 * 60),
        Scene::C2c => Duration::from_secs(60 * 60),
    }
}

fn closed(why: &str) -> PlatformError {
    PlatformError::new(PlatformErrorKind::ReplyWindow, why)
}

async fn in_time(sending: Request<'_, ()>) -> Result<(), PlatformError> {
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(sent) => sent,
        Err(_) => Err(PlatformError::new(PlatformErrorKind::TimedOut, "no answer in time")),
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
    pub(crate) way: Way,
    /// What the press of a button that confirms a call stands for.
    pub(super) confirms: Option<Pressed>,
    /// Whether whoever pressed is still to be told what became of it.
    pub(super) owes_answer: AtomicBool,
    /// Whether they were told that it is done before it was.
    pub(super) was_early: AtomicBool,
    replies: AtomicU32,
}

impl Talk {
    pub(crate) fn new(engine: Arc<Engine>, incoming: Incoming, now: Now) -> Self {
        let correlation = engine.next_correlation();
        let way = Way::new(correlation, incoming.place.scene());
        Self {
            engine,
            incoming,
            now,
            correlation,
            way,
            confirms: None,
            owes_answer: AtomicBool::new(false),
            was_early: AtomicBool::new(false),
            replies: AtomicU32::new(0),
        }
    }

    pub(crate) fn principal(&self) -> Principal {
        Principal::new(self.engine.bot, &self.incoming.place, self.incoming.person)
    }

    /// Sends a reply, in as many messages as it needs and the platform still takes.
    pub(crate) async fn send(&self, reply: &Reply) -> Result<(), PlatformError> {
        let text = reply.render(self.incoming.place.scene());
        self.refuse_addresses(&text)?;
        let (used, count) = self.reserve(&text)?;
        for (seq, part) in (used + 1..).zip(Parts::of(&text, count as usize)) {
            if let Err(error) = self.send_one(seq, &part.text).await {
                // What was not sent is free again, unless a later reply is on its way.
                let _ = self.replies.compare_exchange(
                    used + count,
                    seq,
                    Ordering::Relaxed,
                    Ordering::Relaxed,
                );
                return Err(error.within(seq - used, count));
            }
            if part.is_cut {
                self.record_cut(text.chars().count());
            }
        }
        Ok(())
    }

    /// Finds what QQ would refuse the whole reply for, where the author says what it does not.
    fn refuse_addresses(&self, text: &str) -> Result<(), PlatformError> {
        let Some(allowed) = &self.engine.reply_links else { return Ok(()) };
        let mut first = None;
        links::find(text, allowed, &mut |finding| _ = first.get_or_insert(finding.span));
        let Some(address) = first.and_then(|span| text.get(span)) else { return Ok(()) };
        // As a literal: it may hold what would look like another line of a log.
        let why = format!("not sent, it holds {:.100?}", address);
        Err(PlatformError::new(PlatformErrorKind::UrlNotAllowed, why))
    }

    /// Takes of the replies that this message may have as many as a text needs or are left: how many were
    /// used before, and how many it gets.
    fn reserve(&self, text: &str) -> Result<(u32, u32), PlatformError> {
        let mut count = 0;
        let used = self.replies.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            let parts = Parts::of(text, (REPLIES - used) as usize);
            count = u32::try_from(parts.count()).unwrap_or(REPLIES);
            (count > 0).then_some(used + count)
        });
        let used = used.map_err(|_| closed("the platform takes five replies to a message"))?;
        Ok((used, count))
    }

    /// Sends a button, as a reply of its own.
    pub(super) async fn send_button(&self, button: &Button<'_>) -> Result<(), PlatformError> {
        let one_more = |used| (used < REPLIES).then_some(used + 1);
        let used = self.replies.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        let used = used.map_err(|_| closed("the platform takes five replies to a message"))?;
        in_time(self.engine.transport.send_button(self.reply_to(used + 1)?, button)).await
    }

    /// Sends a message to the right endpoint, with its number among the replies.
    async fn send_one(&self, seq: u32, text: &str) -> Result<(), PlatformError> {
        in_time(self.engine.transport.send(self.reply_to(seq)?, text)).await
    }

    fn reply_to(&self, seq: u32) -> Result<ReplyTo<'_>, PlatformError> {
        let window = reply_window(self.incoming.place.scene());
        if self.engine.clock.now().mono.since(self.now.mono) >= window {
            return Err(closed("the platform takes no more replies to a message of that age"));
        }
        let event = match &self.incoming.press {
            None => None,
            // Without it the message would answer nothing, which the platform counts apart.
            Some(press) => Some(
                press.event.as_ref().ok_or_else(|| closed("the press has no id to reply to"))?,
            ),
        };
        Ok(ReplyTo { place: &self.incoming.place, message: &self.incoming.id, event, seq })
    }

    /// Tells that the end of a reply was not sent.
    fn record_cut(&self, length: usize) {
        let correlation = format_args!("{:016x}", self.correlation);
        tracing::warn!(%correlation, length, "a reply was too long and its end was not sent");
        let mut event = self.event(Kind::Decision, "reply", "reply.cut");
        event.details = Some(format!("length={length}").into());
        self.engine.audit.record(event);
    }

    /// Sends a reply; that it did not arrive is only logged, and told where an address is to blame:
    /// whoever put one into a reply would keep it from everybody else.
    pub(crate) async fn say(&self, reply: &Reply) {
        let Err(error) = self.send(reply).await else { return };
        self.log_unsent(&error);
        if error.kind() == PlatformErrorKind::UrlNotAllowed {
            let notice = Reply::text(self.locale().pick(
                "回复里有 QQ 不允许的网址，没有发出",
                "The reply held an address that QQ does not allow, and was not sent",
            ));
            if let Err(error) = self.send(&notice).await {
                self.log_unsent(&error);
            }
        }
    }

    fn log_unsent(&self, error: &PlatformError) {
        let correlation = format_args!("{:016x}", self.correlation);
        tracing::warn!(%correlation, %error, "no reply");
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
