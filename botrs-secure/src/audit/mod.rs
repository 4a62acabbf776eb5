//! One record for each decision and one for each effect.
//!
//! Callers queue plain [`Event`]s in a bounded ring and go on; one thread makes lines of JSON of
//! them and writes. A record is lost only when the ring is full, and then its loss is recorded.
//! Privileged commands need more: they are refused while the log cannot promise to record them.
//! Nobody waits for room in the ring: whoever fills it by being refused would make all others wait.
//!
//! | file | holds |
//! |---|---|
//! | `event` | what is queued |
//! | `ring` | the queue and its reserved room |
//! | `progress` | how far the log is wanted and written |
//! | `writer` | the thread: batches, failures, losses |
//! | `repeats` | refusals that are counted together |
//! | `syncing` | when it waits for the disk |
//! | `line`, `time`, `scrub` | an event as a line |
//! | `pseudonym`, `names` | names in place of ids, and their keys |
//! | `chain` | what makes a change show, and finds it |
//! | `resume` | going on where the last run ended |
//! | `rotate`, `rotated` | going on in a new file, and the old ones |
//! | `compress` | making the old ones smaller |
//! | `sinks` | copies for others |
//! | `key`, `file` | opening without being tricked |

pub(crate) mod chain;
#[cfg(feature = "gzip")]
mod compress;
mod error;
mod event;
#[cfg(all(test, target_os = "linux"))]
mod faults;
mod file;
pub(crate) mod key;
mod line;
pub(crate) mod names;
mod progress;
pub(crate) mod pseudonym;
mod repeats;
mod resume;
mod ring;
mod rotate;
pub(crate) mod rotated;
mod scrub;
mod sinks;
mod syncing;
#[cfg(test)]
mod tests;
mod time;
mod writer;

use std::fmt;
use std::future::poll_fn;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chain::Chain;
pub use error::AuditError;
pub(crate) use event::{Event, Kind, Weight};
use line::Lines;
use names::Epoch;
use progress::Done;
use ring::Ring;
use rotate::Schedule;
use sinks::Sinks;
pub use sinks::{AuditSink, TracingSink};
pub use syncing::AuditSync;
#[cfg(test)]
pub(crate) use tests::{Disk, TestDir, kills};
#[cfg(all(test, unix))]
pub(crate) use tests::{broken, files, open};
use writer::{Sink, Writer};

/// How long is waited for what is queued to be on the disk.
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
    sync: AuditSync,
    thread: Option<JoinHandle<()>>,
}

