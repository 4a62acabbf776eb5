//! A damaged file: set aside whole, replaced by an empty store, and told of.

use std::io;

use super::*;
use crate::gate::tests::grants::{bot, reopened};
use crate::private_file::FileError;
use crate::store::file::judge;
use crate::testing::{Caller, Harness};

/// A store with a grant and a block, damaged in the middle; its path and its bytes.
fn damaged(folder: &Folder) -> (PathBuf, Vec<u8>) {
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let who = somebody(1, 8_000, 5);
    store.grant(&who, "A").unwrap();
    store.block(&who, u64::MAX, 0).unwrap();
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes.truncate(half);
    fs::write(&path, &bytes).unwrap();
    (path, bytes)
}

/// The names in the folder, but for the store's.
fn beside(folder: &Folder) -> Vec<PathBuf> {
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<_> = names.filter(|path| *path != folder.join("store")).collect();
    names.sort();
    names
}

fn is_empty(store: &Store) -> bool {
    store.grants(BotId::new(1)).unwrap().is_empty() && store.blocks(0).unwrap().is_empty()
}

#[test]
fn a_damaged_file_stays_whole_beside_the_new_store() {
    let folder = Folder::new();
    let (path, bytes) = damaged(&folder);
    let store = Store::open(&path).unwrap();
    assert!(is_empty(&store));
    store.grant(&somebody(1, 8_000, 6), "B").unwrap();
    let [aside] = beside(&folder).try_into().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    let name = aside.file_name().unwrap().to_str().unwrap();
    let number: u64 = name.strip_prefix("store.damaged-").unwrap().parse().unwrap();
    let now = Clock::default().now().wall / 1_000;
    assert!((now - 60..=now).contains(&number), "{number}");
    #[cfg(unix)]
    for path in [&path, &aside] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o7777, 0o600);
    }
    drop(store);
    // Once.
    let store = Store::open(&path).unwrap();
    assert_eq!(names(&store, &somebody(1, 8_000, 6)), ["B"]);
    assert_eq!(beside(&folder), [aside]);
}

#[test]
fn every_kind_of_damage_is_replaced() {
    let whole = {
        let folder = Folder::new();
        drop(Store::open(folder.join("store")).unwrap());
        fs::read(folder.join("store")).unwrap()
    };
    let mut scratched = whole.clone();
    scratched[20..].fill(0xa5);
    let mut zeros = whole.clone();
    zeros.fill(0);
    for bytes in [vec![], whole[..9].to_vec(), whole[..whole.len() - 1].to_vec(), scratched, zeros]
    {
        let folder = Folder::new();
        let path = folder.join("store");
        drop(Store::open(&path).unwrap());
        fs::write(&path, &bytes).unwrap();
        assert!(is_empty(&Store::open(&path).unwrap()));
        let [aside] = beside(&folder).try_into().unwrap();
        assert_eq!(fs::read(aside).unwrap(), bytes);
    }
}

#[test]
fn nothing_that_was_set_aside_before_is_overwritten() {
    let folder = Folder::new();
    let (path, bytes) = damaged(&folder);
    let now = Clock::default().now().wall / 1_000;
    let taken: Vec<_> =
        (now..now + 20).map(|n| crate::store::replace::aside_path(&path, n)).collect();
    for aside in &taken {
        fs::write(aside, "earlier").unwrap();
    }
    drop(Store::open(&path).unwrap());
    for aside in &taken {
        assert_eq!(fs::read_to_string(aside).unwrap(), "earlier");
    }
    let new: Vec<_> = beside(&folder).into_iter().filter(|path| !taken.contains(path)).collect();
    let [new] = new.try_into().unwrap();
    assert_eq!(fs::read(new).unwrap(), bytes);
}

