//! Opening a log where the last run left it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::chain::{Chain, ChainKey, Fault, Head, SIGNER, Signer, State, name, next_line};
use super::error::AuditError;
use super::event::{Event, Kind};
use super::time::rfc3339;
use super::writer::now;
use super::{file, key};
use crate::secret::{SecretKey, wipe};

/// How long a key is in force, if there are records.
const IN_FORCE: Duration = Duration::from_secs(60);

/// A log that can be written on.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) chain: Chain,
    pub(super) keeper: Keeper,
    /// How many bytes it has.
    pub(super) bytes: u64,
    note: Option<Note>,
}

impl Opened {
    /// The first records: what was found, and that the log goes on.
    pub(super) fn events(&self) -> impl Iterator<Item = Event> {
        let signer = format!("{SIGNER}{}", self.keeper.signer().name());
        let open = Event {
            details: Some(signer.into()),
            success: true,
            ..Event::new(Kind::Lifecycle, now(), "audit.open", "open")
        };
        self.note.iter().map(Note::event).chain([open])
    }
}

impl Note {
    fn event(&self) -> Event {
        let (kind, rule, details) = match self {
            Self::Torn(end) => (Kind::Lifecycle, "torn_line", String::from_utf8_lossy(end).into()),
            Self::Cut(records) => (Kind::Alert, "cut", format!("there were {records} records")),
            Self::Changed(record) => (Kind::Alert, "changed", format!("from record {record} on")),
        };
        let event = Event::new(kind, now(), "audit.open", rule);
        Event { details: Some(details.into()), ..event }
    }
}

/// What was found when the log was opened.
enum Note {
    /// This was the end of it, which a crash left; it was taken out.
    Torn(Vec<u8>),
    /// It had so many records, and not all are there.
    Cut(u64),
    /// What was written since the key moved last is not as it was, from this record on.
    Changed(u64),
}

/// Opens the log, or begins one.
pub(super) fn open(path: &Path) -> Result<Opened, AuditError> {
    let failed = |cause| file::io_error(path, cause);
    let mut file = file::open_log(path)?;
    let is_empty = file.metadata().map_err(failed)?.len() == 0;
    let (state, is_lost) = match (read_state(path)?, key::known(path)?) {
        (Some(state), Some(key)) if state.root != name(&key) => {
            return Err(AuditError::OtherKey { path: path.into() });
        }
        (Some(state), _) => (state, false),
        (None, Some(key)) => (begin(&key)?, true),
        (None, None) if is_empty => (begin(&key::make(path)?)?, true),
        (None, None) => return Err(AuditError::NoState { path: path.into() }),
    };
    let (chain, note) = catch_up(&mut file, &state).map_err(failed)?;
    // Without its state, the bot knows where it was only if the whole log is as it was written.
    if is_lost && !matches!(note, None | Some(Note::Torn(_))) {
        return Err(AuditError::NotWhole { path: path.into() });
    }
    let bytes = file.metadata().map_err(failed)?.len();
    let keeper = Keeper { log: path.into(), state, since: Instant::now() };
    let mut opened = Opened { file, chain, keeper, bytes, note };
    opened.keeper.save(&mut opened.chain, bytes)?;
    Ok(opened)
}

fn read_state(log: &Path) -> Result<Option<State>, AuditError> {
    let path = state_path(log);
    let Some(seen) = file::look(&path)? else { return Ok(None) };
    let state = file::open_seen(&path, &seen, OpenOptions::new().read(true))?;
    let state = State::read(state).map_err(|cause| file::io_error(&path, cause))?;
    state.ok_or(AuditError::State { path }).map(Some)
}

fn state_path(log: &Path) -> PathBuf {
    file::beside(log, ".state")
}

/// Before the first record.
fn begin(audit_key: &SecretKey) -> Result<State, AuditError> {
    Ok(State {
        key: ChainKey::first(audit_key),
        head: Head::START,
        bytes: 0,
        root: name(audit_key),
        signer: key::random()?,
    })
}

/// Follows the records that were written after the state was, and leaves the log ready for the next.
fn catch_up(log: &mut File, state: &State) -> io::Result<(Chain, Option<Note>)> {
    let mut chain = Chain { key: state.key.clone(), head: state.head };
    let length = log.metadata()?.len();
    if length < state.bytes {
        return Ok((chain, Some(Note::Cut(state.head.records))));
    }
    log.seek(SeekFrom::Start(state.bytes))?;
    let mut line = Vec::new();
    let mut lines = BufReader::new(&mut *log);
    while let Some(read) = next_line(&mut lines, &mut line)? {
        match read.and_then(|line| chain.head.take(Some(&mut chain.key), line)) {
            Ok(()) => {}
            Err(Fault::Torn) => {
                log.set_len(length - line.len() as u64)?;
                return Ok((chain, Some(Note::Torn(line))));
            }
            Err(_) => {
                let note = Note::Changed(chain.head.records);
                return Ok((chain, Some(note)));
            }
        }
    }
    Ok((chain, None))
}

/// Moves the key of a chain, and keeps the state for the next run.
pub(super) struct Keeper {
    log: PathBuf,
    state: State,
    since: Instant,
}

impl Keeper {
    fn signer(&self) -> Signer {
        Signer::new(&self.state.signer)
    }

    /// Why the log itself is not on the disk.
    pub(super) fn failed(&self, cause: io::Error) -> AuditError {
        file::io_error(&self.log, cause)
    }

    /// Whether the key was in force for long enough, and for records.
    pub(super) fn is_due(&self, chain: &Chain) -> bool {
        chain.head.records > self.state.head.records && self.since.elapsed() >= IN_FORCE
    }

    /// A checkpoint of the log as it is, which is also in `LOG.checkpoint`.
    pub(super) fn checkpoint(&self, chain: &Chain, wall_ms: u64) -> Result<String, AuditError> {
        let time = rfc3339(wall_ms);
        let time = str::from_utf8(&time).unwrap_or_default();
        let checkpoint = self.signer().sign(&chain.head, time).to_string();
        file::replace(
            &file::beside(&self.log, ".checkpoint"),
            format!("{checkpoint}\n").as_bytes(),
        )?;
        Ok(checkpoint)
    }

    /// Brings the next key into force, unless this one was not used. The records up to here have to be on
    /// the disk, and are these bytes.
    pub(super) fn save(&mut self, chain: &mut Chain, bytes: u64) -> Result<(), AuditError> {
        self.since = Instant::now();
        let is_used = chain.head.records > self.state.head.records;
        let key = if is_used { chain.next_key() } else { chain.key.clone() };
        let (root, signer) = (self.state.root.clone(), self.state.signer.clone());
        let state = State { key, head: chain.head, bytes, root, signer };
        let mut text = state.text();
        let saved = file::replace(&state_path(&self.log), &text);
        wipe(&mut text);
        saved?;
        chain.key = state.key.clone();
        self.state = state;
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests;
