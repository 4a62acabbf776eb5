//! Whether something was missed, told before whatever comes after it.

use std::sync::Arc;

use crate::sync::{AtomicBool, Ordering};

/// The end that misses something. Clones are the same.
#[derive(Clone)]
pub(super) struct Missing(Arc<AtomicBool>);

/// The end that is told.
pub(super) struct Missed<E> {
    is_missing: Arc<AtomicBool>,
    /// What was taken and comes after what was told.
    held: Option<E>,
}

pub(super) fn missed<E>() -> (Missing, Missed<E>) {
    let is_missing = Arc::new(AtomicBool::new(false));
    (Missing(Arc::clone(&is_missing)), Missed { is_missing, held: None })
}

impl Missing {
    pub(super) fn note(&self) {
        self.0.swap(true, Ordering::Release);
    }
}

impl<E> Missed<E> {
    /// What is due before anything is taken.
    pub(super) fn held(&mut self) -> Option<E> {
        self.held.take()
    }

    /// What comes first once something was taken, or the end: what was noted before that was sent has been
    /// noted by now.
    pub(super) fn before(&mut self, taken: Option<E>, telling: impl FnOnce() -> E) -> Option<E> {
        if !self.is_missing.swap(false, Ordering::Acquire) {
            return taken;
        }
        self.held = taken;
        Some(telling())
    }
}
