//! Opening and making the file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase, StorageBackend, TableError};

use crate::contain::contained;
use crate::private_file::{FileError, create, look, open_seen};
use crate::store::Cause;
use crate::store::tables::{FORMAT, FORMAT_ROW, META, Secret, failed, fill, secret, write};

/// Opens the database at the path, which is made if nothing is there.
///
/// What is there and is no store is an error: whoever empties the file does not undo every block.
pub(super) fn open(path: &Path) -> Result<(Database, Secret), Cause> {
    if look(path).map_err(Cause::File)?.is_none() {
        make(path)?;
    }
    let gone = || FileError::Io(io::ErrorKind::NotFound.into());
    let seen = look(path).and_then(|seen| seen.ok_or_else(gone)).map_err(Cause::File)?;
    let file = open_seen(path, &seen, OpenOptions::new().read(true).write(true));
    let database = database(file.map_err(Cause::File)?)?;
    match format(&database)? {
        FORMAT => {}
        1 => write(&database, fill)?,
        other => return Err(Cause::Format(other)),
    }
    let secret = secret(&database)?;
    Ok((database, secret))
}

fn database(file: File) -> Result<Database, Cause> {
    let length = file.metadata().map_err(|cause| Cause::File(cause.into()))?.len();
    if length == 0 {
        return Err(Cause::Empty);
    }
    let whole = |backend| {
        Database::builder().set_check_integrity_on_open(true).create_with_backend(backend)
    };
    match contained(|| backend(file).and_then(whole)) {
        Some(Ok(database)) => Ok(database),
        Some(Err(DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch)) => {
            Err(Cause::InUse)
        }
        Some(Err(error)) => Err(Cause::Damaged(error.to_string())),
        None => Err(Cause::Damaged("panic".into())),
    }
}

/// The file as redb takes it, which locks it.
fn backend(file: File) -> Result<impl StorageBackend, DatabaseError> {
    FileBackend::new(file)
}

fn format(database: &Database) -> Result<u64, Cause> {
    let damaged = |error: redb::Error| Cause::Damaged(error.to_string());
    let reading = database.begin_read().map_err(|error| damaged(error.into()))?;
    let meta = match reading.open_table(META) {
        Ok(meta) => meta,
        Err(TableError::Storage(error)) => return Err(damaged(error.into())),
        Err(_) => return Err(Cause::Foreign),
    };
    let format =
        redb::ReadableTable::get(&meta, FORMAT_ROW).map_err(|error| damaged(error.into()))?;
    format.map(|format| format.value()).ok_or(Cause::Foreign)
}

/// Makes an empty store under another name first, so that at the path there is a whole one or none.
fn make(path: &Path) -> Result<(), Cause> {
    let new = new_path(path);
    // Left behind by a process of this number that was killed in the middle.
    let _ = fs::remove_file(&new);
    let made = make_new(&new).and_then(|()| {
        match fs::hard_link(&new, path) {
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked.and_then(|()| sync_folder(path)),
        }
        .map_err(|cause| Cause::File(cause.into()))
    });
    let removed = fs::remove_file(&new);
    made.and(removed.map_err(|cause| Cause::File(cause.into())))
}

fn make_new(path: &Path) -> Result<(), Cause> {
    let options = OpenOptions::new().read(true).write(true).to_owned();
    let file = create(path, options).map_err(Cause::File)?;
    begin(backend(file).map_err(failed)?)?;
    Ok(())
}

/// An empty store.
pub(super) fn begin(backend: impl StorageBackend) -> Result<Database, Cause> {
    let database = Database::builder().create_with_backend(backend).map_err(failed)?;
    write(&database, fill)?;
    Ok(database)
}

fn new_path(path: &Path) -> PathBuf {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", std::process::id()));
    new.into()
}

/// A name is kept only when the folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
