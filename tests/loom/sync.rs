//! What the library's `sync` has, by loom.

use std::ops::{Deref, DerefMut};
use std::time::Instant;

pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

/// Empty only while it waits.
pub(crate) struct Guard<'a, T>(Option<loom::sync::MutexGuard<'a, T>>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> Guard<'_, T> {
        Guard(Some(self.0.lock().unwrap()))
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().unwrap()
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().unwrap()
    }
}

pub(crate) struct Condvar(loom::sync::Condvar);

/// Time does not pass here, so that whoever is not woken waits for ever, which loom reports.
pub(crate) struct Woken;

impl Condvar {
    pub(crate) fn new() -> Self {
        Self(loom::sync::Condvar::new())
    }

    pub(crate) fn wait_until<T>(&self, guard: &mut Guard<'_, T>, _: Instant) -> Woken {
        guard.0 = guard.0.take().map(|guard| self.0.wait(guard).unwrap());
        Woken
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }
}

impl Woken {
    pub(crate) fn timed_out(&self) -> bool {
        false
    }
}
