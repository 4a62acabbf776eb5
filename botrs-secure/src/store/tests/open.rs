//! What is opened and what is refused.

use redb::TableDefinition;

use super::*;
use crate::private_file::FileError;
use crate::store::tables::{FORMAT, META};

fn cause(path: &Path) -> StoreError {
    Store::open(path).unwrap_err()
}

/// A database of redb that somebody else wrote.
fn database(path: &Path, fill: impl FnOnce(&WriteTransaction)) {
    let options = fs::OpenOptions::new().read(true).write(true).to_owned();
    let file = crate::private_file::create(path, options).unwrap();
    let backend = redb::backends::FileBackend::new(file).unwrap();
    let database = Database::builder().create_with_backend(backend).unwrap();
    let writing = database.begin_write().unwrap();
    fill(&writing);
    writing.commit().unwrap();
}

#[cfg(unix)]
#[test]
fn a_new_store_is_its_owners_alone_and_leaves_nothing_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    drop(store);
    for bits in [0o640, 0o604, 0o644] {
        fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
        let error = cause(&path);
        assert!(matches!(error.cause(), Cause::File(FileError::Mode(mode)) if *mode == bits));
        assert!(error.to_string().contains(&format!("chmod 600 {}", path.display())));
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let link = folder.join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(cause(&link).cause(), Cause::File(FileError::SymbolicLink)));
    assert!(matches!(cause(folder.path()).cause(), Cause::File(FileError::NotAFile)));
}

#[test]
fn a_folder_that_is_not_there_is_an_error_and_not_made() {
    let folder = Folder::new();
    let error = cause(&folder.join("no/store"));
    assert!(matches!(error.cause(), Cause::File(FileError::Io(_))), "{error}");
}

#[test]
fn what_a_killed_process_left_half_made_is_no_store_and_no_hindrance() {
    let folder = Folder::new();
    let path = folder.join("store");
    fs::write(folder.join(&format!("store.{}.new", process::id())), "half").unwrap();
    assert!(Store::open(&path).is_ok());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_store_that_is_open_is_not_opened_again() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let error = cause(&path);
    assert!(error.is_in_use(), "{error}");
    let copy = store.clone();
    drop(store);
    assert!(cause(&path).is_in_use());
    drop(copy);
    assert!(Store::open(&path).is_ok());
}

#[test]
fn other_files_are_refused_and_left_as_they_are() {
    let folder = Folder::new();
    let text = folder.join("text");
    let options = fs::OpenOptions::new().write(true).to_owned();
    drop(crate::private_file::create(&text, options).unwrap());
    fs::write(&text, "[roles]\n".repeat(1_000)).unwrap();
    assert!(matches!(cause(&text).cause(), Cause::Foreign));
    assert_eq!(fs::read_to_string(&text).unwrap(), "[roles]\n".repeat(1_000));

    let foreign = folder.join("foreign");
    const OTHERS: TableDefinition<'_, &str, u64> = TableDefinition::new("others");
    database(&foreign, |writing| drop(writing.open_table(OTHERS).unwrap().insert("a", 1)));
    assert!(matches!(cause(&foreign).cause(), Cause::Foreign));

    let typed = folder.join("typed");
    const SAME_NAME: TableDefinition<'_, u64, u64> = TableDefinition::new("botrs-secure");
    database(&typed, |writing| drop(writing.open_table(SAME_NAME).unwrap().insert(1, 1)));
    assert!(matches!(cause(&typed).cause(), Cause::Foreign));

    let newer = folder.join("newer");
    database(&newer, |writing| {
        drop(writing.open_table(META).unwrap().insert("format", FORMAT + 1));
    });
    let error = cause(&newer);
    assert!(matches!(error.cause(), Cause::Format(3)), "{error}");
}

#[test]
fn a_damaged_file_is_never_read_as_an_empty_one() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let who = somebody(1, 8_000, 5);
    for n in 0..50 {
        store.grant(&who, &format!("Permission{n}")).unwrap();
    }
    drop(store);
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    // Cut short, and with single bytes changed all over.
    let cuts = (1..16).map(|n| whole[..whole.len() * n / 16].to_vec());
    let changes = (0..150).map(|n| {
        let mut changed = whole.clone();
        changed[n * 163 % whole.len().min(24_400)] ^= 0x55;
        changed
    });
    for damaged in cuts.chain(changes) {
        fs::write(&path, damaged).unwrap();
        let read = crate::contain::contained(|| match Store::existing(&path) {
            Ok(store) => store.grants(BotId::new(1)).ok(),
            Err(_) => None,
        });
        match read.expect("no panic gets out") {
            None => refused += 1,
            Some(grants) => assert_eq!(grants.len(), 50, "what is read is what was written"),
        }
    }
    assert!(refused > 20, "{refused} were refused");
}

#[test]
fn a_key_of_nobody_is_damage() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    fill(&store, |writing| {
        writing.open_table(GRANTS).unwrap().insert((&[0; 42], "A"), ()).unwrap();
    });
    let error = store.grants(BotId::new(0)).unwrap_err();
    assert!(matches!(error.cause(), Cause::Damaged(_)), "{error}");
}

#[test]
fn errors_say_file_and_cure_in_both_languages() {
    for cause in [
        Cause::InUse,
        Cause::Empty,
        Cause::Foreign,
        Cause::Format(9),
        Cause::Damaged("x".into()),
        Cause::Failed("x".into()),
        Cause::TooManyGrants,
        Cause::TooManyOfOne,
        Cause::TooManyBlocks,
        Cause::File(FileError::Replaced),
    ] {
        let text = StoreError::new(Path::new("a/store"), cause).to_string();
        assert!(text.starts_with("存储文件 a/store：") && text.contains(" / the store a/store: "));
    }
}
