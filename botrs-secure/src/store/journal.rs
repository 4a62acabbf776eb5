//! The group commit: what many calls want kept goes to the disk in one transaction.
//!
//! One thread writes. It wakes for whoever waits, and every 200 ms for what nobody waits for. While it
//! writes, the next transaction gathers. Both queues are bounded; what finds no room in them is refused,
//! or counted as lost where nobody waits.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_queue::ArrayQueue;
use parking_lot::{Condvar, Mutex};
use redb::Database;
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::contain::contained;
use crate::store::Cause;
use crate::store::rows::{self, Batch, Kept, Mark, Row};

/// How long what nobody waits for may stay in memory only.
const LATER: Duration = Duration::from_millis(200);
/// How often it is told at most that something was lost.
const TELL: Duration = Duration::from_secs(60);
/// How long a call waits for the disk.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many calls may wait.
pub(super) const MOST_WAITING: usize = 1_024;
/// How much that nobody waits for may wait to be written, in about 800 KB.
pub(super) const MOST_LATER: usize = 16_384;

/// Why a mark is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unkept {
    /// There are as many live ones as there may be.
    Full,
    /// The disk fails, or takes too long.
    Failed,
}

type Answer = oneshot::Sender<Result<(), Unkept>>;

/// What is to be written.
pub(super) struct Queue {
    later: ArrayQueue<Row>,
    /// What of it was not kept and not told of yet: for lack of room, or because the disk failed.
    lost: AtomicU64,
    asked: Mutex<Asked>,
    /// Somebody waits, or nobody ever will again.
    changed: Condvar,
}

#[derive(Default)]
struct Asked {
    waiting: Vec<(Mark, Answer)>,
    closing: bool,
}

impl Queue {
    fn new() -> Self {
        Self {
            later: ArrayQueue::new(MOST_LATER),
            lost: AtomicU64::new(0),
            asked: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Keeps a mark; it is with the disk when this returns without an error.
    pub(super) async fn keep(&self, mark: Mark) -> Result<(), Unkept> {
        let kept = self.ask(mark)?;
        match tokio::time::timeout(PATIENCE, kept).await {
            Ok(Ok(kept)) => kept,
            // The thread is gone, or too slow: perhaps it is kept, and what it stands for does not run.
            Ok(Err(_)) | Err(_) => Err(Unkept::Failed),
        }
    }

    /// Has a mark kept, and says when it is.
    pub(super) fn ask(&self, mark: Mark) -> Result<oneshot::Receiver<Result<(), Unkept>>, Unkept> {
        let (answer, kept) = oneshot::channel();
        let mut asked = self.asked.lock();
        if asked.closing || asked.waiting.len() >= MOST_WAITING {
            return Err(Unkept::Failed);
        }
        asked.waiting.push((mark, answer));
        drop(asked);
        self.changed.notify_one();
        Ok(kept)
    }

    /// Has something kept soon. Neither waits nor allocates nor wakes anybody.
    pub(super) fn later(&self, row: Row) {
        if self.later.push(row).is_err() {
            self.lose(1);
        }
    }

    fn lose(&self, rows: u64) {
        self.lost.fetch_add(rows, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.asked.lock().waiting.len()
    }

    #[cfg(test)]
    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Waits until somebody waits, for 200 ms at most. True where it is the last time.
    fn next(&self) -> (Vec<(Mark, Answer)>, bool) {
        let mut asked = self.asked.lock();
        if asked.waiting.is_empty() && !asked.closing {
            self.changed.wait_for(&mut asked, LATER);
        }
        (mem::take(&mut asked.waiting), asked.closing)
    }
}

/// The thread that writes; it ends, and has written what waited, when this goes.
pub(super) struct Journal {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Journal {
    pub(super) fn start(database: Arc<Database>, clock: Clock) -> Result<Self, Cause> {
        let queue = Arc::new(Queue::new());
        let (failing, told) = (false, None);
        let mut writer = Writer { queue: Arc::clone(&queue), database, clock, failing, told };
        let spawned = thread::Builder::new().name("store".into()).spawn(move || writer.run());
        let thread = spawned.map_err(|error| Cause::Failed(error.to_string()))?;
        Ok(Self { queue, thread: Some(thread) })
    }

    pub(super) fn queue(&self) -> Arc<Queue> {
        Arc::clone(&self.queue)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.queue.asked.lock().closing = true;
        self.queue.changed.notify_one();
        // No longer than the disk takes, as closing the file does.
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// What the thread has.
struct Writer {
    queue: Arc<Queue>,
    database: Arc<Database>,
    clock: Clock,
    failing: bool,
    /// When it was told last that something was lost.
    told: Option<Instant>,
}

impl Writer {
    fn run(&mut self) {
        loop {
            let (asked, is_last) = self.queue.next();
            let (waited, answers): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
            let later = std::iter::from_fn(|| self.queue.later.pop()).take(MOST_LATER).collect();
            let batch = Batch { waited, later };
            if !batch.is_empty() {
                self.write(&batch, answers);
            }
            if is_last {
                return;
            }
        }
    }

    fn write(&mut self, batch: &Batch, answers: Vec<Answer>) {
        let now = self.clock.now().wall;
        let kept = contained(|| rows::keep(&self.database, batch, now));
        let kept = kept.unwrap_or_else(|| Err(Cause::Failed("panic".into())));
        match kept {
            Ok(Kept { waited, without_room }) => {
                self.failing = false;
                for (answer, kept) in answers.into_iter().zip(waited) {
                    // Whoever stopped waiting was refused.
                    let _ = answer.send(if kept { Ok(()) } else { Err(Unkept::Full) });
                }
                self.queue.lose(without_room);
                self.tell_lost();
            }
            Err(cause) => {
                self.queue.lose(batch.later.len() as u64);
                for answer in answers {
                    let _ = answer.send(Err(Unkept::Failed));
                }
                if !mem::replace(&mut self.failing, true) {
                    tracing::error!(
                        ?cause,
                        "存储写入失败，特权命令会被拒绝；请检查磁盘并重启机器人 / the store cannot be \
                         written, so privileged commands are refused: check the disk and start the bot again"
                    );
                }
            }
        }
    }

    fn tell_lost(&mut self) {
        if self.told.is_some_and(|told| told.elapsed() < TELL) {
            return;
        }
        let lost = self.queue.lost.swap(0, Ordering::Relaxed);
        if lost == 0 {
            return;
        }
        self.told = Some(Instant::now());
        tracing::warn!(
            lost,
            "存储来不及保存普通命令的标记和冷却，重启后可能重复执行 / marks of commands that are not \
             privileged, or cooldowns, were not kept: after a restart they may run again"
        );
    }
}
