//! The keys of the pseudonyms, in `LOG.names`: one a line, the one in force last.
//!
//! Each begins an epoch, and each record says in which it was written. Who has the key of an epoch finds a person in its
//! records (`botrs-secure audit whois`); once the key is destroyed nobody can, not even who knows everybody's id.

#[cfg(any(test, feature = "cli"))]
mod change;

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::chain::derive;
use super::error::AuditError;
use super::{file, key};
use crate::hex;
use crate::secret::{SecretKey, wipe};

#[cfg(any(test, feature = "cli"))]
pub(crate) use change::{begin, forget};

/// So many epochs are kept at most.
const MOST: usize = 1_000;

/// A line: 64 digits and its end, which may have two bytes.
const LINE: usize = 66;

const NAME: &[u8] = b"botrs-secure audit names 1";

/// The keys that there are, the oldest first; never none.
pub(crate) struct Names(Vec<SecretKey>);

impl Names {
    fn parse(text: &[u8]) -> Option<Self> {
        let lines = text.trim_ascii_end().split(|&byte| byte == b'\n');
        lines.map(|line| SecretKey::parse(line.trim_ascii_end())).collect::<Option<_>>().map(Self)
    }

    pub(super) fn in_force(&self) -> &SecretKey {
        // There is one, by construction.
        &self.0[self.0.len() - 1]
    }
}

/// What a key is called in the records: 16 hexadecimal digits, which tell nothing of it.
pub(crate) fn id(key: &SecretKey) -> String {
    hex::encode(&derive(key, &[NAME]).bytes()[..8]).map(char::from).collect()
}

/// The keys of a log; the first is made if there is none.
fn open(log: &Path) -> Result<Names, AuditError> {
    match known(log)? {
        Some(names) => Ok(names),
        None => Ok(Names(vec![key::write_new(&path(log))?])),
    }
}

/// The keys of a log, if there are any.
pub(crate) fn known(log: &Path) -> Result<Option<Names>, AuditError> {
    let path = path(log);
    let Some(seen) = file::look(&path)? else { return Ok(None) };
    let file = file::open_seen(&path, &seen, OpenOptions::new().read(true))?;
    read(&path, &file).map(Some)
}

fn path(log: &Path) -> PathBuf {
    file::beside(log, ".names")
}

fn read(path: &Path, file: &File) -> Result<Names, AuditError> {
    const LONGEST: usize = MOST * LINE;
    let mut text = Vec::with_capacity(LONGEST + 1);
    let read = file.take(LONGEST as u64 + 1).read_to_end(&mut text);
    let names = Names::parse(&text).filter(|names| names.0.len() <= MOST);
    wipe(&mut text);
    read.map_err(|cause| file::io_error(path, cause))?;
    names.ok_or_else(|| AuditError::KeyFile { path: path.into() })
}

/// The epoch of a log that is being written: another may begin at any time.
pub(super) struct Epoch {
    log: PathBuf,
    seen: Option<Stamp>,
    /// A key that is kept nowhere.
    nobodys: SecretKey,
}

impl Epoch {
    /// The epoch by now, and its key.
    pub(super) fn open(log: &Path) -> Result<(Self, SecretKey), AuditError> {
        // What changes while it is read is read again.
        let seen = stamp(log);
        let key = open(log)?.in_force().clone();
        Ok((Self { log: log.into(), seen, nobodys: key::random()? }, key))
    }

    /// The key of another epoch, if one has begun. It is nobody's where the keys cannot be read: that of the epoch
    /// before may just have been destroyed, and is not used any more.
    pub(super) fn next(&mut self) -> Option<SecretKey> {
        let seen = stamp(&self.log);
        if seen == self.seen {
            return None;
        }
        self.seen = seen;
        Some(match open(&self.log) {
            Ok(names) => names.in_force().clone(),
            // Read while it was destroyed: there is another file by now.
            Err(_) if stamp(&self.log) != self.seen => return self.next(),
            Err(error) => {
                tracing::error!(
                    %error,
                    "化名密钥无法读取，此后的化名无人能还原 / the keys of the pseudonyms cannot be read; nobody can \
                     tell whose the pseudonyms are until they can",
                );
                self.nobodys.clone()
            }
        })
    }
}

/// What tells a file that was changed, or put in the place of another.
#[derive(PartialEq)]
struct Stamp(u64, u64, i64, i64);

#[cfg(unix)]
fn stamp(log: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let seen = fs::symlink_metadata(path(log)).ok()?;
    Some(Stamp(seen.dev(), seen.ino(), seen.ctime(), seen.ctime_nsec()))
}

#[cfg(not(unix))]
fn stamp(log: &Path) -> Option<Stamp> {
    let changed = fs::symlink_metadata(path(log)).ok()?.modified().ok()?;
    let since = changed.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Some(Stamp(0, 0, since.as_secs().cast_signed(), since.subsec_nanos().into()))
}

#[cfg(any(test, feature = "cli"))]
impl Names {
    /// The keys with their ids, the oldest first.
    pub(crate) fn epochs(&self) -> impl Iterator<Item = (String, &SecretKey)> {
        self.0.iter().map(|key| (id(key), key))
    }
}

#[cfg(all(test, unix))]
mod tests;
