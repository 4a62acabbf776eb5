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
    // The number of a file that was removed is given to the next one, of whatever kind.
    if !same_file(seen, &opened) || !opened.is_file() {
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

    fn reading() -> OpenOptions {
        OpenOptions::new().read(true).to_owned()
    }

    fn make(path: &Path) {
        drop(create(path, OpenOptions::new().write(true).to_owned()).unwrap());
    }

    fn make_pipe(path: &Path) {
        assert!(Command::new("mkfifo").args(["-m", "600"]).arg(path).status().unwrap().success());
    }

    #[test]
    fn what_is_there_is_told_and_what_cannot_be_looked_at_is_not_nothing() {
        let dir = TestDir::new();
        let (path, link) = (dir.join("key"), dir.join("link"));
        assert!(matches!(look(&path), Ok(None)));
        make(&path);
        assert!(matches!(look(&path), Ok(Some(_))));
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(look(&link), Err(FileError::SymbolicLink)));
        assert!(matches!(look(dir.path()), Err(FileError::NotAFile)));
        assert!(matches!(look(&path.join("below")), Err(FileError::Io(_))));
    }

    #[test]
    fn another_file_put_there_between_the_look_and_the_opening_is_not_opened() {
        let dir = TestDir::new();
        let path = dir.join("key");
        make(&path);
        let seen = look(&path).unwrap().unwrap();
        assert!(open_seen(&path, &seen, &reading()).is_ok());
        // Still there under another name, so that its number is not given away.
        fs::rename(&path, dir.join("old")).unwrap();
        make(&path);
        assert!(matches!(open_seen(&path, &seen, &reading()), Err(FileError::Replaced)));
    }

    #[test]
    fn a_pipe_put_there_is_not_waited_for_nor_opened_under_the_same_number() {
        let dir = TestDir::new();
        let path = dir.join("key");
        make_pipe(&path);
        // As if the file that was seen had been removed, and the pipe had got its number.
        let seen = fs::symlink_metadata(&path).unwrap();
        assert!(matches!(open_seen(&path, &seen, &reading()), Err(FileError::Replaced)));
    }
}