#[test]
fn a_store_that_is_open_is_not_replaced_whatever_is_in_its_file() {
    for bytes in [&b""[..], &[0; 5_000]] {
        let folder = Folder::new();
        let path = folder.join("store");
        let _open = Store::open(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        assert!(Store::open(&path).unwrap_err().is_in_use());
        assert!(beside(&folder).is_empty());
    }
}

#[test]
fn whoever_comes_second_leaves_the_new_store_alone() {
    let folder = Folder::new();
    let (path, _) = damaged(&folder);
    let seen = fs::symlink_metadata(&path).unwrap();
    // Another process replaces it between our finding the damage and our doing the same.
    let store = Store::open(&path).unwrap();
    let before = beside(&folder);
    let late = crate::store::replace::replace(&path, &seen).unwrap_err();
    assert!(matches!(late, Cause::File(FileError::Replaced)), "{late:?}");
    assert_eq!(beside(&folder), before);
    store.grant(&somebody(1, 8_000, 5), "A").unwrap();
    drop(store);
    assert_eq!(names(&Store::open(&path).unwrap(), &somebody(1, 8_000, 5)), ["A"]);
}

#[test]
fn the_command_line_replaces_nothing() {
    let folder = Folder::new();
    let (path, bytes) = damaged(&folder);
    let error = Store::unblock_at(&path, &somebody(1, 8_000, 5)).unwrap_err();
    assert!(matches!(error.cause(), Cause::Damaged(_)), "{error}");
    assert!(Store::blocks_at(&path).is_err());
    fs::write(&path, "").unwrap();
    let error = Store::unblock_at(&path, &somebody(1, 8_000, 5)).unwrap_err();
    assert!(matches!(error.cause(), Cause::Empty), "{error}");
    fs::write(&path, &bytes).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert!(beside(&folder).is_empty());
}

#[test]
fn a_disk_that_fails_is_no_damage_of_the_file() {
    let io = |kind: io::ErrorKind| judge(redb::Error::Io(kind.into()));
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied, io::ErrorKind::Other]
    {
        assert!(matches!(io(kind), Cause::File(FileError::Io(_))), "{kind}");
    }
    assert!(matches!(judge(redb::Error::PreviousIo), Cause::File(FileError::Io(_))));
    assert!(matches!(io(io::ErrorKind::UnexpectedEof), Cause::Damaged(_)));
    assert!(matches!(judge(redb::Error::Corrupted("x".into())), Cause::Damaged(_)));
    // So redb says that it is none of its files.
    assert!(matches!(io(io::ErrorKind::InvalidData), Cause::Foreign));
    assert!(matches!(judge(redb::Error::UpgradeRequired(1)), Cause::Foreign));
}

/// The alerts that a store was replaced: what each says.
fn alerts(bot: &Harness) -> Vec<String> {
    let is_it = |record: &serde_json::Value| {
        record["event_type"] == "alert" && record["action"] == "store.replaced"
    };
    let records = bot.audit().into_iter().filter(is_it);
    records.map(|record| record["details"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_audit_says_so_once_though_the_process_was_killed_before_it_could() {
    let folder = Folder::new();
    let (path, _) = damaged(&folder);
    drop(Store::open(&path).unwrap());
    let [aside] = beside(&folder).try_into().unwrap();
    let first = bot(Store::open(&path).unwrap());
    let name = aside.file_name().unwrap().to_str().unwrap();
    assert_eq!(alerts(&first), [format!("the damaged file beside it is {name}")]);
    drop(first);
    assert!(alerts(&bot(reopened(&path).await)).is_empty());
}

#[tokio::test]
async fn of_what_came_before_nothing_privileged_runs() {
    let folder = Folder::new();
    let (path, _) = damaged(&folder);
    let bot = bot(Store::open(&path).unwrap());
    let admin = Caller::guild(2, &[2]);
    let old = admin.clone().sent_ago(std::time::Duration::from_secs(60));
    assert_eq!(bot.send(&old, "/both").await.unwrap().rule, "replay.stale");
    assert_eq!(bot.send(&admin, "/both").await.unwrap().rule, "allowed");
}
