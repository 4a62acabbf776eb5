//! Reading files with secrets in them.
//!
//! Whoever may write to the directory can put another file at the path at any moment. So nothing is
//! said of the path: the file is opened, and all checks are of what was opened.

mod error;
#[cfg(all(test, unix))]
pub(super) mod tests;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

pub use error::SecretFileError;

use super::key::wipe;
use super::text::SecretText;

/// The longest file, in bytes.
const LONGEST: usize = 64 << 10;

/// Who put the file there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The user that the bot runs as.
    User,
    /// What started the bot: a container's runtime, systemd. It may be root's, for a group to read.
    System,
}

/// The text of the file.
pub(super) fn read(path: &Path, by: By) -> Result<SecretText, SecretFileError> {
    let file = open(path).map_err(|cause| refused(path, &cause))?;
    let opened = file.metadata().map_err(|cause| failed(path, &cause))?;
    check(path, &opened, by)?;
    text(path, read_bytes(path, file)?)
}

/// Follows no link, and does not wait for whoever is to write into a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// A link is opened itself, which the check of what was opened then tells.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    OpenOptions::new().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)
}

#[cfg(not(any(unix, windows)))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// Why nothing was opened. The path is looked at for the words alone.
fn refused(path: &Path, cause: &io::Error) -> SecretFileError {
    match fs::symlink_metadata(path) {
        Ok(seen) if seen.is_symlink() => SecretFileError::SymbolicLink { path: path.into() },
        Ok(seen) if !seen.is_file() => SecretFileError::NotAFile { path: path.into() },
        _ => failed(path, cause),
    }
}

fn failed(path: &Path, cause: &io::Error) -> SecretFileError {
    SecretFileError::Io { path: path.into(), kind: cause.kind() }
}

fn check(path: &Path, opened: &Metadata, by: By) -> Result<(), SecretFileError> {
    let path = path.to_path_buf();
    if opened.is_symlink() {
        return Err(SecretFileError::SymbolicLink { path });
    }
    if !opened.is_file() {
        return Err(SecretFileError::NotAFile { path });
    }
    check_access(&path, opened, by)?;
    if opened.len() > LONGEST as u64 {
        return Err(SecretFileError::TooLong { path });
    }
    Ok(())
}

#[cfg(unix)]
fn check_access(path: &Path, opened: &Metadata, by: By) -> Result<(), SecretFileError> {
    use std::os::unix::fs::MetadataExt;
    let (owner, user) = (opened.uid(), rustix::process::geteuid().as_raw());
    if !may_own(owner, user, by) {
        return Err(SecretFileError::Owner { path: path.into(), owner, user });
    }
    let mode = opened.mode() & 0o7777;
    match by {
        By::User if mode != 0o600 && mode != 0o400 => {
            Err(SecretFileError::Mode { path: path.into(), mode })
        }
        By::System if mode & !0o640 != 0 => {
            Err(SecretFileError::SystemMode { path: path.into(), mode })
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn may_own(owner: u32, user: u32, by: By) -> bool {
    owner == user || by == By::System && owner == 0
}

#[cfg(not(unix))]
fn check_access(_: &Path, _: &Metadata, _: By) -> Result<(), SecretFileError> {
    Ok(())
}

/// A file that grows while it is read is not read on.
fn read_bytes(path: &Path, file: File) -> Result<Vec<u8>, SecretFileError> {
    // Room for all of it at once: what is moved to a larger place leaves a copy behind.
    let mut bytes = Vec::with_capacity(LONGEST + 64);
    let read = file.take(LONGEST as u64 + 1).read_to_end(&mut bytes);
    let error = match read {
        Ok(length) if length <= LONGEST => return Ok(bytes),
        Ok(_) => SecretFileError::TooLong { path: path.into() },
        Err(cause) => failed(path, &cause),
    };
    wipe(&mut bytes);
    Err(error)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<SecretText, SecretFileError> {
    String::from_utf8(bytes).map(SecretText::from).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        let line = 1 + bytes[..good].iter().filter(|&&byte| byte == b'\n').count();
        wipe(&mut bytes);
        SecretFileError::NotUtf8 { path: path.into(), line }
    })
}
