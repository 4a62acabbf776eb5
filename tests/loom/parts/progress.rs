//! Whoever waits for the log finds written what it had queued.

use std::task::{Wake, Waker};
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
    /// Of what is written; only for those who wait.
    synced: AtomicU64,
}

/// A task that has a thread for itself.
struct Task(thread::Thread);

impl Wake for Task {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.unpark();
    }
}

impl Log {
    fn new() -> Arc<Self> {
        let [queued, written, synced] = [0; 3].map(AtomicU64::new);
        Arc::new(Self { progress: Progress::new(), queued, written, synced })
    }

    fn queue(&self) {
        self.queued.fetch_add(1, Ordering::Relaxed);
    }

    fn flush(&self) -> u64 {
        let ticket = self.progress.want();
        assert!(self.progress.wait(LIMIT, |done| done.ticket >= ticket));
        self.synced.load(Ordering::Relaxed)
    }

    /// The same, by a task.
    fn flush_by_task(&self) -> u64 {
        let ticket = self.progress.want();
        let task = Waker::from(std::sync::Arc::new(Task(thread::current())));
        while self.progress.poll(&task, |done| (done.ticket >= ticket).then_some(())).is_pending() {
            thread::park();
        }
        self.synced.load(Ordering::Relaxed)
    }

    fn drain(&self, is_awaited: bool) -> bool {
        let queued = self.queued.load(Ordering::Relaxed);
        self.written.store(queued, Ordering::Relaxed);
        if is_awaited {
            self.synced.store(queued, Ordering::Relaxed);
        }
        true
    }

    /// The order of the library's writer.
    fn write(&self) {
        while self.progress.round(|is_awaited| self.drain(is_awaited)) == Round::Written {
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
fn a_task_finds_it_too() {
    every_order(|| {
        let log = Log::new();
        let writer = writer(&log);
        log.queue();
        assert_eq!(log.flush_by_task(), 1);
        log.progress.close();
        writer.join().unwrap();
    });
}

#[test]
fn a_task_is_told_that_the_writer_cannot_go_on() {
    every_order(|| {
        let (progress, fails) = (Arc::new(Progress::new()), Arc::new(AtomicU64::new(0)));
        let writer = {
            let (progress, fails) = (Arc::clone(&progress), Arc::clone(&fails));
            thread::spawn(move || {
                fails.store(1, Ordering::Release);
                progress.stuck();
            })
        };
        let task = Waker::from(std::sync::Arc::new(Task(thread::current())));
        let fails = |_: &Done| (fails.load(Ordering::Acquire) == 1).then_some(());
        while progress.poll(&task, fails).is_pending() {
            thread::park();
        }
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
                assert!(log.flush_by_task() >= 1);
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
        assert_eq!(log.synced.load(Ordering::Relaxed), 1);
        writer.join().unwrap();
    });
}

#[test]
fn what_cannot_be_written_is_not_told_as_written() {
    every_order(|| {
        let log = Log::new();
        let writing = Arc::clone(&log);
        let writer = thread::spawn(move || {
            assert_eq!(writing.progress.round(|_| false), Round::GivenUp);
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
