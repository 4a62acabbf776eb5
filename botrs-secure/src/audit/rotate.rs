//! Going on in a new file when the current one is large or old enough.
//!
//! A run may be killed at any point of it. So the state first says that the current file, which has so many
//! bytes, is about to get that number; whoever opens the log next finds it under the one name or the other.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use super::chain::{Chain, Rotation};
use super::error::AuditError;
use super::resume::Keeper;
use super::writer::now;
use super::{file, rotated};
use crate::private_file;

/// Bytes after which a log goes on in a new file, unless it was opened otherwise.
const ROTATE_AT: u64 = 100 << 20;

/// How long a rotation that failed is not tried again.
const PAUSE: Duration = Duration::from_secs(60);

/// When a log is rotated.
#[derive(Debug)]
pub(super) struct Schedule {
    pub(super) at: u64,
    pub(super) every: Option<Duration>,
    failed: Option<Instant>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { at: ROTATE_AT, every: None, failed: None }
    }
}

impl Schedule {
    /// Whether it is time, for a file that has so many bytes and was begun then.
    pub(super) fn is_due(&self, bytes: u64, begun: u64) -> bool {
        let is_old = |every: Duration| u128::from(now().saturating_sub(begun)) >= every.as_millis();
        bytes > 0
            && (bytes >= self.at || self.every.is_some_and(is_old))
            && self.failed.is_none_or(|failed| failed.elapsed() >= PAUSE)
    }

    pub(super) fn succeeded(&mut self) {
        self.failed = None;
    }

    /// Says so the first time.
    pub(super) fn failed(&mut self, error: &AuditError) {
        if self.failed.replace(Instant::now()).is_none() {
            tracing::error!(
                %error,
                "审计日志无法轮转，继续写入原来的文件 / \
                 the audit log cannot be rotated; it goes on in the same file",
            );
        }
    }
}

/// The new file, which is the log from here on. The old one has these bytes, which are on the disk.
pub(super) fn rotate(
    keeper: &mut Keeper,
    chain: &mut Chain,
    bytes: u64,
) -> Result<File, AuditError> {
    let number = next_number(keeper)?;
    let path = file::beside(keeper.log(), ".new");
    let new = file::create_locked(&path)?;
    let seen = new.metadata().map_err(|cause| file::io_error(&path, cause))?;
    killable();
    keeper.set_rotation(Rotation::Begun(number));
    // If the rest fails, this stays true: the old file has either name.
    keeper.save(chain, bytes)?;
    killable();
    exchange(keeper, number)?;
    keeper.set_rotation(Rotation::Done(number));
    keeper.begin_file(seen);
    Ok(new)
}

/// A new file in place of one that somebody removed; never in place of anything else.
pub(super) fn replace_removed(keeper: &mut Keeper) -> Result<File, AuditError> {
    let new = file::create_log(keeper.log())?;
    keeper.begin_file(new.metadata().map_err(|cause| keeper.failed(cause))?);
    Ok(new)
}

/// What the current file is going to be called.
fn next_number(keeper: &Keeper) -> Result<u64, AuditError> {
    // Somebody else moved it: what is there now is not ours to rename.
    if !keeper.is_in_place()? {
        return Err(AuditError::Replaced { path: keeper.log().into() });
    }
    let last = match keeper.rotation() {
        Rotation::Done(last) => last,
        Rotation::Begun(number) => number.saturating_sub(1),
    };
    rotated::free_number(keeper.log(), last)
        .ok_or_else(|| keeper.failed(std::io::ErrorKind::AlreadyExists.into()))
}

/// Puts the new file in the place of the old one; if that fails, the old one back.
fn exchange(keeper: &Keeper, number: u64) -> Result<(), AuditError> {
    let log = keeper.log();
    let old = rotated::path(log, number);
    fs::rename(log, &old).map_err(|cause| keeper.failed(cause))?;
    killable();
    if let Err(cause) = fs::rename(file::beside(log, ".new"), log) {
        let _ = fs::rename(&old, log);
        return Err(keeper.failed(cause));
    }
    // If this fails, so does keeping the state, which is told.
    let _ = private_file::sync_folder(log);
    killable();
    Ok(())
}

/// Where tests end a run as a kill would.
#[cfg(not(all(test, unix)))]
pub(super) fn killable() {}

#[cfg(all(test, unix))]
pub(super) use tests::killable;

#[cfg(all(test, unix))]
mod kills;
#[cfg(all(test, unix))]
pub(super) mod tests;
