//! Whenever a run ends, the files are one chain, and no record is lost, twice or called changed.

use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;

use super::super::chain::{Broken, Fault};
use super::super::line::Lines;
use super::super::names::Epoch;
use super::super::ring::Ring;
use super::super::syncing::AuditSync;
use super::super::tests::{TestDir, broken, files, open};
use super::super::writer::Writer;
use super::super::{AuditLog, Event, Kind, resume};
use super::*;

/// Bytes of a file: some three records.
const SMALL: u64 = 700;

type Hook = Box<dyn FnMut()>;

thread_local! {
    /// What happens at which of the next points where a run may be killed.
    static HOOK: RefCell<Option<(usize, Hook)>> = const { RefCell::new(None) };
}

pub(in super::super) fn killable() {
    let due = HOOK.with_borrow_mut(|hook| match hook {
        Some((0, _)) => hook.take(),
        Some((left, _)) => {
            *left -= 1;
            None
        }
        None => None,
    });
    if let Some((_, mut hook)) = due {
        hook();
    }
}

pub(in super::super) fn at_point(point: usize, hook: impl FnMut() + 'static) {
    HOOK.set(Some((point, Box::new(hook))));
}

/// As a kill: nothing that the run would do later is done.
pub(in super::super) fn kill() {
    resume_unwind(Box::new("killed"));
}

/// One run, of which the writer is in this thread.
pub(in super::super) struct Run {
    ring: Arc<Ring>,
    writer: Writer,
}

impl Run {
    fn start(log: &Path, schedule: Schedule) -> Result<Self, AuditError> {
        let (_, names) = Epoch::open(log)?;
        let opened = resume::open(log)?;
        let events: Vec<_> = opened.events().collect();
        let resume::Opened { file, chain, keeper, bytes, .. } = opened;
        let ring = Arc::new(Ring::new());
        let lines = Lines::new(&names, chain);
        let writer = Writer::new(Arc::clone(&ring), lines, Box::new(file), AuditSync::default());
        let mut writer = writer.keep(keeper, bytes, schedule);
        events.iter().for_each(|event| writer.note(event));
        Ok(Self { ring, writer })
    }

    fn write(&mut self, correlation: u64) {
        let event = Event::new(Kind::Decision, 0, "mute", "permission");
        assert!(self.ring.push(Event { correlation, ..event }));
        assert!(self.writer.drain(false));
    }
}

fn small() -> Schedule {
    Schedule { at: SMALL, ..Schedule::default() }
}

/// A log in a folder of its own, and how many decisions were written to it.
pub(in super::super) struct Log {
    dir: TestDir,
    pub(in super::super) written: u64,
}

impl Log {
    pub(in super::super) fn new() -> Self {
        Self { dir: TestDir::new(), written: 0 }
    }

    /// One that was rotated several times.
    pub(in super::super) fn rotated() -> Self {
        let mut log = Self::new();
        let mut run = log.run();
        (0..12).for_each(|_| log.write(&mut run));
        run.writer.settle(|_, _| true);
        log
    }

    pub(in super::super) fn path(&self) -> PathBuf {
        self.dir.join("audit.jsonl")
    }

    pub(in super::super) fn beside(&self, name: &str) -> PathBuf {
        file::beside(&self.path(), name)
    }

    pub(in super::super) fn run(&self) -> Run {
        Run::start(&self.path(), small()).unwrap()
    }

    /// Writes one record, which is in the file before anything else can happen.
    pub(in super::super) fn write(&mut self, run: &mut Run) {
        self.written += 1;
        run.write(self.written);
    }

    /// A run that writes so many records, or is killed at a point of a rotation; whether it was.
    pub(in super::super) fn run_until(&mut self, records: u64, point: Option<usize>) -> bool {
        let mut run = self.run();
        if let Some(point) = point {
            at_point(point, kill);
        }
        let ended = catch_unwind(AssertUnwindSafe(|| {
            assert!(run.writer.drain(false));
            (0..records).for_each(|_| self.write(&mut run));
        }));
        HOOK.set(None);
        ended.is_err()
    }

