//! What whoever runs the bot does with the keys.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _};
use std::path::Path;

use super::{LINE, MOST, Names, id, path, read};
use crate::audit::error::AuditError;
use crate::audit::{file, key};
use crate::hex;
use crate::secret::wipe;

impl Names {
    /// Wipe it once it is used.
    fn text(&self) -> Vec<u8> {
        // As large as it gets, so that no piece of a key stays behind where it grew.
        let mut text = Vec::with_capacity(self.0.len() * LINE);
        for key in &self.0 {
            text.extend(hex::encode(key.bytes()));
            text.push(b'\n');
        }
        text
    }
}

/// Begins an epoch, and gives its id; none where there is no room for one more.
pub(crate) fn begin(log: &Path) -> Result<Option<String>, AuditError> {
    change(log, |Names(keys)| {
        if keys.len() >= MOST {
            return Ok(None);
        }
        let key = key::random()?;
        let id = id(&key);
        keys.push(key);
        Ok(Some(id))
    })
}

/// Destroys the key of an epoch; false if there is no such epoch. After that in force a new one begins.
pub(crate) fn forget(log: &Path, epoch: &str) -> Result<bool, AuditError> {
    let forgotten = change(log, |Names(keys)| {
        let Some(at) = keys.iter().position(|key| id(key) == epoch) else { return Ok(None) };
        if at + 1 == keys.len() {
            keys.push(key::random()?);
        }
        keys.remove(at);
        Ok(Some(()))
    });
    forgotten.map(|forgotten| forgotten.is_some())
}

/// Puts other keys in the place of those that there are, which are overwritten, unless nothing is to be changed.
fn change<T>(
    log: &Path,
    change: impl FnOnce(&mut Names) -> Result<Option<T>, AuditError>,
) -> Result<Option<T>, AuditError> {
    let path = path(log);
    let failed = |cause| file::io_error(&path, cause);
    let seen = file::look(&path)?.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let old = file::open_seen(&path, &seen, OpenOptions::new().read(true).write(true))?;
    // Of two that change it at once, one would bring back what the other destroys.
    file::lock(&path, &old)?;
    if !file::is_at(&path, &seen)? {
        return Err(AuditError::InUse { path });
    }
    let mut names = read(&path, &old)?;
    let Some(changed) = change(&mut names)? else { return Ok(None) };
    let mut text = names.text();
    let replaced = file::replace(&path, &text).and_then(|()| keep_owner(&path, &seen));
    wipe(&mut text);
    replaced?;
    overwrite(old, seen.len()).map_err(failed)?;
    Ok(Some(changed))
}

/// The bot goes on reading it if somebody else, such as root, has changed it.
#[cfg(unix)]
fn keep_owner(path: &Path, seen: &Metadata) -> Result<(), AuditError> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let kept = chown(path, Some(seen.uid()), Some(seen.gid()));
    kept.map_err(|cause| file::io_error(path, cause))
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) -> Result<(), AuditError> {
    Ok(())
}

/// So that the keys are not on the disk any more, where the file system writes in place.
fn overwrite(mut old: File, bytes: u64) -> io::Result<()> {
    old.rewind()?;
    io::copy(&mut io::repeat(0).take(bytes), &mut old)?;
    old.sync_all()
}
