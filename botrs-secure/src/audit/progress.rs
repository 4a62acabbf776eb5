//! How far the log is wanted and how far it is written: what callers and the writer tell each other.

use std::mem;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use crate::sync::{AtomicBool, AtomicU64, Condvar, Mutex, Ordering};

pub(super) struct Progress {
    wanted: AtomicU64,
    closing: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    done: Done,
    /// Tasks that are woken when it changes.
    waiting: Vec<Waker>,
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
            state: Mutex::new(State::default()),
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
        let mut state = self.state.lock();
        while !so_far(&state.done) {
            if self.changed.wait_until(&mut state, deadline).timed_out() {
                return so_far(&state.done);
            }
        }
        true
    }

    /// The same for a task that waits until `answer` has one: it is woken to ask again when the writer has
    /// gone on, or cannot.
    pub(super) fn poll<T>(&self, task: &Waker, answer: impl Fn(&Done) -> Option<T>) -> Poll<T> {
        let mut state = self.state.lock();
        if let Some(answer) = answer(&state.done) {
            return Poll::Ready(answer);
        }
        if !state.waiting.iter().any(|waiting| waiting.will_wake(task)) {
            state.waiting.push(task.clone());
        }
        Poll::Pending
    }

    /// Writes what is queued by `drain`, which is told whether anybody waits and says whether it did, and
    /// tells whoever waits for it.
    pub(super) fn round(&self, drain: impl FnOnce(bool) -> bool) -> Round {
        // Both are read before the queue is emptied, so what they cover is written then.
        let closing = self.is_closing();
        let ticket = self.wanted.load(Ordering::Acquire);
        let is_awaited = closing || ticket > self.state.lock().done.ticket;
        if !drain(is_awaited) {
            return Round::GivenUp;
        }
        self.report(|done| done.ticket = ticket);
        if closing { Round::Last } else { Round::Written }
    }

    /// Wakes whoever waits, since the writer cannot go on for now.
    pub(super) fn stuck(&self) {
        self.report(|_| {});
    }

    /// Tells that the writer has ended.
    pub(super) fn end(&self) {
        self.report(|done| done.ended = true);
    }

    fn report(&self, change: impl FnOnce(&mut Done)) {
        let mut state = self.state.lock();
        change(&mut state.done);
        let waiting = mem::take(&mut state.waiting);
        drop(state);
        self.changed.notify_all();
        waiting.into_iter().for_each(Waker::wake);
    }
}