    pub(in super::super) fn files(&self) -> Vec<PathBuf> {
        files(&self.path())
    }

    fn records(&self) -> Vec<Value> {
        let read = |path: PathBuf| std::io::read_to_string(open(&path)).unwrap();
        let texts = self.files().into_iter().map(read);
        let texts: Vec<_> = texts.collect();
        // What was cut is no JSON.
        let lines = texts.iter().flat_map(|text| text.lines());
        lines.filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// The number of the last decision that is there.
    pub(super) fn last(&self) -> u64 {
        let records = self.records();
        let mut decisions = records.iter().filter(|record| record["event_type"] == "decision");
        let last = decisions.next_back().and_then(|record| record["correlation"].as_str());
        last.map_or(0, |digits| u64::from_str_radix(digits, 16).unwrap())
    }

    /// The first line that is not as it was written.
    pub(in super::super) fn broken(&self) -> Option<(PathBuf, Broken)> {
        broken(&self.path())
    }

    /// All files are one chain, which has all that was written once and in order, and tells of nothing.
    pub(in super::super) fn assert_whole(&self) {
        self.assert_whole_with("open");
    }

    /// The same where records by this rule may be among them.
    pub(in super::super) fn assert_whole_with(&self, rule: &str) {
        assert_eq!(self.broken(), None);
        let mut correlations = Vec::new();
        for record in self.records() {
            match record["rule"].as_str().unwrap() {
                "open" => {}
                "permission" => correlations.push(record["correlation"].clone()),
                other => assert_eq!(other, rule, "{record}"),
            }
        }
        let expected = (1..=self.written).map(|number| Value::from(format!("{number:016x}")));
        assert_eq!(correlations, expected.collect::<Vec<_>>());
    }
}

#[test]
fn a_log_goes_on_in_new_files_of_its_owner_alone_and_is_one_chain() {
    use std::os::unix::fs::PermissionsExt;
    let log = Log::rotated();
    log.assert_whole();
    let files = log.files();
    assert!(files.len() > 3, "{files:?}");
    assert_eq!(files[0], log.beside(".000001"));
    for path in files {
        let seen = fs::metadata(&path).unwrap();
        assert_eq!(seen.permissions().mode() & 0o7777, 0o600);
        // The last record may go over it.
        assert!(seen.len() < SMALL + 400 && (seen.len() >= SMALL || path == log.path()));
    }
    assert!(!log.beside(".new").exists());
}

#[test]
fn wherever_a_rotation_is_killed_the_next_run_goes_on() {
    for point in 0..4 {
        let mut log = Log::new();
        assert!(log.run_until(9, Some(point)), "point {point}");
        // Runs that do not rotate.
        log.run_until(0, None);
        log.run_until(0, None);
        log.assert_whole();
        // Also if it is killed there again.
        log.run_until(9, Some(point));
        log.run_until(9, None);
        log.assert_whole();
        assert!(log.files().len() > 2);
    }
}

#[test]
fn what_is_gone_or_changed_in_a_rotation_that_was_killed_is_told() {
    for (point, spoilt) in [(1, ""), (2, ".000001")] {
        for is_cut in [true, false] {
            let mut log = Log::new();
            assert!(log.run_until(9, Some(point)));
            let path = log.beside(spoilt);
            let text = fs::read_to_string(&path).unwrap();
            let text = if is_cut { text[..text.len() - 9].to_owned() } else { text + "{}\n" };
            fs::write(&path, text).unwrap();
            log.run_until(0, None);
            let mut run = log.run();
            log.write(&mut run);
            let rule = if is_cut { "cut" } else { "changed" };
            assert!(log.records().iter().any(|record| record["rule"] == rule), "{point} {rule}");
        }
    }
    // The rotated file as a whole.
    let mut log = Log::new();
    assert!(log.run_until(9, Some(2)));
    fs::remove_file(log.beside(".000001")).unwrap();
    let mut run = log.run();
    log.write(&mut run);
    assert_eq!(log.records()[0]["rule"], "cut");
}

#[test]
fn a_torn_end_of_the_file_that_was_renamed_is_taken_out_and_told() {
    let mut log = Log::new();
    assert!(log.run_until(9, Some(2)));
    let path = log.beside(".000001");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "{\"torn").unwrap();
    log.run_until(1, None);
    assert!(log.records().iter().any(|record| record["rule"] == "torn_line"));
    assert_eq!(log.broken(), None);
}

