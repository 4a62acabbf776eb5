//! One record for each decision and one for each effect.
//!
//! Callers queue plain [`Event`]s in a bounded ring and go on; one thread makes lines of JSON of
//! them and writes. A record is lost only when the ring is full, and then its loss is recorded.
//! Privileged commands need more: they are refused while the log cannot promise to record them.
//!
//! | file | holds |
//! |---|---|
//! | `event` | what is queued |
//! | `ring` | the queue and its reserved room |
//! | `progress` | how far the log is wanted and written |
//! | `writer` | the thread: batches, failures, losses |
//! | `line`, `time`, `scrub` | an event as a line |
//! | `pseudonym`, `key` | names in place of ids |
//! | `file` | opening without being tricked |

mod error;
mod event;
mod file;
mod key;
mod line;
mod progress;
mod pseudonym;
mod ring;
mod scrub;
#[cfg(test)]
mod tests;
mod time;
mod writer;

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use error::AuditError;
pub(crate) use event::Event;
pub(crate) use event::Kind;
use line::Lines;
use ring::Ring;
#[cfg(test)]
pub(crate) use tests::TestDir;
use writer::Writer;

use crate::secret::SecretKey;

/// How long [`AuditLog::flush`] waits.
const FLUSH_LIMIT: Duration = Duration::from_secs(5);

/// Where every decision and every effect is recorded, as lines of JSON.
///
/// Persons appear under pseudonyms, which are keyed: whoever has the log but not the key cannot
/// tell who they are. Clones are the same log. When the last one is dropped, what is queued is
/// written first; that blocks, but no longer than 8 seconds without progress.
#[derive(Clone)]
pub struct AuditLog(Arc<Log>);

struct Log {
    ring: Arc<Ring>,
    thread: Option<JoinHandle<()>>,
}

impl AuditLog {
    /// Appends to a file, which is made with mode 0600 if absent.
    ///
    /// The key of the pseudonyms is in the environment variable `BOTRS_SECURE_AUDIT_KEY` (64
    /// hexadecimal digits), else in `FILE.key` beside the log, which is made if absent. Keep it
    /// apart from the log.
    ///
    /// # Errors
    ///
    /// Unless both are regular files, not symbolic links, that only their owner has access to;
    /// and if another log writes to the file, or there is no proper key.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, AuditError> {
        let path = path.as_ref();
        let log = file::open_log(path)?;
        Self::start(&key::for_log(path)?, Box::new(log.file), log.torn)
    }

    /// Writes to anything, such as standard output; the key of the pseudonyms is made up.
    ///
    /// # Panics
    ///
    /// If the operating system has no thread or no random bytes to give.
    #[must_use]
    pub fn to_writer(writer: impl Write + Send + 'static) -> Self {
        let log = key::random().and_then(|key| Self::start(&key, Box::new(writer), false));
        log.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Queues a record without waiting; false if there was no room, which is recorded in its place.
    pub(crate) fn record(&self, event: Event) -> bool {
        self.0.ring.push(event)
    }

    /// Queues a record that may use the reserved room as well.
    pub(crate) fn privileged(&self, event: Event) -> bool {
        self.0.ring.push_privileged(event)
    }

    /// Whether a privileged command may start: its records have room and the log can be written.
    pub(crate) fn has_room(&self) -> bool {
        self.0.ring.has_room()
    }

    /// Waits until all that was queued before is with the operating system.
    ///
    /// It blocks the thread, for at most 5 seconds; false if that was too short.
    pub(crate) fn flush(&self) -> bool {
        self.flush_within(FLUSH_LIMIT)
    }

    fn flush_within(&self, limit: Duration) -> bool {
        let ticket = self.0.ring.progress.want();
        self.0.wake();
        self.0.ring.progress.wait(limit, |done| done.ticket >= ticket)
    }

    fn start(key: &SecretKey, sink: Box<dyn Write + Send>, torn: bool) -> Result<Self, AuditError> {
        let ring = Arc::new(Ring::new());
        let mut writer = Writer::new(Arc::clone(&ring), Lines::new(key), sink);
        if torn {
            writer.complete_torn_line();
        }
        let thread = thread::Builder::new()
            .name("audit".into())
            .spawn(|| writer.run())
            .map_err(|cause| AuditError::Thread { cause })?;
        Ok(Self(Arc::new(Log { ring, thread: Some(thread) })))
    }
}

impl fmt::Debug for AuditLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditLog").finish_non_exhaustive()
    }
}

impl Log {
    fn wake(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.ring.progress.close();
        self.wake();
        // A sink that neither takes nor refuses must not keep the process from ending.
        let mut left = usize::MAX;
        let mut ended = false;
        while !ended && self.ring.len() < left {
            left = self.ring.len();
            ended = self.ring.progress.wait(2 * writer::GIVE_UP, |done| done.ended);
        }
        match self.thread.take() {
            Some(thread) if ended => drop(thread.join()),
            _ => tracing::error!(
                "审计日志未能在时限内关闭 / the audit log did not close within the time limit"
            ),
        }
    }
}
