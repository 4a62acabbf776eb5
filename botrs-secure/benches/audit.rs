//! What a record of the audit costs its caller, how many the writer writes, and how fast they are verified.
//!
//! `cargo bench -p botrs-secure --features cli,testing --bench audit`. The goals are those of the design: 30 ns and
//! at most one allocation for whoever records, and a million records a second with the chain. Beside ours: the
//! logger that the guide of botrs shows, and `tracing` as JSON with an appender that does not block. A sample is
//! [`CALLS`] records, so 1 ms is 100 ns a record.
//!
//! `written` names how many persons in a hundred are new to the writer, so that it has no pseudonym of theirs: that is
//! the rate at which its memory misses. The others are a thousand.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use botrs_secure::AuditLog;
use botrs_secure::testing::AuditRecords;
use chrono::Utc;
use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher};
use serde::Serialize;
use tracing::Dispatch;
use tracing_appender::non_blocking::WorkerGuard;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Records a sample of what callers do: they all have room.
const CALLS: u64 = 10_000;
/// Records a sample of what the writer does, after which they are brought to the disk.
const WRITTEN: u64 = 450_000;
/// Records that wait at most: as many as have room, nearly.
const WAITING: usize = 45_000;
/// Much less than those take.
const PAUSE: Duration = Duration::from_millis(1);
const HOT: u64 = 1_000;

/// A folder of its own, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("botrs-secure-audit-bench-{}-{next}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn log(&self) -> PathBuf {
        self.0.join("audit.jsonl")
    }

    /// A log of one file, however large.
    fn open(&self) -> AuditLog {
        AuditLog::builder(self.log()).rotate_at(u64::MAX).open().expect("a log")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Something that records that a member muted somebody.
trait Logger {
    fn new(folder: &Folder) -> Self;
    fn record(&self, user: u64);
    /// Lets what was queued be written.
    fn rest(&self) {}
}

struct Ours(AuditRecords);

impl Logger for Ours {
    fn new(folder: &Folder) -> Self {
        Self(AuditRecords::new(folder.open()))
    }

    fn record(&self, user: u64) {
        assert!(self.0.record(user), "no room");
    }

    fn rest(&self) {
        assert!(self.0.flush(), "it takes too long");
    }
}

/// The guide's `AuditLogger`, with its seven fields: it locks the file and writes a line.
struct Guide(Mutex<File>);

#[derive(Serialize)]
struct AuditEvent {
    timestamp: String,
    event_type: String,
    user_id: Option<String>,
    action: String,
    details: String,
    ip_address: Option<String>,
    success: bool,
}

impl Logger for Guide {
    fn new(folder: &Folder) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(folder.log());
        Self(Mutex::new(file.expect("a file")))
    }

    fn record(&self, user: u64) {
        let event = AuditEvent {
            timestamp: Utc::now().to_rfc3339(),
            event_type: "decision".to_owned(),
            user_id: Some(user.to_string()),
            action: "mute".to_owned(),
            details: "allowed".to_owned(),
            ip_address: None,
            success: true,
        };
        let line = serde_json::to_string(&event).expect("JSON");
        writeln!(self.0.lock().expect("no panic"), "{line}").expect("a write");
    }
}

/// `tracing` as JSON lines, which a thread of the appender writes.
struct Tracing(Dispatch, #[expect(dead_code, reason = "it ends the thread")] WorkerGuard);

impl Logger for Tracing {
    fn new(folder: &Folder) -> Self {
        let file = File::create(folder.log()).expect("a file");
        let (appender, guard) = tracing_appender::non_blocking(file);
        Self(tracing_subscriber::fmt().json().with_writer(appender).finish().into(), guard)
    }

    fn record(&self, user: u64) {
        tracing::dispatcher::with_default(&self.0, || {
            tracing::info!(user_id = user, action = "mute", rule = "allowed", success = true);
        });
    }

    fn rest(&self) {
        std::thread::sleep(5 * PAUSE);
    }
}

#[divan::bench(types = [Ours, Guide, Tracing])]
fn recorded<L: Logger>(bencher: Bencher<'_, '_>) {
    let folder = Folder::new();
    let logger = L::new(&folder);
    bencher
        .counter(ItemsCount::new(CALLS))
        .with_inputs(|| logger.rest())
        .bench_local_values(|()| (0..CALLS).for_each(|number| logger.record(number % HOT)));
}

/// Has a sample written, as fast as the writer goes.
fn write(records: &AuditRecords, user: impl Fn(u64) -> u64) {
    for number in 0..WRITTEN {
        while records.waiting() >= WAITING {
            std::thread::sleep(PAUSE);
        }
        assert!(records.record(user(number)), "no room");
    }
    assert!(records.flush(), "it takes too long");
}

/// Records of which so many in a hundred are about somebody new.
fn written(bencher: Bencher<'_, '_>, log: AuditLog, new: u64) {
    let records = AuditRecords::new(log);
    let next = AtomicU64::new(HOT);
    bencher.counter(ItemsCount::new(WRITTEN)).bench(|| {
        write(&records, |number| {
            let is_new = number % 100 < new;
            if is_new { next.fetch_add(1, Ordering::Relaxed) } else { number % HOT }
        });
    });
}

#[divan::bench(args = [0, 1, 10, 100], sample_count = 10)]
fn written_to_nothing(bencher: Bencher<'_, '_>, new: u64) {
    written(bencher, AuditLog::to_writer(std::io::sink()), new);
}

#[divan::bench(args = [0, 1, 10, 100], sample_count = 10)]
fn written_to_a_file(bencher: Bencher<'_, '_>, new: u64) {
    let folder = Folder::new();
    written(bencher, folder.open(), new);
}

/// The command itself, from its start to its end, of some 190 MB.
#[divan::bench(sample_count = 10)]
fn verified(bencher: Bencher<'_, '_>) {
    let folder = Folder::new();
    write(&AuditRecords::new(folder.open()), |number| number % HOT);
    let bytes = fs::metadata(folder.log()).expect("a log").len();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let verify = Command::new(env!("CARGO_BIN_EXE_botrs-secure"))
            .args(["audit", "verify"])
            .arg(folder.log())
            .output();
        assert!(verify.expect("the command").status.success());
    });
}