#[test]
fn what_has_a_number_already_is_left_alone() {
    let log = Log::new();
    drop(log.run());
    fs::create_dir(log.beside(".000001")).unwrap();
    fs::write(log.beside(".000002"), "not of the log").unwrap();
    let mut run = log.run();
    (0..4).for_each(|number| run.write(number));
    assert_eq!(fs::read(log.beside(".000002")).unwrap(), b"not of the log");
    assert!(log.beside(".000003").is_file());
}

#[test]
fn numbers_of_files_that_were_moved_away_are_not_given_again() {
    let mut log = Log::rotated();
    let rotated = rotated::files(&log.path()).unwrap();
    rotated.iter().for_each(|path| fs::remove_file(path).unwrap());
    log.run_until(9, None);
    assert!(rotated.iter().all(|path| !path.exists()));
    assert!(log.files().len() > 1);
}

#[test]
fn where_there_can_be_no_new_file_the_log_goes_on_in_the_old_one() {
    let mut log = Log::new();
    fs::create_dir(log.beside(".new")).unwrap();
    let mut run = log.run();
    (0..9).for_each(|_| log.write(&mut run));
    log.assert_whole();
    assert_eq!(log.files().len(), 1);
    fs::remove_dir(log.beside(".new")).unwrap();
    drop(run);
    log.run_until(1, None);
    log.assert_whole();
    assert_eq!(log.files(), [log.beside(".000001"), log.path()]);
}

#[test]
fn a_state_that_cannot_be_kept_stops_the_rotation_before_it_renames() {
    let mut log = Log::new();
    let mut run = log.run();
    fs::create_dir(log.beside(".state.new")).unwrap();
    (0..9).for_each(|_| log.write(&mut run));
    assert_eq!(log.files().len(), 1);
    fs::remove_dir(log.beside(".state.new")).unwrap();
    drop(run);
    log.run_until(1, None);
    log.assert_whole();
    assert_eq!(log.files()[0], log.beside(".000001"));
}

#[test]
fn a_file_that_cannot_take_the_place_puts_the_old_one_back() {
    let mut log = Log::new();
    let new = log.beside(".new");
    let mut run = log.run();
    at_point(2, move || fs::remove_file(&new).unwrap());
    (0..9).for_each(|_| log.write(&mut run));
    assert_eq!(log.files(), [log.path()]);
    run.writer.settle(|_, _| true);
    drop(run);
    log.run_until(3, None);
    log.assert_whole();
    assert_eq!(log.files()[0], log.beside(".000001"), "no number is left out");
}

#[test]
fn a_file_that_cannot_be_put_back_is_written_on_and_found_again() {
    for is_settled in [true, false] {
        let mut log = Log::new();
        let path = log.path();
        let mut run = log.run();
        at_point(2, move || fs::create_dir(&path).unwrap());
        (0..9).for_each(|_| log.write(&mut run));
        assert!(fs::metadata(log.beside(".000001")).unwrap().len() > 2 * SMALL);
        if is_settled {
            run.writer.settle(|_, _| true);
        }
        drop(run);
        fs::remove_dir(log.path()).unwrap();
        log.run_until(9, None);
        log.assert_whole();
    }
}

