//! Something that is so or not, and each change of it told once, in the order of the changes.

use crate::sync::{AtomicBool, Mutex, Ordering};

/// At first it is not so.
pub(super) struct Told {
    is_so: AtomicBool,
    /// Held while a change is told.
    telling: Mutex<()>,
}

impl Told {
    pub(super) fn new() -> Self {
        Self { is_so: AtomicBool::new(false), telling: Mutex::new(()) }
    }

    /// Tells that it is so, or not, unless that was told last.
    pub(super) fn tell(&self, is_so: bool, tell: impl FnOnce()) {
        // The usual case takes no lock.
        if self.is_so.load(Ordering::Relaxed) == is_so {
            return;
        }
        let _telling = self.telling.lock();
        if self.is_so.swap(is_so, Ordering::Relaxed) != is_so {
            tell();
        }
    }
}
