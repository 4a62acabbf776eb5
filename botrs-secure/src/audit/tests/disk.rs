//! A disk under a test's hand.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::{Mutex, MutexGuard};
use serde_json::Value;

use super::super::writer::Sink;
use super::super::{AuditLog, AuditSync};
use super::{log_of, records};

/// What was written to it, and how much of that would outlast the machine.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Parts>);

#[derive(Default)]
struct Parts {
    bytes: Mutex<Vec<u8>>,
    synced: AtomicUsize,
    syncs: AtomicUsize,
    fails: AtomicBool,
    /// Whoever has it keeps a sync from its end.
    hand: Mutex<()>,
}

/// Keeps syncs from their end.
pub(crate) struct Hand<'a>(#[expect(dead_code, reason = "only held")] MutexGuard<'a, ()>);

impl Disk {
    pub(crate) fn log(&self, sync: AuditSync) -> AuditLog {
        log_of(Box::new(self.clone()), sync)
    }

    /// No sync ends until this goes.
    pub(crate) fn hold(&self) -> Hand<'_> {
        Hand(self.0.hand.lock())
    }

    pub(crate) fn fail(&self, fails: bool) {
        self.0.fails.store(fails, Ordering::SeqCst);
    }

    /// How many syncs were begun.
    pub(crate) fn syncs(&self) -> usize {
        self.0.syncs.load(Ordering::SeqCst)
    }

    /// What outlasts the machine.
    pub(crate) fn synced(&self) -> Vec<Value> {
        records(&self.0.bytes.lock()[..self.0.synced.load(Ordering::SeqCst)])
    }
}

impl Disk {
    /// The rules of all effects that outlast it.
    pub(crate) fn effects(&self) -> Vec<String> {
        let records = self.synced();
        let effects = records.iter().filter(|record| record["event_type"] == "effect");
        effects.map(|record| record["rule"].as_str().unwrap().to_owned()).collect()
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.bytes.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Disk {
    fn sync(&mut self) -> io::Result<()> {
        self.0.syncs.fetch_add(1, Ordering::SeqCst);
        let _hand = self.0.hand.lock();
        if self.0.fails.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.synced.store(self.0.bytes.lock().len(), Ordering::SeqCst);
        Ok(())
    }
}
