//! Reading files with secrets in them.
//!
//! Whoever may write to the directory can put another file at the path at any moment. So nothing is
//! said of the path: the file is opened, and all checks are of what was opened.

mod error;
#[cfg(all(test, unix))]
pub(crate) mod tests;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

pub use error::SecretFileError;

use super::bytes::SecretBytes;
use super::text::SecretText;

/// The longest file, in bytes.
pub(crate) const LONGEST: usize = 64 << 10;

/// Who put the file there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The user that the bot runs as.
    User,
    /// What started the bot: a container's runtime, systemd. It may be root's, for a group to read.
    System,
    /// Whoever deployed the bot, sealed: anybody may read it, that user or root alone may change it.
    #[cfg(feature = "sealed")]
    Sealer,
}

/// The text of the file.
pub(crate) fn read(path: &Path, by: By) -> Result<SecretText, SecretFileError> {
    let text = read_bytes(path, by)?.into_text();
    text.map_err(|line| SecretFileError::NotUtf8 { path: path.into(), line })
}

/// What is in the file, which need be no text.
pub(crate) fn read_bytes(path: &Path, by: By) -> Result<SecretBytes, SecretFileError> {
    let file = open(path).map_err(|cause| refused(path, &cause))?;
    let opened = file.metadata().map_err(|cause| failed(path, &cause))?;
    check(path, &opened, by)?;
    take(path, file)
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
        #[cfg(feature = "sealed")]
        By::Sealer if mode & !0o644 != 0 => {
            Err(SecretFileError::SealedMode { path: path.into(), mode })
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn may_own(owner: u32, user: u32, by: By) -> bool {
    owner == user || by != By::User && owner == 0
}

#[cfg(not(unix))]
fn check_access(_: &Path, _: &Metadata, _: By) -> Result<(), SecretFileError> {
    Ok(())
}

/// A file that grows while it is read is not read on.
fn take(path: &Path, file: File) -> Result<SecretBytes, SecretFileError> {
    let mut bytes = SecretBytes::with_capacity(LONGEST + 64);
    match file.take(LONGEST as u64 + 1).read_to_end(bytes.buffer()) {
        Ok(length) if length <= LONGEST => Ok(bytes),
        Ok(_) => Err(SecretFileError::TooLong { path: path.into() }),
        Err(cause) => Err(failed(path, &cause)),
    }
}
