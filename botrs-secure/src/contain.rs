//! Where the panics of other people's code end.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs code that may panic; `None` if it did.
///
/// What a panic carries is anybody's type, and its destructor may panic in turn: so it is dropped
/// behind a catch of its own, or `catch_unwind(..).is_err()` would let that panic out.
pub(crate) fn contained<T>(call: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(done) => Some(done),
        Err(carried) => {
            if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(carried))) {
                // Whoever does that twice is left where it is.
                std::mem::forget(again);
            }
            None
        }
    }
}
