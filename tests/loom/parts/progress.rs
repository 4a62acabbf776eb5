//! Whoever waits for the log finds written what it had queued.

use std::time::Duration;

use loom::sync::Arc;
use loom::thread;

use crate::progress::{Done, Progress, Round};
use crate::sync::{AtomicU64, Ordering};
use crate::{every_order, many_orders};

const LIMIT: Duration = Duration::ZERO;

struct Log {
    progress: Progress,
    /// How much, so far. These order nothing by themselves.
    queued: AtomicU64,
    written: AtomicU64,
}

impl Log {
    fn new() -> Arc<Self> {
        let (queued, written) = (AtomicU64::new(0), AtomicU64::new(0));
        Arc::new(Self { progress: Progress::new(), queued, written })
    }

    fn queue(&self) {
        self.queued.fetch_add(1, Ordering::Relaxed);
    }

    fn flush(&self) -> u64 {
        let ticket = self.progress.want();
        assert!(self.progress.wait(LIMIT, |done| done.ticket >= ticket));
        self.written.load(Ordering::Relaxed)
    }

    fn drain(&self) -> bool {
        self.written.store(self.queued.load(Ordering::Relaxed), Ordering::Relaxed);
        true
    }

    /// The order of the library's writer.
    fn write(&self) {
        while self.progress.round(|| self.drain()) == Round::Written {
            thread::yield_now();
        }
        self.progress.end();
    }
}

fn writer(log: &Arc<Log>) -> thread::JoinHandle<()> {
    let log = Arc::clone(log);
    thread::spawn(move || log.write())
}

#[test]
fn what_was_queued_before_a_flush_is_written_after_it() {
    every_order(|| {
        let log = Log::new();
        let writer = writer(&log);
        log.queue();
        assert_eq!(log.flush(), 1);
        log.progress.close();
        writer.join().unwrap();
    });
}

#[test]
fn each_of_two_who_flush_finds_its_own() {
    many_orders(|| {
        let log = Log::new();
        let other = {
            let log = Arc::clone(&log);
            thread::spawn(move || {
                log.queue();
                assert!(log.flush() >= 1);
            })
        };
        let writer = writer(&log);
        log.queue();
        assert!(log.flush() >= 1);
        other.join().unwrap();
        log.progress.close();
        writer.join().unwrap();
    });
}

#[test]
fn what_was_queued_before_the_end_is_written() {
    every_order(|| {
        let log = Log::new();
        let writer = writer(&log);
        log.queue();
        log.progress.close();
        assert!(log.progress.wait(LIMIT, |done| done.ended));
        assert_eq!(log.written.load(Ordering::Relaxed), 1);
        writer.join().unwrap();
    });
}

#[test]
fn what_cannot_be_written_is_not_told_as_written() {
    every_order(|| {
        let log = Log::new();
        let writing = Arc::clone(&log);
        let writer = thread::spawn(move || {
            assert_eq!(writing.progress.round(|| false), Round::GivenUp);
            writing.progress.end();
        });
        log.progress.want();
        let is_told = |done: &Done| {
            assert_eq!(done.ticket, 0);
            done.ended
        };
        assert!(log.progress.wait(LIMIT, is_told));
        writer.join().unwrap();
    });
}
