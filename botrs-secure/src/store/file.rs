//! Opening and making the file.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase, StorageBackend, TableError};

use crate::contain::contained;
use crate::private_file::{FileError, create, look, open_seen, sync_folder};
use crate::store::tables::{
    FORMAT, FORMAT_ROW, META, REPLACED_ROW, SECRET, SECRET_ROW, Secret, failed, fill, write,
};
use crate::store::{Cause, replace};

/// What every database of redb begins with.
const BEGINNING: usize = 9;

/// A store that was opened.
pub(super) struct Opened {
    pub(super) database: Database,
    pub(super) secret: Secret,
}

/// Opens the store at the path, which is made if nothing is there. One that is damaged is set aside and
/// replaced; then its new name is told.
///
/// What is there and is no store is an error and stays.
pub(super) fn open_or_replace(path: &Path) -> Result<(Opened, Option<PathBuf>), Cause> {
    if look(path).map_err(Cause::File)?.is_none() {
        make(path)?;
    }
    let seen = see(path)?;
    match open_file(path, &seen) {
        Err(Cause::Damaged(_) | Cause::Empty) => {
            let aside = replace::replace(path, &seen)?;
            Ok((open_file(path, &see(path)?)?, Some(aside)))
        }
        opened => Ok((opened?, None)),
    }
}

/// Opens the store at the path; whatever is not one, or none any more, is an error.
pub(super) fn open(path: &Path) -> Result<Opened, Cause> {
    open_file(path, &see(path)?)
}

fn see(path: &Path) -> Result<Metadata, Cause> {
    let gone = || FileError::Io(io::ErrorKind::NotFound.into());
    look(path).and_then(|seen| seen.ok_or_else(gone)).map_err(Cause::File)
}

fn open_file(path: &Path, seen: &Metadata) -> Result<Opened, Cause> {
    let file = open_seen(path, seen, OpenOptions::new().read(true).write(true));
    let database = database(file.map_err(Cause::File)?)?;
    match format(&database)? {
        FORMAT => {}
        1 => write(&database, fill)?,
        other => return Err(Cause::Format(other)),
    }
    let secret = secret(&database)?;
    Ok(Opened { database, secret })
}

fn database(mut file: File) -> Result<Database, Cause> {
    let mut beginning = Vec::new();
    let read = (&mut file).take(BEGINNING as u64).read_to_end(&mut beginning);
    read.map_err(|cause| Cause::File(cause.into()))?;
    if beginning.is_empty() {
        return Err(Cause::Empty);
    }
    if beginning.iter().all(|&byte| byte == 0) {
        // As some disks leave what was never written; no file of somebody else's begins like this.
        return Err(Cause::Damaged("zeros".into()));
    }
    let whole = |backend| {
        Database::builder().set_check_integrity_on_open(true).create_with_backend(backend)
    };
    match contained(|| backend(file).and_then(whole)) {
        Some(opened) => opened.map_err(|error| judge(error.into())),
        None => Err(Cause::Damaged("panic".into())),
    }
}

/// What an error says of a file that is opened. Only what is wrong in it is damage: a disk that fails may
/// give it whole another time.
pub(super) fn judge(error: redb::Error) -> Cause {
    use redb::Error;
    match error {
        Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => Cause::InUse,
        Error::UpgradeRequired(_) => Cause::Foreign,
        Error::Io(cause) => match cause.kind() {
            // So redb says that it is no database.
            io::ErrorKind::InvalidData => Cause::Foreign,
            io::ErrorKind::UnexpectedEof => Cause::Damaged(cause.to_string()),
            _ => Cause::File(FileError::Io(cause)),
        },
        Error::PreviousIo | Error::DatabaseClosed | Error::LockPoisoned(_) => {
            Cause::File(FileError::Io(io::Error::other(error)))
        }
        error => Cause::Damaged(error.to_string()),
    }
}

/// The file as redb takes it, which locks it.
fn backend(file: File) -> Result<impl StorageBackend, DatabaseError> {
    FileBackend::new(file)
}

fn format(database: &Database) -> Result<u64, Cause> {
    let reading = database.begin_read().map_err(|error| judge(error.into()))?;
    let meta = match reading.open_table(META) {
        Ok(meta) => meta,
        Err(TableError::Storage(error)) => return Err(judge(error.into())),
        Err(_) => return Err(Cause::Foreign),
    };
    let format = meta.get(FORMAT_ROW).map_err(|error| judge(error.into()))?;
    format.map(|format| format.value()).ok_or(Cause::Foreign)
}

fn secret(database: &Database) -> Result<Secret, Cause> {
    let reading = database.begin_read().map_err(|error| judge(error.into()))?;
    let table = reading.open_table(SECRET).map_err(|error| judge(error.into()))?;
    let row = table.get(SECRET_ROW).map_err(|error| judge(error.into()))?;
    row.map(|row| *row.value()).ok_or_else(|| Cause::Damaged("no secret".into()))
}

/// Makes an empty store under another name first, so that at the path there is a whole one or none.
fn make(path: &Path) -> Result<(), Cause> {
    let new = new_path(path);
    // Left behind by a process of this number that was killed in the middle.
    let _ = fs::remove_file(&new);
    let made = make_new(&new, None).and_then(|()| {
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

/// Makes an empty store, in place of the damaged one that was set aside under this number.
pub(super) fn make_new(path: &Path, replaced: Option<u64>) -> Result<(), Cause> {
    let options = OpenOptions::new().read(true).write(true).to_owned();
    let file = create(path, options).map_err(|cause| Cause::File(cause.into()))?;
    let database = begin(backend(file).map_err(failed)?)?;
    let Some(number) = replaced else { return Ok(()) };
    write(&database, |writing| {
        let mut meta = writing.open_table(META).map_err(failed)?;
        meta.insert(REPLACED_ROW, number).map_err(failed)?;
        Ok(())
    })
}

/// An empty store.
pub(super) fn begin(backend: impl StorageBackend) -> Result<Database, Cause> {
    let database = Database::builder().create_with_backend(backend).map_err(failed)?;
    write(&database, fill)?;
    Ok(database)
}

pub(super) fn new_path(path: &Path) -> PathBuf {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", std::process::id()));
    new.into()
}
