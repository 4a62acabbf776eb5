//! The log as a whole: nothing disappears silently, whatever the sink does.

mod disk;
mod repeated;
mod sync;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use std::{fs, process};

use serde_json::Value;

pub(crate) use disk::Disk;

#[cfg(unix)]
use super::chain::{Broken, ChainKey, Checkpoint, Verification};
use super::ring::{CAPACITY, RESERVED};
use super::*;
use crate::secret::SecretKey;

/// A directory of its own, removed afterwards.
pub(crate) struct TestDir(PathBuf);

impl TestDir {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        // A killed run may have left its directories behind, so the process id is not enough.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
        let name =
            format!("audit-{}-{now}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for TestDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How many processes a test kills: `BOTRS_SECURE_KILLS`, ten if nothing is said.
pub(crate) fn kills() -> u64 {
    std::env::var("BOTRS_SECURE_KILLS").map_or(10, |text| text.parse().expect("a number"))
}

/// The files of a log, the oldest first.
#[cfg(unix)]
pub(crate) fn files(log: &Path) -> Vec<PathBuf> {
    let mut files = rotated::files(log).unwrap();
    files.push(log.into());
    files
}

/// What a file holds, compressed or not.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> Box<dyn std::io::BufRead> {
    rotated::lines(path, fs::File::open(path).unwrap()).unwrap()
}

/// The first line of a log that is not as it was written, or not as its checkpoint says.
#[cfg(unix)]
pub(crate) fn broken(log: &Path) -> Option<(PathBuf, Broken)> {
    let audit_key = key::read(&file::beside(log, ".key")).unwrap().unwrap();
    let checkpoint = fs::read_to_string(file::beside(log, ".checkpoint"));
    let checkpoint = checkpoint.map(|line| line.trim_end().parse::<Checkpoint>().unwrap());
    let checkpoints = checkpoint.into_iter().collect();
    let mut verification = Verification::new(Some(ChainKey::first(&audit_key)), checkpoints);
    for path in files(log) {
        if let Err(broken) = verification.read(open(&path)).unwrap() {
            return Some((path, broken));
        }
    }
    let end = verification.end().err();
    end.map(|fault| (log.into(), Broken { line: 0, fault }))
}

/// What a [`Sink`] does with the next write.
#[derive(Clone, Copy, PartialEq)]
enum Behaviour {
    Take,
    /// Takes a few bytes, then fails, then takes a few more.
    Nibble,
    Fail,
    Panic,
}

struct Inner {
    behaviour: Behaviour,
    calls: usize,
    bytes: Vec<u8>,
}

/// A sink under the test's hand; holding its lock makes the writer wait.
#[derive(Clone)]
struct Sink(Arc<Mutex<Inner>>);

impl Sink {
    fn new(behaviour: Behaviour) -> Self {
        Self(Arc::new(Mutex::new(Inner { behaviour, calls: 0, bytes: Vec::new() })))
    }

    fn log(&self) -> AuditLog {
        AuditLog::to_writer(self.clone())
    }

