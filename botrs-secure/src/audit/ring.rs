//! The bounded queue between callers and the writer, and what they tell each other.
//!
//! A caller pushes and goes on: it never waits, and wakes nobody. What finds no room is counted,
//! and the writer records the count.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_queue::ArrayQueue;
use parking_lot::{Condvar, Mutex};

use super::event::Event;

/// Events that can wait to be written, in about 15 MB.
pub(super) const CAPACITY: usize = 65_536;

/// Room that only privileged records may use: a flood of refusals cannot crowd them out.
pub(super) const RESERVED: usize = CAPACITY / 4;

pub(super) struct Ring {
    events: ArrayQueue<Event>,
    lost: AtomicU64,
    failing: AtomicBool,
    closing: AtomicBool,
    wanted: AtomicU64,
    done: Mutex<Done>,
    changed: Condvar,
}

/// How far the writer has come.
#[derive(Default)]
pub(super) struct Done {
    /// The latest ticket whose events are all written.
    pub(super) ticket: u64,
    /// Whether the writer has ended.
    pub(super) ended: bool,
}

impl Ring {
    pub(super) fn new() -> Self {
        Self {
            events: ArrayQueue::new(CAPACITY),
            lost: AtomicU64::new(0),
            failing: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            wanted: AtomicU64::new(0),
            done: Mutex::default(),
            changed: Condvar::new(),
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

    /// Whether a command may start whose records must not be lost.
    pub(super) fn has_room(&self) -> bool {
        // Half of the reserved room is kept for the effects of commands that run already.
        !self.failing.load(Ordering::Acquire) && self.events.len() < CAPACITY - RESERVED / 2
    }

    /// Asks for what is queued to be written; [`wait`](Self::wait) for `done.ticket` to reach this.
    pub(super) fn want(&self) -> u64 {
        self.wanted.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Asks the writer to end.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    /// Waits until the writer has come so far; false if that takes longer than the limit.
    pub(super) fn wait(&self, limit: Duration, so_far: impl Fn(&Done) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        let mut done = self.done.lock();
        while !so_far(&done) {
            if self.changed.wait_until(&mut done, deadline).timed_out() {
                return so_far(&done);
            }
        }
        true
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

    /// How many events were lost since the last call.
    pub(super) fn take_lost(&self) -> u64 {
        self.lost.swap(0, Ordering::Relaxed)
    }

    pub(super) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Acquire)
    }

    pub(super) fn set_failing(&self, failing: bool) {
        self.failing.store(failing, Ordering::Release);
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// The latest ticket; the events queued before it was given are in the ring or were popped.
    pub(super) fn ticket(&self) -> u64 {
        self.wanted.load(Ordering::Acquire)
    }

    pub(super) fn report(&self, change: impl FnOnce(&mut Done)) {
        change(&mut self.done.lock());
        self.changed.notify_all();
    }
}
