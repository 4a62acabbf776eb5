//! Setting a damaged file aside, and putting a new store in its place.
//!
//! There is always a file at the path, the damaged one or a whole new one: a process that is killed in the
//! middle leaves the damage to be found again, and none is lost or overwritten.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::private_file::{FileError, open_seen, sync_folder};
use crate::store::Cause;
use crate::store::file::{make_new, new_path};

/// How many names are tried.
const NAMES: u64 = 100;

/// Replaces the file that was seen to be damaged; the name that it has now.
pub(super) fn replace(path: &Path, seen: &Metadata) -> Result<PathBuf, Cause> {
    // Held to the end, as by everybody who replaces it: the new store is never taken for the damaged one.
    let _locked = lock(path, seen)?;
    let (number, aside) = set_aside(path)?;
    let new = new_path(path);
    let _ = fs::remove_file(&new);
    let moved = make_new(&new, Some(number))
        .and_then(|()| fs::rename(&new, path).and_then(|()| sync_folder(path)).map_err(io_cause));
    if moved.is_err() {
        let _ = fs::remove_file(&new);
    }
    moved.map(|()| aside)
}

fn lock(path: &Path, seen: &Metadata) -> Result<File, Cause> {
    let open = || open_seen(path, seen, OpenOptions::new().read(true).write(true));
    let file = open().map_err(Cause::File)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(Cause::InUse),
        Err(TryLockError::Error(cause)) => return Err(io_cause(cause)),
    }
    // It may have been replaced before it was locked.
    open().map_err(Cause::File)?;
    Ok(file)
}

/// Gives the file a second name that nothing has.
fn set_aside(path: &Path) -> Result<(u64, PathBuf), Cause> {
    let now = Clock::default().now().wall / 1_000;
    for number in now..now + NAMES {
        let aside = aside_path(path, number);
        match fs::hard_link(path, &aside) {
            Ok(()) => return Ok((number, aside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io_cause(error)),
        }
    }
    Err(io_cause(io::ErrorKind::AlreadyExists.into()))
}

/// What a file is called that was set aside.
pub(super) fn aside_path(path: &Path, number: u64) -> PathBuf {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".damaged-{number}"));
    aside.into()
}

fn io_cause(cause: io::Error) -> Cause {
    Cause::File(FileError::Io(cause))
}