impl AuditLog {
    /// Appends to a file, which is made with mode 0600 if absent.
    ///
    /// Each record carries a keyed hash over itself and all before it, so that `botrs-secure audit verify`
    /// finds what was changed, removed, moved or put in. The keys move forward, at least each minute while
    /// there are records, and at the end: whoever has the machine today cannot rewrite yesterday.
    ///
    /// | file | holds |
    /// |---|---|
    /// | `FILE.key` | the audit key, 64 hexadecimal digits, from which all keys follow; made when the log is begun. Keep it with whoever verifies, and not here: a bot goes on without it. The variable `BOTRS_SECURE_AUDIT_KEY` may hold it instead |
    /// | `FILE.state` | the key in force, and how far the log was when it came into force |
    /// | `FILE.checkpoint` | the latest [`checkpoint`](Self::checkpoint) |
    /// | `FILE.names` | the keys of the pseudonyms, one for each epoch; made if absent |
    /// | `FILE.000001`, `FILE.000002`, .. | what was in `FILE` before it reached 100 MiB, the oldest first; see [`builder`](Self::builder) |
    ///
    /// # Errors
    ///
    /// Unless all are regular files, not symbolic links, that only their owner has access to; if another
    /// log writes to the file; if a key or the state is damaged; if the log has records and the state is
    /// gone, unless the audit key is there and shows the log to be whole; and if the log was begun with
    /// another audit key than the one that is there.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, AuditError> {
        Self::builder(path).open()
    }

    /// Says when a log goes on in a new file and when it waits for the disk, before it is opened.
    ///
    /// The old file then is `FILE.000001`, or what number is free. The chain goes on from file to file, and
    /// `botrs-secure audit verify FILE` reads them all. Where there can be no new file, the log goes on in the old one,
    /// says so by `tracing`, and tries again each minute. Old files are yours to move: all are needed to verify.
    ///
    /// With the feature `gzip` the old files are compressed as `FILE.000001.gz` and so on, by a thread of its own, soon
    /// after the log goes on in a new one; a run that was ended before leaves that to the next. They are read as the others.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use botrs_secure::AuditLog;
    /// # let folder = std::env::temp_dir().join(format!("audit-doc-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("audit.jsonl");
    /// const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);
    /// let log = AuditLog::builder(&path).rotate_at(16 << 20).rotate_every(WEEK).open()?;
    /// # drop(log);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(path: impl AsRef<Path>) -> AuditLogBuilder {
        AuditLogBuilder {
            path: path.as_ref().into(),
            schedule: Schedule::default(),
            sync: AuditSync::default(),
            sinks: Vec::new(),
        }
    }

    /// Writes to anything, such as standard output. The log begins anew each time, with the audit key in
    /// `BOTRS_SECURE_AUDIT_KEY` or one that nobody knows; the key of the pseudonyms is made up. Nothing waits for
    /// a disk, since there may be none.
    ///
    /// # Panics
    ///
    /// If the operating system has no thread or no random bytes to give, or the variable holds no key.
    #[must_use]
    pub fn to_writer(writer: impl Write + Send + 'static) -> Self {
        Self::of_writer(writer).unwrap_or_else(|error| panic!("{error}"))
    }

    fn of_writer(writer: impl Write + Send + 'static) -> Result<Self, AuditError> {
        let audit_key = key::in_variable()?.map_or_else(key::random, Ok)?;
        let lines = Lines::new(&key::random()?, Chain::new(&audit_key));
        let sync = AuditSync::Every(Duration::MAX);
        Self::start(lines, Box::new(Diskless(writer)), sync, |writer| writer)
    }

    /// The latest checkpoint of a log that is a file: a line of text, at most a minute older than the log's
    /// last record. It is in `FILE.checkpoint` as well.
    ///
    /// It says how many records there were and which, signed by a key (Ed25519) that the log names in the record of
    /// its opening. Keep it elsewhere: `botrs-secure audit verify --checkpoint` then finds that the end
    /// of the log was cut, and whoever has the public key can verify without being able to forge.
    #[must_use]
    pub fn checkpoint(&self) -> Option<String> {
        self.0.ring.checkpoint()
    }

    /// Queues a record without waiting; false if there was no room, which is recorded in its place.
    pub(crate) fn record(&self, event: Event) -> bool {
        self.0.ring.push(event)
    }

    /// Queues the record of a refusal, which is counted together with others where it is repeated.
    pub(crate) fn refusal(&self, event: Event) -> bool {
        self.0.ring.push(Event { weight: Weight::Refusal, ..event })
    }

    /// Queues a record that may use the reserved room as well.
    pub(crate) fn privileged(&self, event: Event) -> bool {
        self.0.ring.push_privileged(Event { weight: Weight::Privileged, ..event })
    }

    /// Whether a privileged command may start: its records have room and the log can be written.
    pub(crate) fn has_room(&self) -> bool {
        self.0.ring.has_room()
    }

    /// Waits until an effect whose intent was recorded may be had; false if it may not.
    pub(crate) async fn before_effect(&self) -> bool {
        !self.0.sync.holds_effects() || self.is_synced().await
    }

    /// Waits until what was recorded may be told, or cannot be written: it was decided, and is told then too.
    pub(crate) async fn before_answer(&self) {
        if self.0.sync.holds_answers() {
            self.is_synced().await;
        }
    }

    /// Waits until all that was queued before is on the disk; false if that takes too long, or fails.
    async fn is_synced(&self) -> bool {
        let ring = &self.0.ring;
        let ticket = ring.progress.want();
        self.0.wake();
        let is_on_disk = |done: &Done| match done.ticket >= ticket {
            true => Some(true),
            false => (done.ended || ring.is_failing()).then_some(false),
        };
        let synced = poll_fn(|task| ring.progress.poll(task.waker(), is_on_disk));
        tokio::time::timeout(FLUSH_LIMIT, synced).await.unwrap_or(false)
    }

    /// How many records are queued.
    #[cfg(feature = "testing")]
    pub(crate) fn waiting(&self) -> usize {
        self.0.ring.len()
    }

    /// How far it is written.
    #[cfg(feature = "metrics")]
    pub(crate) fn written(&self) -> Written {
        let ring = &self.0.ring;
        Written { waiting: ring.len(), lost: ring.lost(), rounds: ring.rounds() }
    }

    /// Waits until all that was queued before is with the sink, and on the disk where there is one.
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

    fn start(
        lines: Lines,
        sink: Box<dyn Sink>,
        sync: AuditSync,
        prepare: impl FnOnce(Writer) -> Writer,
    ) -> Result<Self, AuditError> {
        let ring = Arc::new(Ring::new());
        let writer = prepare(Writer::new(Arc::clone(&ring), lines, sink, sync));
        let thread = thread::Builder::new()
            .name("audit".into())
            .spawn(|| writer.run())
            .map_err(|cause| AuditError::Thread { cause })?;
        Ok(Self(Arc::new(Log { ring, sync, thread: Some(thread) })))
    }
}