#[test]
fn a_file_that_somebody_put_there_is_not_renamed() {
    let mut log = Log::new();
    let mut run = log.run();
    log.write(&mut run);
    fs::rename(log.path(), log.dir.join("moved")).unwrap();
    fs::write(log.path(), "theirs").unwrap();
    let files = log.files();
    (0..9).for_each(|_| log.write(&mut run));
    assert_eq!(fs::read(log.path()).unwrap(), b"theirs");
    assert_eq!(log.files(), files);
}

#[test]
fn a_file_that_was_removed_is_replaced_and_that_is_told() {
    let mut log = Log::new();
    let start = |log: &Log| Run::start(&log.path(), Schedule::default()).unwrap();
    let mut run = start(&log);
    log.write(&mut run);
    fs::remove_file(log.path()).unwrap();
    // Not in place of what is not the log's.
    fs::create_dir(log.path()).unwrap();
    assert!(run.writer.replace_removed().is_err());
    fs::remove_dir(log.path()).unwrap();
    log.write(&mut run);
    log.write(&mut run);
    drop(run);
    log.write(&mut start(&log));
    let records = log.records();
    let rules: Vec<_> = records.iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["permission", "removed", "permission", "open", "permission"]);
    // What was removed is missed, and nothing else.
    let missing = Some((log.path(), Broken { line: 1, fault: Fault::Missing(0, 1) }));
    assert_eq!(log.broken(), missing);
    assert!(log.beside(".state").is_file());
}

#[test]
fn nobody_else_opens_a_log_that_is_being_rotated() {
    for point in 0..4 {
        let mut log = Log::new();
        let path = log.path();
        let mut run = log.run();
        at_point(point, move || {
            let error = resume::open(&path).map(|_| ()).unwrap_err();
            assert!(matches!(error, AuditError::InUse { .. }), "{error}");
        });
        (0..9).for_each(|_| log.write(&mut run));
        assert!(matches!(Run::start(&log.path(), small()), Err(AuditError::InUse { .. })));
        drop(run);
        log.run_until(9, None);
        log.assert_whole();
    }
}

#[test]
fn a_file_that_is_rotated_before_it_is_locked_is_not_written_on() {
    let mut log = Log::new();
    log.run_until(1, None);
    let (path, old) = (log.path(), log.beside(".000009"));
    // As if the run before had rotated it, and ended, once this one had opened it.
    at_point(0, move || {
        fs::rename(&path, &old).unwrap();
        drop(file::create(&path).unwrap());
    });
    assert!(matches!(Run::start(&log.path(), small()), Err(AuditError::InUse { .. })));
}

#[test]
fn a_log_is_rotated_by_size_or_by_age_and_not_right_after_it_failed() {
    let schedule = |at, every| Schedule { at, every, failed: None };
    let hour = Duration::from_secs(3600);
    let by_size = schedule(100, None);
    assert_eq!([0, 99, 100, 101].map(|bytes| by_size.is_due(bytes, 0)), [false, false, true, true]);
    assert!(!schedule(0, None).is_due(0, now()), "an empty file stays");
    let by_age = schedule(100, Some(hour));
    let begun = |ago: u64| by_age.is_due(1, now() - ago);
    assert_eq!([begun(3_590_000), begun(3_600_000)], [false, true]);
    assert!(!by_age.is_due(1, now() + 3_600_000), "the clock was put back");
    let mut failed = schedule(0, None);
    failed.failed(&AuditError::Replaced { path: "audit.jsonl".into() });
    assert!(!failed.is_due(1, 0));
    failed.failed = Instant::now().checked_sub(PAUSE);
    assert!(failed.is_due(1, 0));
}

