//! Runs after one another on one file, whatever became of it in between.

use std::fs;

use serde_json::Value;

use super::super::chain::{Broken, Checkpoint, Verification};
use super::super::tests::TestDir;
use super::super::{AuditLog, Event as Record};
use super::*;

/// A log in a folder of its own.
struct Log(TestDir);

impl Log {
    fn new() -> Self {
        Self(TestDir::new())
    }

    fn path(&self) -> PathBuf {
        self.0.join("audit.jsonl")
    }

    fn beside(&self, name: &str) -> PathBuf {
        file::beside(&self.path(), name)
    }

    /// One run, that writes so many records.
    fn run(&self, records: usize) -> Result<(), AuditError> {
        let log = AuditLog::open(self.path())?;
        for _ in 0..records {
            assert!(log.record(Record::new(Kind::Decision, 0, "mute", "permission")));
        }
        drop(log);
        Ok(())
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn records(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn rules(&self) -> Vec<String> {
        let rule = |record: &Value| record["rule"].as_str().unwrap().to_owned();
        self.records().iter().map(rule).collect()
    }

    fn audit_key(&self) -> SecretKey {
        key::read(&self.beside(".key")).unwrap().unwrap()
    }

    /// The first line that is not as it was written, if there is one.
    fn broken(&self, audit_key: &SecretKey) -> Option<Broken> {
        let checkpoint = fs::read_to_string(self.beside(".checkpoint")).unwrap();
        let checkpoint: Checkpoint = checkpoint.trim_end().parse().unwrap();
        let mut log = Verification::new(Some(ChainKey::first(audit_key)), vec![checkpoint]);
        let read = log.read(self.text().as_bytes()).unwrap();
        let read = read.and_then(|()| log.end().map_err(|fault| Broken { line: 0, fault }));
        read.err()
    }
}

#[test]
fn runs_are_one_chain_and_the_audit_key_is_not_needed() {
    let log = Log::new();
    log.run(2).unwrap();
    let audit_key = log.audit_key();
    fs::remove_file(log.beside(".key")).unwrap();
    log.run(0).unwrap();
    log.run(3).unwrap();
    assert!(!log.beside(".key").exists());
    assert_eq!(log.broken(&audit_key), None);
    let numbers: Vec<_> = log.records().iter().map(|record| record["n"].clone()).collect();
    assert_eq!(numbers, (0..8).map(Value::from).collect::<Vec<_>>());
}

#[test]
fn what_the_bot_keeps_is_not_what_it_wrote_with() {
    let log = Log::new();
    log.run(1).unwrap();
    let state = || ChainState::read(File::open(log.beside(".state")).unwrap()).unwrap().unwrap();
    let first = state();
    assert_eq!((first.key.number(), first.head.records), (1, 2));
    assert_eq!(first.bytes, log.text().len() as u64);
    log.run(1).unwrap();
    let second = state();
    assert_eq!((second.key.number(), second.head.records), (2, 4));
    assert_ne!(first.key.secret().bytes(), second.key.secret().bytes());
    let keys: Vec<_> = log.records().iter().map(|record| record["key"].as_u64()).collect();
    assert_eq!(keys, [0, 0, 1, 1].map(Some));
    use std::os::unix::fs::PermissionsExt;
    for name in [".state", ".checkpoint", ".names", ".key"] {
        let mode = fs::metadata(log.beside(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o600, "{name}");
    }
}

#[test]
fn a_torn_end_is_taken_out_and_told() {
    let log = Log::new();
    log.run(1).unwrap();
    fs::write(log.path(), log.text() + "{\"torn\":\"\u{202e}").unwrap();
    log.run(1).unwrap();
    assert_eq!(log.rules(), ["open", "permission", "torn_line", "open", "permission"]);
    assert_eq!(log.records()[2]["details"], "{\"torn\":\"\u{202e}");
    assert_eq!(log.broken(&log.audit_key()), None);
}

#[test]
fn a_crash_between_two_keys_loses_nothing() {
    let log = Log::new();
    log.run(1).unwrap();
    let old = fs::read(log.beside(".state")).unwrap();
    log.run(2).unwrap();
    // As if the second run had ended before it kept its state.
    fs::write(log.beside(".state"), old).unwrap();
    log.run(1).unwrap();
    assert_eq!(log.rules().len(), 7);
    assert_eq!(log.broken(&log.audit_key()), None);
}

#[test]
fn records_that_are_gone_raise_an_alert_and_stay_missing() {
    let log = Log::new();
    log.run(3).unwrap();
    for cut in [log.text().lines().next().unwrap().to_owned() + "\n", String::new()] {
        fs::write(log.path(), &cut).unwrap();
        log.run(0).unwrap();
        let records = log.records();
        let alert = &records[cut.lines().count()];
        assert_eq!((&alert["rule"], &alert["event_type"]), (&"cut".into(), &"alert".into()));
        let broken = log.broken(&log.audit_key()).unwrap();
        assert!(matches!(broken.fault, Fault::Missing(..)), "{broken:?}");
    }
}

#[test]
fn an_alert_has_a_line_of_its_own_where_a_line_was_cut() {
    let log = Log::new();
    log.run(3).unwrap();
    let text = log.text();
    fs::write(log.path(), &text[..text.len() - 9]).unwrap();
    log.run(0).unwrap();
    let last = log.text().lines().nth_back(1).unwrap().to_owned();
    let alert: Value = serde_json::from_str(&last).unwrap();
    assert_eq!(alert["rule"], "cut");
}

#[test]
fn a_change_since_the_key_moved_raises_an_alert_and_one_before_is_found_by_verifying() {
    for is_late in [true, false] {
        let log = Log::new();
        log.run(1).unwrap();
        let state = fs::read(log.beside(".state")).unwrap();
        log.run(1).unwrap();
        if is_late {
            fs::write(log.beside(".state"), state).unwrap();
        }
        let mut lines: Vec<_> = log.text().lines().map(str::to_owned).collect();
        lines[3] = lines[3].replace("mute", "kick");
        fs::write(log.path(), lines.join("\n") + "\n").unwrap();
        log.run(1).unwrap();
        let changed = log.rules().iter().filter(|rule| *rule == "changed").count();
        assert_eq!(changed, usize::from(is_late));
        assert_eq!(log.broken(&log.audit_key()).unwrap().line, 4);
    }
}

#[test]
fn without_its_state_a_log_goes_on_only_if_the_audit_key_shows_it_to_be_whole() {
    let log = Log::new();
    log.run(2).unwrap();
    let remove_state = || fs::remove_file(log.beside(".state")).unwrap();
    remove_state();
    log.run(1).unwrap();
    assert_eq!(log.broken(&log.audit_key()), None);

    remove_state();
    let key = fs::read(log.beside(".key")).unwrap();
    fs::remove_file(log.beside(".key")).unwrap();
    assert!(matches!(log.run(1), Err(AuditError::NoState { .. })));

    fs::write(log.beside(".key"), key).unwrap();
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(log.beside(".key"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(log.path(), log.text().replacen("mute", "kick", 1)).unwrap();
    assert!(matches!(log.run(1), Err(AuditError::NotWhole { .. })));
    assert!(!log.beside(".state").exists());
}

#[test]
fn another_audit_key_or_a_damaged_state_is_refused() {
    let log = Log::new();
    log.run(1).unwrap();
    let before = log.text();
    fs::write(log.beside(".key"), "7".repeat(64)).unwrap();
    assert!(matches!(log.run(1), Err(AuditError::OtherKey { .. })));
    let state = fs::read_to_string(log.beside(".state")).unwrap();
    for at in (0..state.len()).step_by(7) {
        fs::write(log.beside(".state"), &state[..at]).unwrap();
        assert!(matches!(log.run(1), Err(AuditError::State { .. })), "{at}");
    }
    fs::write(log.beside(".state"), state.clone() + "\n").unwrap();
    assert!(matches!(log.run(1), Err(AuditError::State { .. })));
    assert_eq!(log.text(), before);
}

#[test]
fn a_disk_that_takes_no_state_leaves_the_key_in_force_and_the_log_going() {
    let log = Log::new();
    let mut opened = open(&log.path()).unwrap();
    let mut line = br#"{"a":1"#.to_vec();
    opened.chain.seal(&mut line, 0);
    // A folder is in the way, which no file can replace.
    fs::remove_file(log.beside(".state")).unwrap();
    fs::create_dir(log.beside(".state")).unwrap();
    let bytes = line.len() as u64;
    assert!(opened.keeper.save(&mut opened.chain, bytes).is_err());
    assert_eq!(opened.chain.key.number(), 0);
    fs::remove_dir(log.beside(".state")).unwrap();
    opened.keeper.save(&mut opened.chain, bytes).unwrap();
    assert_eq!(opened.chain.key.number(), 1);
}