    fn hold(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn records(&self) -> Vec<Value> {
        records(&self.hold().bytes)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut inner = self.hold();
        inner.calls += 1;
        let count = match inner.behaviour {
            Behaviour::Take => bytes.len(),
            Behaviour::Nibble if inner.calls.is_multiple_of(3) => {
                return Err(io::ErrorKind::Interrupted.into());
            }
            Behaviour::Nibble if inner.calls.is_multiple_of(50) => {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Behaviour::Nibble => bytes.len().min(7),
            Behaviour::Fail => return Err(io::ErrorKind::StorageFull.into()),
            Behaviour::Panic => panic!("a bad sink"),
        };
        inner.bytes.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn records(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn lines() -> Lines {
    let key = SecretKey::new([7; 32]);
    Lines::new(&key, Chain::new(&key))
}

fn log_of(sink: Box<dyn super::Sink>, sync: AuditSync) -> AuditLog {
    AuditLog::start(lines(), sink, sync, |writer| writer).unwrap()
}

fn event(number: u64) -> Event {
    Event { correlation: number, ..Event::new(Kind::Decision, 0, "mute", "permission") }
}

fn correlations(records: &[Value]) -> Vec<u64> {
    let number = |record: &Value| u64::from_str_radix(record["correlation"].as_str()?, 16).ok();
    records.iter().map(|record| number(record).unwrap()).collect()
}

fn lost(records: &[Value]) -> u64 {
    records
        .iter()
        .filter(|record| record["event_type"] == "lost")
        .map(|record| record["count"].as_u64().unwrap())
        .sum()
}

/// Waits for what the writer does in its own time.
fn eventually(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < deadline, "never: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_flush_waits_for_all_that_was_queued_before() {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    for round in 1..=20 {
        for number in 0..500 {
            assert!(log.record(event(number)));
        }
        assert!(log.flush());
        assert_eq!(sink.records().len(), round * 500);
    }
}

#[test]
fn a_record_is_written_without_a_flush() {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    assert!(log.record(event(1)));
    eventually("an idle writer looks again", || sink.records().len() == 1);
    drop(log);
}

#[test]
fn dropping_the_last_handle_writes_the_rest() {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    let clone = log.clone();
    assert!(log.record(event(1)));
    drop(log);
    assert!(clone.record(event(2)));
    drop(clone);
    assert_eq!(correlations(&sink.records()), [1, 2]);
    assert_eq!(Arc::strong_count(&sink.0), 1, "the thread has ended");
}

#[test]
fn what_is_lost_is_counted() {
    const EACH: u64 = 100_000;
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    let slow = sink.hold();
    let accepted: u64 = thread::scope(|scope| {
        let produce = || (0..EACH).filter(|&number| log.record(event(number))).count() as u64;
        let threads = [scope.spawn(produce), scope.spawn(produce)];
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    drop(slow);
    assert!(log.flush());
    let records = sink.records();
    let written = records.iter().filter(|record| record["event_type"] == "decision").count() as u64;
    assert!(lost(&records) > 0);
    assert_eq!(written, accepted);
    assert_eq!(written + lost(&records), 2 * EACH);
}

#[test]
fn refusals_cannot_crowd_out_privileged_records() {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    let slow = sink.hold();
    // Once it has taken this one, the writer waits for the sink and takes no more.
    assert!(log.record(event(0)));
    eventually("the writer takes it", || log.0.ring.len() == 0);
    while log.record(event(0)) {}
    assert!(log.has_room(), "a privileged command may still start");
    for number in 1..=(RESERVED as u64 / 2) {
        assert!(log.privileged(event(number)));
    }
    assert!(!log.has_room(), "the rest is for those that run");
    for _ in 0..RESERVED / 4 {
        assert!(log.privileged(event(0)));
    }
    while log.privileged(event(0)) {}
    drop(slow);
    assert!(log.flush());
    assert!(log.has_room());
    let records = sink.records();
    assert!(records.len() > CAPACITY);
    assert_eq!(lost(&records), 2, "one of each kind");
    let numbers = correlations(&records).into_iter().filter(|&number| number > 0);
    assert!(numbers.eq(1..=(RESERVED as u64 / 2)));
}

fn fails_closed_and_recovers(behaviour: Behaviour) {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    assert!(log.privileged(event(1)) && log.flush() && log.has_room());
    sink.hold().behaviour = behaviour;
    assert!(log.privileged(event(2)));
    eventually("a failed write closes the gate", || !log.has_room());
    assert!(!log.flush_within(Duration::from_millis(20)));
    assert!(log.privileged(event(3)), "effects under way are still queued");
    sink.hold().behaviour = Behaviour::Take;
    assert!(log.flush());
    assert!(log.has_room());
    assert_eq!(correlations(&sink.records()), [1, 2, 3]);
}

#[test]
fn a_failing_sink_closes_the_gate_until_it_recovers() {
    fails_closed_and_recovers(Behaviour::Fail);
}

#[test]
fn a_panicking_sink_is_a_failing_sink() {
    fails_closed_and_recovers(Behaviour::Panic);
}

#[test]
fn an_interrupted_batch_goes_on_where_it_stopped() {
    let sink = Sink::new(Behaviour::Nibble);
    let log = sink.log();
    for number in 0..20 {
        assert!(log.record(event(number)));
    }
    assert!(log.flush_within(Duration::from_secs(60)));
    assert!(correlations(&sink.records()).into_iter().eq(0..20));
}

#[test]
fn a_dead_sink_does_not_keep_the_process_alive() {
    let sink = Sink::new(Behaviour::Fail);
    let log = sink.log();
    assert!(log.record(event(1)));
    drop(log);
    assert_eq!(Arc::strong_count(&sink.0), 1, "the writer gave up");
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    let stuck = sink.hold();
    assert!(log.record(event(1)));
    drop(log);
    drop(stuck);
    eventually("a sink that comes back is still served", || sink.records().len() == 1);
}

#[test]
fn a_file_is_appended_to_under_one_key() {
    let dir = TestDir::new();
    let path = dir.join("audit.jsonl");
    let person = Some(crate::place::PersonId::User(crate::id::UserId::new(7)));
    for number in 1..=2 {
        let log = AuditLog::open(&path).unwrap();
        assert!(log.record(Event { person, ..event(number) }));
    }
    let records = records(&fs::read(&path).unwrap());
    assert_eq!(correlations(&records), [0, 1, 0, 2]);
    assert_eq!(records[1]["user_id"], records[3]["user_id"]);
}
