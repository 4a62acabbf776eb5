//! The one thread that writes.
//!
//! It polls the ring, so that callers need not wake it, and writes what it finds in batches. A
//! batch that cannot be written is kept and tried again from the byte where it stopped, so that
//! nothing is lost or written twice; meanwhile the log is failing and privileged commands are
//! refused. So it is where what was written cannot be brought to the disk.
//!
//! A file that somebody removed takes what is written and loses it when it is closed. So the writer looks
//! before each batch, and goes on in a new file, which begins with the record of that.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::chain::Chain;
use super::event::{Event, Kind};
use super::file;
use super::line::Lines;
use super::progress::Round;
use super::repeats::Repeats;
use super::resume::Keeper;
use super::ring::Ring;
use super::rotate::{Schedule, replace_removed, rotate};
use super::sinks::Sinks;
use super::syncing::{AuditSync, Unsynced};
use crate::contain::contained;

/// How long an event waits at most before an idle writer sees it.
const POLL: Duration = Duration::from_millis(5);

/// Bytes after which a batch is written.
const BATCH: usize = 64 * 1024;

/// The first and the longest pause before a failed write is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// How long failed writes are tried again after the log was closed.
pub(super) const GIVE_UP: Duration = Duration::from_secs(2);

/// Where lines go.
pub(super) trait Sink: Write + Send {
    /// Waits until what was written outlasts the machine.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether what is written will be lost, since somebody removed the file.
    fn is_removed(&self) -> bool {
        false
    }
}

impl Sink for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn is_removed(&self) -> bool {
        file::is_removed(self)
    }
}

pub(super) struct Writer {
    ring: Arc<Ring>,
    lines: Lines,
    sink: Box<dyn Sink>,
    repeats: Repeats,
    sync: AuditSync,
    unsynced: Unsynced,
    /// Of a log that is a file.
    keeper: Option<Keeper>,
    schedule: Schedule,
    /// Whether the state is still about a file that was removed.
    is_elsewhere: bool,
    /// Bytes of the current file that the sink has taken.
    written: u64,
    batch: Vec<u8>,
    /// The part of the batch that the sink has taken.
    taken: usize,
    sinks: Sinks,
}

impl Writer {
    pub(super) fn new(ring: Arc<Ring>, lines: Lines, sink: Box<dyn Sink>, sync: AuditSync) -> Self {
        Self {
            ring,
            lines,
            sink,
            repeats: Repeats::default(),
            sync,
            unsynced: Unsynced::default(),
            keeper: None,
            schedule: Schedule::default(),
            is_elsewhere: false,
            written: 0,
            batch: Vec::with_capacity(2 * BATCH),
            taken: 0,
            sinks: Sinks::default(),
        }
    }

    /// Keeps what the next run needs to go on, of a log that has so many bytes.
    pub(super) fn keep(self, keeper: Keeper, written: u64, schedule: Schedule) -> Self {
        Self { keeper: Some(keeper), written, schedule, ..self }
    }

    /// Gives what is written to others as well.
    pub(super) fn also(self, sinks: Sinks) -> Self {
        Self { sinks, ..self }
    }

    /// Records something that concerns the log itself.
    pub(super) fn note(&mut self, event: &Event) {
        self.put(event, Instant::now());
    }

    fn put(&mut self, event: &Event, now: Instant) {
        if self.batch.is_empty() {
            self.lines.look();
        }
        self.lines.write(&mut self.batch, event);
        self.unsynced.add(event.weight, now);
    }

    /// Writes until the log is closed.
    pub(super) fn run(mut self) {
        let ring = Arc::clone(&self.ring);
        loop {
            match ring.progress.round(|is_awaited| self.drain(is_awaited)) {
                Round::Written => {
                    #[cfg(feature = "metrics")]
                    ring.count_round();
                    self.settle(|keeper, chain| keeper.is_due(chain));
                    if ring.len() == 0 {
                        thread::park_timeout(POLL);
                    }
                }
                Round::Last => {
                    self.settle(|_, _| true);
                    break;
                }
                Round::GivenUp => {
                    self.report_unwritten();
                    break;
                }
            }
        }
        self.sinks.close();
        ring.progress.end();
    }

    /// Takes an event from the ring, which may have its record later.
    fn take(&mut self, event: Event, now: Instant) {
        let due = match self.sync.counts_repeats() {
            true => self.repeats.take(event, now),
            false => Some(event),
        };
        if let Some(event) = due {
            self.put(&event, now);
        }
    }

    /// Writes what is in the ring now, and brings it to the disk if it is time or somebody waits; false if
    /// that was given up.
    pub(super) fn drain(&mut self, is_awaited: bool) -> bool {
        let (mut left, now) = (self.ring.len(), Instant::now());
        while let Some(event) = self.repeats.over(now) {
            self.put(&event, now);
        }
        loop {
            while left > 0 && self.batch.len() < BATCH {
                left -= 1;
                if let Some(event) = self.ring.pop() {
                    self.take(event, now);
                }
            }
            self.record_lost();
            if left == 0 && is_awaited {
                self.repeats.all().iter().for_each(|event| self.put(event, now));
            }
            if !self.insist(Self::try_write) || !self.rotate() {
                return false;
            }
            if left == 0 {
                break;
            }
        }
        !self.unsynced.is_due(self.sync, is_awaited, Instant::now()) || self.sync()
    }

    /// Records how many events found no room.
    fn record_lost(&mut self) {
        let lost = self.ring.take_lost();
        if lost > 0 {
            self.note(&Event::new(Kind::Lost(lost), now(), "audit.record", "ring_full"));
        }
    }

    /// Brings to the disk what was written; false if that was given up.
    fn sync(&mut self) -> bool {
        self.insist(Self::try_sync)
    }

