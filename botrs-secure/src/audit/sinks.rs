//! Copies of the log: each sink on a thread of its own, behind a bounded queue.
//!
//! One that is slow, fails or panics holds up neither the file nor another. What it misses is counted and told
//! by `tracing`; who reads there sees the gap by the numbers of the records. It is not recorded: the file has
//! it all, and a record would be missed in turn.

use std::fmt::Display;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::contain::contained;

/// Bytes that may wait for one sink.
const ROOM: usize = 4 << 20;

/// How often it is told at most that a sink misses something.
const TELL: Duration = Duration::from_secs(60);

/// How long sinks may take for what waits when the log is closed.
const END: Duration = Duration::from_secs(1);

/// How often is looked whether they have.
const LOOK: Duration = Duration::from_millis(5);

/// Another place where the records of a log go, for [`AuditLogBuilder::also`](crate::AuditLogBuilder::also).
///
/// It is called on a thread of its own and may take its time. Each record comes once the file has it, and is not
/// given again: one that is not taken, by an error or a panic, is missed, and so are those for which 4 MiB of
/// waiting records leave no room.
pub trait AuditSink: Send + 'static {
    /// Takes a record: a line of JSON, sealed, without its end.
    ///
    /// # Errors
    ///
    /// Where the record was not taken.
    fn write(&mut self, line: &str) -> io::Result<()>;

    /// Takes a [checkpoint](crate::AuditLog::checkpoint), by which a cut end of the log is found, at most a minute
    /// after the records that it is over; nothing is done with it unless this is written.
    ///
    /// # Errors
    ///
    /// Where it was not taken.
    fn checkpoint(&mut self, line: &str) -> io::Result<()> {
        let _ = line;
        Ok(())
    }
}

/// Makes an event of each record and each checkpoint, for whatever collects the program's logs: of the target
/// `botrs_secure::audit`, at info, in the fields `record` and `checkpoint`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TracingSink;

impl AuditSink for TracingSink {
    fn write(&mut self, line: &str) -> io::Result<()> {
        tracing::info!(target: "botrs_secure::audit", record = line);
        Ok(())
    }

    fn checkpoint(&mut self, line: &str) -> io::Result<()> {
        tracing::info!(target: "botrs_secure::audit", checkpoint = line);
        Ok(())
    }
}

/// What waits for a sink.
#[derive(Clone)]
enum Item {
    /// Records, each with the end of its line.
    Records(Arc<str>),
    Checkpoint(Arc<str>),
}

impl Item {
    fn bytes(&self) -> usize {
        let (Self::Records(text) | Self::Checkpoint(text)) = self;
        text.len()
    }

    fn count(&self) -> u64 {
        match self {
            Self::Records(text) => text.lines().count() as u64,
            Self::Checkpoint(_) => 1,
        }
    }
}

/// The sinks of a log, as the writer knows them.
#[derive(Default)]
pub(super) struct Sinks(Vec<Queue>);

struct Queue {
    items: Sender<Item>,
    known: Arc<Known>,
    thread: JoinHandle<()>,
}

/// What is known of a sink on both sides of its queue.
#[derive(Default)]
struct Known {
    waiting: AtomicUsize,
    missed: AtomicU64,
    told: Mutex<Told>,
}

/// How much of what was missed was told, and when last.
#[derive(Default)]
struct Told {
    missed: u64,
    at: Option<Instant>,
}

impl Sinks {
    pub(super) fn start(sinks: Vec<Box<dyn AuditSink>>) -> io::Result<Self> {
        let queues: io::Result<_> = sinks.into_iter().map(Queue::start).collect();
        queues.map(Self)
    }

    /// Hands on records that the file has taken.
    pub(super) fn records(&self, batch: &[u8]) {
        if !self.0.is_empty() && !batch.is_empty() {
            self.offer(&Item::Records(String::from_utf8_lossy(batch).into()));
        }
    }

    pub(super) fn checkpoint(&self, checkpoint: &str) {
        if !self.0.is_empty() {
            self.offer(&Item::Checkpoint(checkpoint.into()));
        }
    }

    fn offer(&self, item: &Item) {
        self.0.iter().for_each(|queue| queue.offer(item.clone()));
    }

    /// Lets the sinks take what waits, for a while.
    pub(super) fn close(self) {
        let end = Instant::now() + END;
        // With its queue a thread ends.
        let left: Vec<_> = self.0.into_iter().map(|queue| (queue.known, queue.thread)).collect();
        for (known, thread) in left {
            while !thread.is_finished() && Instant::now() < end {
                thread::sleep(LOOK);
            }
            if !thread.is_finished() {
                let waiting = known.waiting.load(Ordering::Relaxed);
                contained(|| {
                    tracing::error!(
                        waiting,
                        "审计副本未能在时限内写完 / a sink of the audit did not take all within the time limit",
                    );
                });
            }
        }
    }
}

impl Queue {
    fn start(sink: Box<dyn AuditSink>) -> io::Result<Self> {
        let (items, waiting) = channel();
        let known = Arc::<Known>::default();
        let taker = Taker { sink, known: Arc::clone(&known) };
        let thread =
            thread::Builder::new().name("audit-sink".into()).spawn(|| taker.run(waiting))?;
        Ok(Self { items, known, thread })
    }

    /// Never waits: what finds no room is missed.
    fn offer(&self, item: Item) {
        let (bytes, count) = (item.bytes(), item.count());
        let waiting = self.known.waiting.fetch_add(bytes, Ordering::Relaxed);
        if waiting + bytes > ROOM || self.items.send(item).is_err() {
            self.known.waiting.fetch_sub(bytes, Ordering::Relaxed);
            self.known.miss(count);
            self.known.tell(&"too slow");
        }
    }
}

impl Known {
    fn miss(&self, count: u64) {
        self.missed.fetch_add(count, Ordering::Relaxed);
    }

    /// Tells how much was missed since that was told last, unless it was lately.
    fn tell(&self, why: &dyn Display) {
        let is_due = |at: Instant| at.elapsed() >= TELL;
        if self.told.lock().at.is_none_or(is_due) {
            self.tell_now(why);
        }
    }

    fn tell_now(&self, why: &dyn Display) {
        let mut told = self.told.lock();
        let all = self.missed.load(Ordering::Relaxed);
        let missed = all - told.missed;
        if missed > 0 {
            *told = Told { missed: all, at: Some(Instant::now()) };
            drop(told);
            contained(|| {
                tracing::error!(missed, %why, "审计副本缺了记录 / a sink of the audit misses records");
            });
        }
    }
}

/// The side of the sink.
struct Taker {
    sink: Box<dyn AuditSink>,
    known: Arc<Known>,
}

impl Taker {
    fn run(mut self, waiting: Receiver<Item>) {
        for item in waiting {
            match &item {
                Item::Records(lines) => {
                    for line in lines.lines() {
                        self.give(|sink| sink.write(line));
                    }
                }
                Item::Checkpoint(line) => self.give(|sink| sink.checkpoint(line)),
            }
            self.known.waiting.fetch_sub(item.bytes(), Ordering::Relaxed);
        }
        self.known.tell_now(&"the log is closed");
        let Self { sink, .. } = self;
        contained(|| drop(sink));
    }

    fn give(&mut self, take: impl FnOnce(&mut dyn AuditSink) -> io::Result<()>) {
        let taken = contained(|| take(&mut *self.sink));
        if let Err(error) = taken.unwrap_or_else(|| Err(io::Error::other("it panicked"))) {
            self.known.miss(1);
            self.known.tell(&error);
        }
    }
}

#[cfg(test)]
mod tests;
