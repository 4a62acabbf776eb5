//! Opening a log, and the files beside it, that only their owner may touch.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::{fs::TryLockError, thread, time::Duration};

use super::error::AuditError;
use crate::private_file::{self, FileError};

/// How often, and with which pauses, a lock is asked for that somebody else has.
#[cfg(unix)]
const ATTEMPTS: u32 = 20;
#[cfg(unix)]
const PAUSE: Duration = Duration::from_millis(10);

/// Opens a log, or makes it with mode 0600; writes go to the end.
pub(super) fn open_log(path: &Path) -> Result<File, AuditError> {
    let file = match look(path)? {
        Some(seen) => open_seen(path, &seen, OpenOptions::new().read(true).append(true))?,
        None => create(path)?,
    };
    lock(path, &file)?;
    Ok(file)
}

/// A file that nobody else has, which is to be the log; in place of what a run left that ended in between.
pub(super) fn create_locked(path: &Path) -> Result<File, AuditError> {
    let _ = fs::remove_file(path);
    create_log(path)
}

/// The same where nothing is.
pub(super) fn create_log(path: &Path) -> Result<File, AuditError> {
    let file = create(path)?;
    lock(path, &file)?;
    Ok(file)
}

/// Whether the file has no name any more, so that what is in it is gone when it is closed.
#[cfg(unix)]
pub(super) fn is_removed(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|own| own.nlink() == 0)
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
pub(super) fn is_removed(_: &File) -> bool {
    false
}

/// Whether this is the file at the path.
pub(super) fn is_at(path: &Path, own: &Metadata) -> Result<bool, AuditError> {
    Ok(look(path)?.is_some_and(|seen| private_file::same_file(&seen, own)))
}

/// A file that belongs to a log, by what is added to its name.
pub(super) fn beside(log: &Path, name: &str) -> PathBuf {
    let mut path = log.as_os_str().to_owned();
    path.push(name);
    path.into()
}

/// Puts a file of mode 0600 in the place of another, so that there is always the one or the other, whole.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<(), AuditError> {
    let new = beside(path, ".new");
    let mut file = create_anew(&new)?;
    file.write_all(text)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&new, path))
        .and_then(|()| private_file::sync_folder(path))
        .map_err(|cause| io_error(path, cause))
}

/// Makes the file in place of what a run left that ended in between.
pub(super) fn create_anew(path: &Path) -> Result<File, AuditError> {
    let _ = fs::remove_file(path);
    create(path)
}

/// What is at the path, if it is a regular file; nothing if nothing is.
pub(super) fn look(path: &Path) -> Result<Option<Metadata>, AuditError> {
    private_file::look(path).map_err(|why| error(path, why))
}

/// Opens the file that was seen at the path, and no other.
pub(super) fn open_seen(
    path: &Path,
    seen: &Metadata,
    options: &OpenOptions,
) -> Result<File, AuditError> {
    private_file::open_seen(path, seen, options).map_err(|why| error(path, why))
}

/// Makes the file with mode 0600; an error if anything is there, a dangling link included.
pub(super) fn create(path: &Path) -> Result<File, AuditError> {
    let options = OpenOptions::new().read(true).append(true).to_owned();
    private_file::create(path, options).map_err(|cause| io_error(path, cause))
}

pub(super) fn io_error(path: &Path, cause: io::Error) -> AuditError {
    AuditError::Io { path: path.into(), cause }
}

fn error(path: &Path, why: FileError) -> AuditError {
    let path = path.to_path_buf();
    match why {
        FileError::Io(cause) => AuditError::Io { path, cause },
        FileError::SymbolicLink => AuditError::SymbolicLink { path },
        FileError::NotAFile => AuditError::NotAFile { path },
        FileError::Replaced => AuditError::Replaced { path },
        FileError::Mode(mode) => AuditError::Mode { path, mode },
    }
}

/// Two writers would cut each other's lines.
///
/// A program that begins another one shares its locks with that for a moment, so one is waited for.
#[cfg(unix)]
pub(super) fn lock(path: &Path, file: &File) -> Result<(), AuditError> {
    for _ in 0..ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(cause)) => return Err(io_error(path, cause)),
        }
    }
    Err(AuditError::InUse { path: path.into() })
}

/// Elsewhere a lock would keep readers out as well.
#[cfg(not(unix))]
pub(super) fn lock(_: &Path, _: &File) -> Result<(), AuditError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::super::tests::TestDir;
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn error(path: &Path) -> AuditError {
        open_log(path).map(|_| ()).unwrap_err()
    }

    #[test]
    fn a_new_log_is_its_owners_alone() {
        let dir = TestDir::new();
        let path = dir.join("audit.jsonl");
        drop(open_log(&path).unwrap());
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_log_that_others_can_touch_is_refused_with_the_cure() {
        let dir = TestDir::new();
        let path = dir.join("audit.jsonl");
        fs::write(&path, "").unwrap();
        for bits in [0o640, 0o604, 0o620, 0o602, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
            let error = error(&path);
            assert!(matches!(error, AuditError::Mode { mode, .. } if mode == bits), "{error}");
            assert!(error.to_string().contains(&format!("chmod 600 {}", path.display())));
            assert_eq!(mode(&path), bits, "it is for the owner to change");
        }
    }

    #[test]
    fn links_are_refused_dangling_or_not() {
        let dir = TestDir::new();
        let (real, link) = (dir.join("real"), dir.join("link"));
        symlink(&real, &link).unwrap();
        assert!(matches!(error(&link), AuditError::SymbolicLink { .. }));
        assert!(matches!(create(&link).unwrap_err(), AuditError::Io { .. }));
        assert!(!real.exists(), "nothing was made behind the link");
        drop(create(&real).unwrap());
        assert!(matches!(error(&link), AuditError::SymbolicLink { .. }));
    }

    #[test]
    fn a_link_put_there_between_the_look_and_the_opening_is_refused() {
        let dir = TestDir::new();
        let (path, other) = (dir.join("audit.jsonl"), dir.join("other"));
        drop(create(&path).unwrap());
        drop(create(&other).unwrap());
        let seen = look(&path).unwrap().unwrap();
        fs::rename(&path, dir.join("moved")).unwrap();
        symlink(&other, &path).unwrap();
        let error = open_seen(&path, &seen, OpenOptions::new().append(true)).unwrap_err();
        assert!(matches!(error, AuditError::Replaced { .. }), "{error}");
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let dir = TestDir::new();
        assert!(matches!(error(dir.path()), AuditError::NotAFile { .. }));
        let socket = dir.join("socket");
        let _listener = UnixListener::bind(&socket).unwrap();
        assert!(matches!(error(&socket), AuditError::NotAFile { .. }));
        assert!(matches!(error(Path::new("/dev/null")), AuditError::NotAFile { .. }));
    }

    #[test]
    fn two_writers_are_one_too_many() {
        let dir = TestDir::new();
        let path = dir.join("audit.jsonl");
        let first = open_log(&path).unwrap();
        assert!(matches!(error(&path), AuditError::InUse { .. }));
        drop(first);
        assert!(open_log(&path).is_ok());
    }

    #[test]
    fn whoever_is_about_to_end_is_waited_for() {
        let dir = TestDir::new();
        let path = dir.join("audit.jsonl");
        let first = open_log(&path).unwrap();
        let next = thread::spawn(move || open_log(&path).map(|_| ()));
        thread::sleep(3 * PAUSE);
        drop(first);
        next.join().unwrap().unwrap();
    }
}