#[test]
fn the_age_of_a_file_is_kept_over_runs() {
    let log = Log::new();
    let every = |time| Schedule { every: Some(time), ..Schedule::default() };
    let begun = || {
        let state = fs::read_to_string(log.beside(".state")).unwrap();
        state.lines().find_map(|line| line.strip_prefix("begun ")).unwrap().to_owned()
    };
    Run::start(&log.path(), every(Duration::from_secs(3600))).unwrap().write(1);
    let first = begun();
    let state = fs::read_to_string(log.beside(".state")).unwrap();
    fs::write(log.beside(".state"), state.replace(&first, "1000")).unwrap();
    Run::start(&log.path(), every(Duration::from_secs(3600))).unwrap().write(2);
    assert_eq!(log.files().len(), 2);
    assert_ne!(begun(), "1000", "the new file has an age of its own");
    assert_eq!(log.broken(), None);
    // Also where a run was killed before it could say so.
    let mut log = Log::new();
    assert!(log.run_until(9, Some(2)));
    let state = fs::read_to_string(log.beside(".state")).unwrap();
    let begun =
        |state: &str| state.lines().find(|line| line.starts_with("begun ")).unwrap().to_owned();
    fs::write(log.beside(".state"), state.replace(&begun(&state), "begun 1000")).unwrap();
    drop(log.run());
    assert_ne!(begun(&fs::read_to_string(log.beside(".state")).unwrap()), "begun 1000");
}

#[test]
fn without_its_state_a_log_goes_on_after_all_its_files_or_not_at_all() {
    let mut log = Log::rotated();
    let remove_state = || fs::remove_file(log.beside(".state")).unwrap();
    remove_state();
    // Where the log itself is gone, the rotated files are still its beginning.
    let key = fs::read(log.beside(".key")).unwrap();
    let current = fs::read(log.path()).unwrap();
    fs::remove_file(log.path()).unwrap();
    fs::rename(log.beside(".key"), log.beside(".away")).unwrap();
    assert!(matches!(Run::start(&log.path(), small()), Err(AuditError::NoState { .. })));
    fs::rename(log.beside(".away"), log.beside(".key")).unwrap();
    assert_eq!(fs::read(log.beside(".key")).unwrap(), key);
    fs::write(log.path(), current).unwrap();
    log.run_until(9, None);
    log.assert_whole();

    fs::remove_file(log.beside(".state")).unwrap();
    fs::rename(log.beside(".000002"), log.beside(".away")).unwrap();
    let current = fs::read_to_string(log.path()).unwrap();
    for text in [current.as_str(), "{\"torn"] {
        fs::write(log.path(), text).unwrap();
        assert!(matches!(Run::start(&log.path(), small()), Err(AuditError::NotWhole { .. })));
    }
}

#[test]
fn what_is_done_to_a_rotated_file_is_named_with_its_path_and_line() {
    let log = Log::rotated();
    let path = log.beside(".000002");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace("mute", "kick");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let found = log.broken();
    assert_eq!(found, Some((path.clone(), Broken { line: 2, fault: Fault::Changed })));
    fs::remove_file(&path).unwrap();
    let (path, broken) = log.broken().unwrap();
    assert_eq!((path, broken.line), (log.beside(".000003"), 1));
    assert!(matches!(broken.fault, Fault::Missing(..)));
}

#[test]
fn the_builder_sets_what_the_log_does() {
    let log = Log::new();
    let built =
        AuditLog::builder(log.path()).rotate_at(1).rotate_every(Duration::MAX).open().unwrap();
    assert!(built.flush());
    drop(built);
    assert_eq!(log.files().len(), 2);
    assert_eq!(log.broken(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn runs_that_are_killed_in_rotations_or_between_leave_one_whole_chain(
        runs in prop::collection::vec((0_u64..12, prop::option::of(0_usize..12), any::<bool>()), 1..8),
    ) {
        let mut log = Log::new();
        for (records, point, is_closed) in runs {
            let was_killed = log.run_until(records, point);
            if is_closed && !was_killed {
                let mut run = log.run();
                log.write(&mut run);
                run.writer.settle(|_, _| true);
            }
        }
        log.run_until(1, None);
        log.assert_whole();
    }
}
