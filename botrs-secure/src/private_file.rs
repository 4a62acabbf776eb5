//! Opening files that only their owner may touch.
//!
//! Someone who can write to the directory could put a link or a pipe where the file is expected, so
//! it is looked at before it is opened and the descriptor must be of the file that was seen.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Why a file is not opened.
#[derive(Debug)]
pub(crate) enum FileError {
    Io(io::Error),
    SymbolicLink,
    /// A directory, a pipe, a socket or a device.
    NotAFile,
    /// Another file was put at the path while it was being opened.
    Replaced,
    /// Others than the owner have access, by this mode.
    Mode(u32),
}

impl From<io::Error> for FileError {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

/// What is at the path, if it is a regular file; nothing if nothing is.
pub(crate) fn look(path: &Path) -> Result<Option<Metadata>, FileError> {
    match fs::symlink_metadata(path) {
        Ok(seen) if seen.is_symlink() => Err(FileError::SymbolicLink),
        Ok(seen) if !seen.is_file() => Err(FileError::NotAFile),
        Ok(seen) => Ok(Some(seen)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause.into()),
    }
}

/// Opens the file that was seen at the path, and no other.
pub(crate) fn open_seen(
    path: &Path,
    seen: &Metadata,
    options: &OpenOptions,
) -> Result<File, FileError> {
    let file = unwaiting(options).open(path)?;
    let opened = file.metadata()?;
    if !same_file(seen, &opened) {
        return Err(FileError::Replaced);
    }
    check_mode(&opened)?;
    Ok(file)
}

/// A pipe that was put there in between is not waited for.
#[cfg(unix)]
fn unwaiting(options: &OpenOptions) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    options.clone().custom_flags(OFlags::NONBLOCK.bits().cast_signed()).to_owned()
}

#[cfg(not(unix))]
fn unwaiting(options: &OpenOptions) -> OpenOptions {
    options.clone()
}

/// Makes the file with mode 0600; an error if anything is there, a dangling link included.
pub(crate) fn create(path: &Path, mut options: OpenOptions) -> io::Result<File> {
    options.create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A name is kept only when the folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether both are of one file.
#[cfg(unix)]
pub(crate) fn same_file(seen: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
pub(crate) fn same_file(_: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

#[cfg(unix)]
fn check_mode(opened: &Metadata) -> Result<(), FileError> {
    use std::os::unix::fs::MetadataExt;
    let mode = opened.mode() & 0o7777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(FileError::Mode(mode)) }
}

#[cfg(not(unix))]
fn check_mode(_: &Metadata) -> Result<(), FileError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::audit::TestDir;

    #[test]
    fn a_pipe_put_there_between_the_look_and_the_opening_is_not_waited_for() {
        let dir = TestDir::new();
        let (path, read) = (dir.join("key"), OpenOptions::new().read(true).to_owned());
        drop(create(&path, OpenOptions::new().write(true).to_owned()).unwrap());
        let seen = look(&path).unwrap().unwrap();
        assert!(open_seen(&path, &seen, &read).is_ok());
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&path).status().unwrap().success());
        assert!(matches!(open_seen(&path, &seen, &read), Err(FileError::Replaced)));
    }
}