/// How far a log is written, for whoever watches.
#[cfg(feature = "metrics")]
pub(crate) struct Written {
    /// Records that wait.
    pub(crate) waiting: usize,
    /// Records that found no room.
    pub(crate) lost: u64,
    /// How often what waited was written.
    pub(crate) rounds: u64,
}

/// A log that is not opened yet, made by [`AuditLog::builder`].
#[must_use]
pub struct AuditLogBuilder {
    path: PathBuf,
    schedule: Schedule,
    sync: AuditSync,
    sinks: Vec<Box<dyn AuditSink>>,
}

impl AuditLogBuilder {
    /// Goes on in a new file once `FILE` has so many bytes, 100 MiB if nothing is said. It can be larger by what
    /// is written at once, which is some 64 KiB, or 2 MB where many are refused again and again.
    pub fn rotate_at(mut self, bytes: u64) -> Self {
        self.schedule.at = bytes;
        self
    }

    /// Goes on in a new file also once `FILE` was begun so long ago, by the clock of the machine and over restarts;
    /// never if nothing is said. A file without records stays.
    pub fn rotate_every(mut self, time: Duration) -> Self {
        self.schedule.every = Some(time);
        self
    }

    /// When records are brought to the disk, [`AuditSync::OnPrivileged`] if nothing is said.
    pub fn sync(mut self, sync: AuditSync) -> Self {
        self.sync = sync;
        self
    }

    /// Gives each record to a sink as well, once the file has it, and each checkpoint. There may be several.
    ///
    /// A sink that is slow, fails or panics holds up neither the file nor another. When the log is closed, sinks have
    /// a second for what waits.
    pub fn also(mut self, sink: impl AuditSink) -> Self {
        self.sinks.push(Box::new(sink));
        self
    }

    /// Opens the log.
    ///
    /// # Errors
    ///
    /// As [`AuditLog::open`].
    pub fn open(self) -> Result<AuditLog, AuditError> {
        let (epoch, names) = Epoch::open(&self.path)?;
        let opened = resume::open(&self.path)?;
        let sinks = Sinks::start(self.sinks).map_err(|cause| AuditError::Thread { cause })?;
        let events: Vec<_> = opened.events().collect();
        #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "nothing is compressed"))]
        let resume::Opened { file, chain, mut keeper, bytes, .. } = opened;
        #[cfg(feature = "gzip")]
        keeper.start_compressor()?;
        let lines = Lines::new(&names, chain).follow(epoch);
        AuditLog::start(lines, Box::new(file), self.sync, |mut writer| {
            events.iter().for_each(|event| writer.note(event));
            writer.keep(keeper, bytes, self.schedule).also(sinks)
        })
    }
}

impl fmt::Debug for AuditLogBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditLogBuilder").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A writer that knows nothing of disks.
struct Diskless<W>(W);

impl<W: Write> Write for Diskless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write + Send> Sink for Diskless<W> {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
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
