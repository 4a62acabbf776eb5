//! What lock-free parts are made of.
//!
//! `tests/loom` compiles their files once more, with a `sync` that tries every order in which threads may
//! see each other's steps. So those files use nothing else of this library, and no other atomics or locks.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub(crate) use parking_lot::{Condvar, Mutex};
