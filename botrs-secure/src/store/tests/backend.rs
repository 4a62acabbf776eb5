//! A disk in memory that fails, or hangs, when told to.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::{Condvar, Mutex};
use redb::StorageBackend;
use redb::backends::InMemoryBackend;

#[derive(Debug, Clone, Default)]
pub(crate) struct Failing {
    memory: Arc<InMemoryBackend>,
    fails: Arc<AtomicBool>,
    hangs: Arc<(Mutex<bool>, Condvar)>,
    syncs: Arc<AtomicU64>,
}

impl Failing {
    /// From now on nothing more is written.
    pub(crate) fn fail(&self) {
        self.fails.store(true, Ordering::SeqCst);
    }

    /// From now on writing waits.
    pub(crate) fn hang(&self) {
        *self.hangs.0.lock() = true;
    }

    /// What waits goes on.
    pub(crate) fn go_on(&self) {
        *self.hangs.0.lock() = false;
        self.hangs.1.notify_all();
    }

    /// How often something was to be with the disk.
    pub(crate) fn syncs(&self) -> u64 {
        self.syncs.load(Ordering::SeqCst)
    }

    fn check(&self) -> Result<(), io::Error> {
        self.hangs.1.wait_while(&mut self.hangs.0.lock(), |hangs| *hangs);
        if self.fails.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl StorageBackend for Failing {
    fn len(&self) -> Result<u64, io::Error> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.check()?;
        self.memory.set_len(len)
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        self.syncs.fetch_add(1, Ordering::SeqCst);
        self.check()?;
        self.memory.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.check()?;
        self.memory.write(offset, data)
    }
}
