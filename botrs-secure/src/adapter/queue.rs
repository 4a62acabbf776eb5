//! Events between the connections and the task that decides on them.
//!
//! botrs' own channel is unbounded; it is drained at once into this one, which is not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use botrs::models::gateway::GatewayEvent;
use tokio::sync::mpsc::{self, Receiver, Sender};

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
}

pub(super) fn queue() -> (Queue, Receiver<GatewayEvent>) {
    with_room(ROOM, RESERVED)
}

fn with_room(room: usize, reserved: usize) -> (Queue, Receiver<GatewayEvent>) {
    let (events, waiting) = mpsc::channel(room);
    (Queue { events, reserved, shed: Arc::default() }, waiting)
}

impl Queue {
    /// Never waits: sheds the event if there is no room for its kind, and counts it.
    pub(super) fn push(&self, event: GatewayEvent) {
        let has_room = !is_ordinary(&event) || self.events.capacity() > self.reserved;
        // A closed queue belongs to a feed that has ended: nobody misses the event.
        let full = |error| matches!(error, mpsc::error::TrySendError::Full(_));
        if !has_room || self.events.try_send(event).is_err_and(full) {
            self.count();
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

/// A message that came because the bot reads all of them, not because somebody addressed it.
fn is_ordinary(event: &GatewayEvent) -> bool {
    matches!(event.event_type.as_deref(), Some("MESSAGE_CREATE" | "GROUP_MESSAGE_CREATE"))
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
        let kinds: Vec<_> = std::iter::from_fn(|| waiting.try_recv().ok()?.event_type).collect();
        let (ordinary, addressed) = ("MESSAGE_CREATE", "AT_MESSAGE_CREATE");
        assert_eq!(kinds, [ordinary, ordinary, addressed, addressed]);
    }
}
