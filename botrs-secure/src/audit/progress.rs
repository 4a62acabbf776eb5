//! How far the log is wanted and how far it is written: what callers and the writer tell each other.

use std::time::{Duration, Instant};

use crate::sync::{AtomicBool, AtomicU64, Condvar, Mutex, Ordering};

pub(super) struct Progress {
    wanted: AtomicU64,
    closing: AtomicBool,
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

/// What a round of the writer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    Written,
    /// And there is none after it.
    Last,
    GivenUp,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            wanted: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            done: Mutex::new(Done::default()),
            changed: Condvar::new(),
        }
    }

    /// Asks for what is queued to be written; [`wait`](Self::wait) for `done.ticket` to reach this.
    pub(super) fn want(&self) -> u64 {
        self.wanted.fetch_add(1, Ordering::Release) + 1
    }

    /// Asks the writer to end once what is queued is written.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
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

    /// Writes what is queued by `drain`, which says whether it did, and tells whoever waits for it.
    pub(super) fn round(&self, drain: impl FnOnce() -> bool) -> Round {
        // Both are read before the queue is emptied, so what they cover is written then.
        let closing = self.is_closing();
        let ticket = self.wanted.load(Ordering::Acquire);
        if !drain() {
            return Round::GivenUp;
        }
        self.report(|done| done.ticket = ticket);
        if closing { Round::Last } else { Round::Written }
    }

    /// Tells that the writer has ended.
    pub(super) fn end(&self) {
        self.report(|done| done.ended = true);
    }

    fn report(&self, change: impl FnOnce(&mut Done)) {
        change(&mut self.done.lock());
        self.changed.notify_all();
    }
}
