//! The bounded queue between callers and the writer.
//!
//! A caller pushes and goes on: it never waits, and wakes nobody. What finds no room is counted,
//! and the writer records the count.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crossbeam_queue::ArrayQueue;
use parking_lot::Mutex;

use super::event::Event;
use super::progress::Progress;

/// Events that can wait to be written, in about 15 MB.
pub(super) const CAPACITY: usize = 65_536;

/// Room that only privileged records may use: a flood of refusals cannot crowd them out.
pub(super) const RESERVED: usize = CAPACITY / 4;

pub(super) struct Ring {
    events: ArrayQueue<Event>,
    lost: AtomicU64,
    /// How many of the lost are recorded.
    told: AtomicU64,
    failing: AtomicBool,
    /// How often the writer wrote what was queued.
    #[cfg(feature = "metrics")]
    rounds: AtomicU64,
    /// The latest.
    checkpoint: Mutex<Option<String>>,
    pub(super) progress: Progress,
}

impl Ring {
    pub(super) fn new() -> Self {
        Self {
            events: ArrayQueue::new(CAPACITY),
            lost: AtomicU64::new(0),
            told: AtomicU64::new(0),
            failing: AtomicBool::new(false),
            #[cfg(feature = "metrics")]
            rounds: AtomicU64::new(0),
            checkpoint: Mutex::new(None),
            progress: Progress::new(),
        }
    }

    /// Queues an event outside the reserved room, or counts it as lost.
    pub(super) fn push(&self, event: Event) -> bool {
        // Threads that look at the same time may go past the limit, by one event each.
        if self.events.len() >= CAPACITY - RESERVED {
            self.lost.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        self.push_privileged(event)
    }

    /// Queues an event wherever there is room, or counts it as lost.
    pub(super) fn push_privileged(&self, event: Event) -> bool {
        let queued = self.events.push(event).is_ok();
        if !queued {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        queued
    }

    /// The latest checkpoint of what was written.
    pub(super) fn checkpoint(&self) -> Option<String> {
        self.checkpoint.lock().clone()
    }

    /// Whether a command may start whose records must not be lost.
    pub(super) fn has_room(&self) -> bool {
        // Half of the reserved room is kept for the effects of commands that run already.
        !self.failing.load(Ordering::Acquire) && self.events.len() < CAPACITY - RESERVED / 2
    }
}

/// The writer's side.
impl Ring {
    pub(super) fn pop(&self) -> Option<Event> {
        self.events.pop()
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// How many events were lost in all.
    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// How many events were lost since the last call.
    pub(super) fn take_lost(&self) -> u64 {
        let lost = self.lost();
        lost - self.told.swap(lost, Ordering::Relaxed)
    }

    pub(super) fn sign(&self, checkpoint: String) {
        *self.checkpoint.lock() = Some(checkpoint);
    }

    /// Counts that the writer wrote what was queued.
    #[cfg(feature = "metrics")]
    pub(super) fn count_round(&self) {
        self.rounds.fetch_add(1, Ordering::Relaxed);
    }

    #[cfg(feature = "metrics")]
    pub(super) fn rounds(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    pub(super) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Acquire)
    }

    pub(super) fn fail(&self) {
        self.failing.store(true, Ordering::Release);
        self.progress.stuck();
    }

    pub(super) fn recover(&self) {
        self.failing.store(false, Ordering::Release);
    }
}
