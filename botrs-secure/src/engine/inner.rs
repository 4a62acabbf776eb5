//! What goes to the author's handler: messages that are no commands, and all other events.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;

use super::Engine;
use crate::adapter::{self, Event, Known, Malformed, Origin, PressCode, Spot};
use crate::audit;
use crate::command::Context;
use crate::gate::{self, Talk};
use crate::limit::{Scope, bucket};
use crate::place::PersonId;
use crate::reply::Reply;

/// How long a call of the inner handler may take.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

impl Engine {
    /// Says what is due to a message that is no command, and hands it to the author's handler, unless it is
    /// refused for what it holds: true if so.
    pub(crate) fn ordinary(self: &Arc<Self>, mut talk: Talk, due: Option<Reply>) -> bool {
        if talk.incoming.is_press() {
            return self.press(talk);
        }
        if !self.is_first_delivery(&talk) {
            return false;
        }
        let due = match gate::judge(&mut talk) {
            Ok(warning) => due.or(warning),
            // An attack that is no command is no failure: people may talk about such things.
            Err(denial) => {
                gate::refuse_counted(talk, None, denial);
                return true;
            }
        };
        if self.handler.is_none() && due.is_none() {
            return false;
        }
        let handler = self.handler.clone();
        let Ok(permit) = Arc::clone(&self.handled).try_acquire_owned() else {
            tracing::warn!("the handler is behind: a message was shed");
            return false;
        };
        let way = talk.way.clone();
        way.spawn(async move {
            if let Some(reply) = due {
                talk.engine.audit.before_answer().await;
                talk.say(&reply).await;
            }
            if let Some(handler) = handler {
                guarded(handler.message(Context::ordinary(&talk), &talk.incoming)).await;
            }
            drop(permit);
        });
        false
    }

    /// Hands the press of a button that is no command to the author's handler, as the event that it is, unless
    /// it is refused: true if so.
    fn press(self: &Arc<Self>, mut talk: Talk) -> bool {
        if !self.is_first_delivery(&talk) {
            return false;
        }
        let due = match gate::press::judge(&mut talk) {
            Ok(warning) => warning,
            Err(denial) => {
                gate::refuse_counted(talk, None, denial);
                return true;
            }
        };
        let Some(press) = talk.incoming.press.as_deref() else { return false };
        let handed = self.hand_over(press.event(&talk.incoming.content));
        gate::press::answer(&talk, if handed { PressCode::Done } else { PressCode::TooOften });
        if let Some(reply) = due {
            let way = talk.way.clone();
            way.spawn(async move {
                talk.engine.audit.before_answer().await;
                talk.say(&reply).await;
            });
        }
        false
    }

    /// Takes in an event that is no message. Only what is known to come from a trusted place, and from no bot,
    /// goes on.
    pub(crate) fn event(self: &Arc<Self>, event: Event) {
        self.lookups.touch(&event);
        if self.handler.is_none() {
            return;
        }
        match adapter::origin(&event) {
            None => tracing::debug!(kind = event.kind(), "an unknown event was dropped"),
            Some(Ok(origin)) if self.listens_to(&origin) => _ = self.hand_over(event),
            Some(Ok(_)) => {}
            Some(Err(malformed)) => {
                let known = Known { kind: event.kind, ..Known::default() };
                self.malformed(malformed, &known);
            }
        }
    }

    fn listens_to(&self, origin: &Origin) -> bool {
        let current = self.current.load();
        let policy = &current.rules.tables;
        let is_trusted = match &origin.spot {
            Spot::Guild(guild) => policy.trusts_guild(*guild),
            Spot::Place(place) => policy.trusts(place),
        };
        let is_by_me = origin.authors.contains(&PersonId::User(self.me));
        is_trusted && !origin.is_by_bot && !is_by_me
    }

    /// Gives an event to the author's handler, if there is one; false where it is behind.
    fn hand_over(&self, event: Event) -> bool {
        let Some(handler) = self.handler.clone() else { return true };
        let Ok(permit) = Arc::clone(&self.handled).try_acquire_owned() else {
            tracing::warn!(kind = event.kind(), "the handler is behind: an event was shed");
            return false;
        };
        tokio::spawn(async move {
            guarded(handler.event(&event)).await;
            drop(permit);
        });
        true
    }

    /// Records an event that should have been a message and is not: the first of its kind.
    pub(crate) fn malformed(self: &Arc<Self>, malformed: Malformed, known: &Known) {
        if let Some(press) = &known.press {
            gate::press::answer_malformed(self, press);
        }
        let now = self.clock.now();
        if !self.is_new_refusal(&[malformed.field, malformed.what], known.place, now) {
            return;
        }
        tracing::warn!(kind = known.kind, id = ?known.id, %malformed, "an event was dropped");
        let kind = audit::Kind::Decision;
        self.audit.record(audit::Event {
            correlation: self.next_correlation(),
            bot: Some(self.bot),
            place: known.place,
            person: known.person,
            details: Some(malformed.to_string().into()),
            ..audit::Event::new(kind, now.wall, "message", "source.malformed")
        });
    }

    /// Whether the handler gets this message for the first time: with all messages delivered, one that
    /// mentions the bot can come as two events.
    fn is_first_delivery(&self, talk: &Talk) -> bool {
        let incoming = &talk.incoming;
        let message = self.keys.message(self.bot, incoming.place.scene(), &incoming.id);
        let window = Duration::from_secs(10 * 60);
        self.memory.once(
            self.keys.bucket(bucket::HANDLED, Scope::Member(message)),
            window,
            talk.now.mono,
        )
    }
}

/// Runs code of the author's: a panic and a late end are logged and go no further.
async fn guarded(call: impl Future<Output = ()>) {
    let call = AssertUnwindSafe(call).catch_unwind();
    match tokio::time::timeout(HANDLER_TIMEOUT, call).await {
        Ok(Ok(())) => {}
        Ok(Err(_)) => tracing::error!("the handler panicked"),
        Err(_) => tracing::error!("the handler took too long and was stopped"),
    }
}
