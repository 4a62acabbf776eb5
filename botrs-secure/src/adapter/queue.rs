//! Events between the connections and the task that decides on them.
//!
//! botrs' own channel is unbounded; it is drained at once into this one, which is not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use botrs::models::gateway::GatewayEvent;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::missed::{Missed, Missing, missed};
use super::press;

/// How many events may wait.
const ROOM: usize = 65_536;
/// How much of that is kept for what is more than an ordinary message.
const RESERVED: usize = ROOM / 4;

/// The end at which the connections are.
#[derive(Clone)]
pub(super) struct Queue {
    events: Sender<GatewayEvent>,
    reserved: usize,
    shed: Arc<AtomicU64>,
    missing: Missing,
}

/// The end at which events are taken.
pub(super) struct Waiting {
    events: Receiver<GatewayEvent>,
    /// Whether one was shed that is no message: a change that nobody tells again.
    missed: Missed<GatewayEvent>,
}

pub(super) fn queue() -> (Queue, Waiting) {
    with_room(ROOM, RESERVED)
}

pub(super) fn with_room(room: usize, reserved: usize) -> (Queue, Waiting) {
    let (events, waiting) = mpsc::channel(room);
    let (missing, missed) = missed();
    let queue = Queue { events, reserved, shed: Arc::default(), missing };
    (queue, Waiting { events: waiting, missed })
}

impl Waiting {
    /// The next event; `None` once the queue has ended. Where a change was missed, it is a greeting before
    /// whatever came after that, as of a new session.
    pub(super) async fn next(&mut self) -> Option<GatewayEvent> {
        if let Some(event) = self.missed.held() {
            return Some(event);
        }
        let event = self.events.recv().await;
        self.missed.before(event, greeting)
    }
}

impl Queue {
    /// Never waits: sheds the event if there is no room for its kind, and counts it. Whether it is queued.
    pub(super) fn push(&self, event: GatewayEvent) -> bool {
        if is_ordinary(&event) && self.events.capacity() <= self.reserved {
            self.count();
            return false;
        }
        match self.events.try_send(event) {
            Ok(()) => true,
            // It belongs to a feed that has ended: nobody misses the event.
            Err(TrySendError::Closed(_)) => false,
            Err(TrySendError::Full(shed)) => {
                if !is_message(&shed) {
                    self.missing.note();
                }
                self.count();
                false
            }
        }
    }

    /// How many events were shed since the start.
    pub(super) fn shed(&self) -> u64 {
        self.shed.load(Ordering::Relaxed)
    }

    fn count(&self) {
        let shed = self.shed.fetch_add(1, Ordering::Relaxed) + 1;
        // Each time twice as many as before: a flood does not flood the log.
        if shed.is_power_of_two() {
            tracing::warn!(
                shed,
                "too many events: some were dropped unseen / 事件过多，部分已丢弃"
            );
        }
    }
}

fn greeting() -> GatewayEvent {
    let event_type = Some("READY".into());
    GatewayEvent { id: None, event_type, data: None, sequence: None, opcode: 0 }
}

/// A message that came because the bot reads all of them, not because somebody addressed it.
fn is_ordinary(event: &GatewayEvent) -> bool {
    matches!(event.event_type.as_deref(), Some("MESSAGE_CREATE" | "GROUP_MESSAGE_CREATE"))
}

fn is_message(event: &GatewayEvent) -> bool {
    let kind = event.event_type.as_deref();
    kind.is_some_and(|kind| kind.ends_with("MESSAGE_CREATE") || kind == press::KIND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str) -> GatewayEvent {
        let event_type = Some(kind.to_string());
        GatewayEvent { id: None, event_type, data: None, sequence: None, opcode: 0 }
    }

    #[test]
    fn ordinary_messages_are_shed_first_and_all_are_counted() {
        let (queue, mut waiting) = with_room(4, 2);
        for _ in 0..3 {
            queue.push(event("MESSAGE_CREATE"));
        }
        assert_eq!(queue.shed(), 1);
        for _ in 0..3 {
            queue.push(event("AT_MESSAGE_CREATE"));
        }
        assert_eq!(queue.shed(), 2);
        let kinds: Vec<_> =
            std::iter::from_fn(|| waiting.events.try_recv().ok()?.event_type).collect();
        let (ordinary, addressed) = ("MESSAGE_CREATE", "AT_MESSAGE_CREATE");
        assert_eq!(kinds, [ordinary, ordinary, addressed, addressed]);
    }

    #[tokio::test]
    async fn a_change_that_is_shed_is_told_as_a_new_session() {
        let (queue, mut waiting) = with_room(1, 0);
        for kind in ["AT_MESSAGE_CREATE", "C2C_MESSAGE_CREATE"] {
            queue.push(event(kind));
        }
        assert_eq!(waiting.next().await.unwrap().event_type.unwrap(), "AT_MESSAGE_CREATE");
        for kind in ["AT_MESSAGE_CREATE", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_UPDATE"] {
            queue.push(event(kind));
        }
        drop(queue);
        assert_eq!(waiting.next().await.unwrap().event_type.unwrap(), "READY");
        assert_eq!(waiting.next().await.unwrap().event_type.unwrap(), "AT_MESSAGE_CREATE");
        assert!(waiting.next().await.is_none());
    }
}