    /// Does it, again and again if need be; false if that was given up.
    fn insist(&mut self, attempt: impl Fn(&mut Self) -> io::Result<()>) -> bool {
        let mut pause = Duration::ZERO;
        let mut give_up = None;
        let mut before = self.taken;
        while let Err(error) = attempt(self) {
            if !self.ring.is_failing() {
                self.ring.fail();
                tracing::error!(
                    %error,
                    "审计日志无法写入，特权命令将被拒绝 / \
                     the audit log cannot be written; privileged commands are refused",
                );
            }
            if self.ring.progress.is_closing() {
                let now = Instant::now();
                if now >= *give_up.get_or_insert(now + GIVE_UP) {
                    return false;
                }
            }
            pause = if self.taken > before { RETRY.0 } else { (pause * 2).clamp(RETRY.0, RETRY.1) };
            before = self.taken;
            thread::park_timeout(pause);
        }
        if self.ring.is_failing() {
            tracing::info!("审计日志已恢复写入 / the audit log is written again");
            self.ring.recover();
        }
        true
    }

    /// Goes on in a new file, if it is time; in the old one as long as there can be none. False if the disk
    /// was given up.
    fn rotate(&mut self) -> bool {
        // What the state says of a file that was removed is true of no other.
        if std::mem::take(&mut self.is_elsewhere) {
            self.settle(|_, _| true);
        }
        let is_due = |keeper: &Keeper| self.schedule.is_due(self.written, keeper.begun());
        if !self.keeper.as_ref().is_some_and(is_due) {
            return true;
        }
        if !self.sync() {
            return false;
        }
        let Some(keeper) = &mut self.keeper else { return true };
        match rotate(keeper, &mut self.lines.chain, self.written) {
            Ok(file) => {
                self.sink = Box::new(file);
                self.written = 0;
                self.schedule.succeeded();
                self.settle(|_, _| true);
            }
            Err(error) => self.schedule.failed(&error),
        }
        true
    }

    /// Brings the next key into force, if it is time.
    pub(super) fn settle(&mut self, is_due: impl FnOnce(&Keeper, &Chain) -> bool) {
        let is_due = |keeper: &Keeper| is_due(keeper, &self.lines.chain);
        if !self.keeper.as_ref().is_some_and(is_due) || !self.sync() {
            return;
        }
        let Some(keeper) = &mut self.keeper else { return };
        let saved = keeper.save(&mut self.lines.chain, self.written);
        match saved.and_then(|()| keeper.checkpoint(&self.lines.chain, now())) {
            Ok(checkpoint) => {
                self.sinks.checkpoint(&checkpoint);
                self.ring.sign(checkpoint);
            }
            Err(error) => tracing::error!(
                %error,
                "审计状态无法保存 / the state of the audit log cannot be saved",
            ),
        }
    }

    /// Goes on in a new file if the current one was removed, with the line in which that was.
    pub(super) fn replace_removed(&mut self) -> io::Result<()> {
        let Some(keeper) = self.keeper.as_mut().filter(|_| self.sink.is_removed()) else {
            return Ok(());
        };
        let new = replace_removed(keeper).map_err(io::Error::other)?;
        self.sink = Box::new(new);
        self.is_elsewhere = true;
        let taken = &self.batch[..self.taken];
        let whole = taken.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        self.sinks.records(&self.batch[..whole]);
        self.batch.drain(..whole);
        (self.taken, self.written) = (0, 0);
        tracing::error!(
            "审计日志文件已被移除，之后写入新文件 / \
             the file of the audit log was removed; the log goes on in a new one",
        );
        self.note(&Event::new(Kind::Alert, now(), "audit.file", "removed"));
        Ok(())
    }

    /// Hands the rest of the batch to the sink.
    fn try_write(&mut self) -> io::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.replace_removed()?;
        while self.taken < self.batch.len() {
            let rest = &self.batch[self.taken..];
            match catch_panic(|| self.sink.write(rest)) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.taken += count.min(rest.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        catch_panic(|| self.sink.flush())?;
        self.written += self.batch.len() as u64;
        self.sinks.records(&self.batch);
        self.batch.clear();
        self.taken = 0;
        Ok(())
    }

    fn try_sync(&mut self) -> io::Result<()> {
        catch_panic(|| self.sink.sync())?;
        self.unsynced.clear();
        Ok(())
    }

    /// Says how much was never written.
    fn report_unwritten(&self) {
        let lines = self.batch[self.taken..].iter().filter(|&&byte| byte == b'\n').count();
        let records = (lines + self.ring.len()) as u64 + self.repeats.held();
        tracing::error!(
            records,
            "审计日志关闭时仍有记录未能写入 / the audit log was closed with records unwritten",
        );
    }
}

/// The sink may be anyone's code; if it panics, the write has failed.
fn catch_panic<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    contained(work).unwrap_or_else(|| Err(io::Error::other("the writer panicked")))
}

pub(super) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SecretKey;

    struct Interrupted(bool);

    impl Write for Interrupted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = !self.0;
            if self.0 { Err(io::ErrorKind::Interrupted.into()) } else { Ok(bytes.len().min(9)) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Sink for Interrupted {
        fn sync(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_signal_is_no_failure() {
        let key = SecretKey::new([7; 32]);
        let lines = Lines::new(&key, Chain::new(&key));
        let sink = Box::new(Interrupted(false));
        let mut writer = Writer::new(Arc::new(Ring::new()), lines, sink, AuditSync::default());
        writer.note(&Event::new(Kind::Lifecycle, now(), "audit.open", "begun"));
        assert!(writer.try_write().is_ok());
        assert!(writer.batch.is_empty());
    }
}
