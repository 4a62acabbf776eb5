//! Epochs begin and are forgotten, and a running log never uses or brings back what was destroyed.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::Value;

use super::super::tests::TestDir;
use super::super::{AuditLog, Event, Kind};
use super::*;
use crate::id::UserId;
use crate::place::PersonId;

/// A log in a folder of its own.
struct Log {
    dir: TestDir,
    log: Option<AuditLog>,
}

impl Log {
    fn new() -> Self {
        let mut log = Self { dir: TestDir::new(), log: None };
        log.reopen();
        log
    }

    fn reopen(&mut self) {
        // Closed first: it has the lock.
        self.log = None;
        self.log = Some(AuditLog::open(self.path()).unwrap());
    }

    fn path(&self) -> PathBuf {
        self.dir.join("audit.jsonl")
    }

    fn names(&self) -> PathBuf {
        path(&self.path())
    }

    /// The epoch and the pseudonym of a record about always the same person.
    fn record(&self) -> (String, String) {
        let log = self.log.as_ref().unwrap();
        let person = Some(PersonId::User(UserId::new(7)));
        assert!(log.record(Event { person, ..Event::new(Kind::Decision, 0, "mute", "allowed") }));
        assert!(log.flush());
        let text = fs::read_to_string(self.path()).unwrap();
        let record: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        let of = |name: &str| record[name].as_str().unwrap().to_owned();
        (of("names"), of("user_id"))
    }

    fn ids(&self) -> Vec<String> {
        ids(&self.path())
    }
}

fn ids(log: &Path) -> Vec<String> {
    known(log).unwrap().unwrap().epochs().map(|(id, _)| id).collect()
}

#[test]
fn a_file_of_one_key_is_the_first_epoch() {
    let dir = TestDir::new();
    let log = dir.join("audit.jsonl");
    assert!(known(&log).unwrap().is_none());
    let (_, key) = Epoch::open(&log).unwrap();
    assert_eq!(fs::metadata(path(&log)).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(
        SecretKey::read(File::open(path(&log)).unwrap()).unwrap().unwrap().bytes(),
        key.bytes()
    );
    assert_eq!(Epoch::open(&log).unwrap().1.bytes(), key.bytes());
    assert_eq!(ids(&log), [id(&key)]);
}

#[test]
fn an_id_is_derived_and_tells_the_key_to_nobody() {
    // By an independent implementation, so that other programs can tell whose key is whose.
    assert_eq!(id(&SecretKey::new([7; 32])), "dbf12b5fa3e5fbe1");
}

#[test]
fn a_new_epoch_has_other_pseudonyms_at_once_and_stays() {
    let mut log = Log::new();
    let first = log.record();
    assert_eq!(log.record(), first);
    let second = begin(&log.path()).unwrap().unwrap();
    let (epoch, name) = log.record();
    assert_eq!(epoch, second);
    assert!(epoch != first.0 && name != first.1);
    log.reopen();
    assert_eq!(log.record(), (epoch, name));
    assert_eq!(log.ids(), [first.0, second]);
}

#[test]
fn a_forgotten_epoch_is_nowhere_and_a_running_log_does_not_bring_it_back() {
    let mut log = Log::new();
    let first = log.record();
    // A second name for what is going to be overwritten.
    let old = log.dir.join("old");
    fs::hard_link(log.names(), &old).unwrap();
    assert!(forget(&log.path(), &first.0).unwrap());
    let second = log.record();
    assert!(second.0 != first.0 && second.1 != first.1);
    assert!(fs::read(&old).unwrap().iter().all(|&byte| byte == 0));
    log.reopen();
    assert_eq!(log.record(), second);
    assert_eq!(log.ids(), [&*second.0]);
    assert_eq!(fs::metadata(log.names()).unwrap().permissions().mode() & 0o7777, 0o600);
    assert!(!forget(&log.path(), &first.0).unwrap(), "it is gone");
}

#[test]
fn an_earlier_epoch_is_forgotten_and_that_in_force_stays() {
    let log = Log::new();
    let (first, _) = log.record();
    let second = begin(&log.path()).unwrap().unwrap();
    let third = begin(&log.path()).unwrap().unwrap();
    assert!(forget(&log.path(), &second).unwrap());
    assert_eq!(log.ids(), [&*first, &*third]);
    assert_eq!(log.record().0, third);
}

#[test]
fn while_the_keys_cannot_be_read_the_pseudonyms_are_nobodys() {
    let log = Log::new();
    let first = log.record();
    let text = fs::read(log.names()).unwrap();
    fs::write(log.names(), "damaged").unwrap();
    let nobodys = log.record();
    assert!(nobodys.0 != first.0 && nobodys.1 != first.1);
    assert_eq!(fs::read(log.names()).unwrap(), b"damaged");
    fs::set_permissions(log.names(), fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(log.names(), text).unwrap();
    assert_eq!(log.record(), nobodys, "others may have read them");
    fs::set_permissions(log.names(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(log.record(), first);
    fs::remove_file(log.names()).unwrap();
    let (epoch, _) = log.record();
    assert!(epoch != first.0 && epoch != nobodys.0);
    assert_eq!(log.ids(), [epoch]);
}

#[test]
fn what_holds_no_keys_is_refused() {
    let dir = TestDir::new();
    let log = dir.join("audit.jsonl");
    let key = "0123456789abcdef".repeat(4);
    drop(file::create(&path(&log)).unwrap());
    for wrong in ["", "\n", "00\n", &format!("{key}\n\n{key}\n"), &format!("{key}{key}\n")] {
        fs::write(path(&log), wrong).unwrap();
        assert!(matches!(known(&log), Err(AuditError::KeyFile { .. })), "{wrong:?}");
        assert!(matches!(begin(&log), Err(AuditError::KeyFile { .. })), "{wrong:?}");
        assert_eq!(fs::read(path(&log)).unwrap(), wrong.as_bytes());
    }
    fs::write(path(&log), format!("{key}\r\n{key}")).unwrap();
    assert_eq!(ids(&log).len(), 2);
    fs::rename(path(&log), dir.join("moved")).unwrap();
    assert!(matches!(begin(&log), Err(AuditError::Io { .. })));
    symlink(dir.join("moved"), path(&log)).unwrap();
    assert!(matches!(begin(&log), Err(AuditError::SymbolicLink { .. })));
}

#[test]
fn there_is_room_for_so_many_epochs() {
    let dir = TestDir::new();
    let log = dir.join("audit.jsonl");
    let line = format!("{}\r\n", "0123456789abcdef".repeat(4));
    drop(file::create(&path(&log)).unwrap());
    fs::write(path(&log), line.repeat(MOST - 1)).unwrap();
    assert!(begin(&log).unwrap().is_some());
    assert!(begin(&log).unwrap().is_none());
    assert_eq!(ids(&log).len(), MOST);
    fs::write(path(&log), line.repeat(MOST + 1)).unwrap();
    assert!(matches!(known(&log), Err(AuditError::KeyFile { .. })));
}

#[test]
fn two_that_change_the_keys_at_once_are_one_too_many() {
    let log = Log::new();
    let seen = file::look(&log.names()).unwrap().unwrap();
    let other = file::open_seen(&log.names(), &seen, OpenOptions::new().read(true)).unwrap();
    file::lock(&log.names(), &other).unwrap();
    assert!(matches!(begin(&log.path()), Err(AuditError::InUse { .. })));
    drop(other);
    assert!(begin(&log.path()).unwrap().is_some());
}
