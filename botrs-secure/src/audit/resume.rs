//! Opening a log where the last run left it.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::chain::{
    Chain, ChainKey, ChainState, Fault, Head, Rotation, SIGNER, Signer, name, next_line,
};
#[cfg(feature = "gzip")]
use super::compress::Compressor;
use super::error::AuditError;
use super::event::{Event, Kind};
use super::rotate::killable;
use super::time::rfc3339;
use super::writer::now;
use super::{file, key, rotated};
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
    notes: Vec<Note>,
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
        self.notes.iter().map(Note::event).chain([open])
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
    killable();
    let seen = file.metadata().map_err(failed)?;
    let rotated = rotated::files(path).map_err(failed)?;
    let is_empty = seen.len() == 0 && rotated.is_empty();
    let state = read_state(path)?;
    // Whoever had the lock until now may have rotated the file that was opened.
    if !file::is_at(path, &seen)? {
        return Err(AuditError::InUse { path: path.into() });
    }
    let (mut state, is_lost) = match (state, key::known(path)?) {
        (Some(state), Some(key)) if state.root != name(&key) => {
            return Err(AuditError::OtherKey { path: path.into() });
        }
        (Some(state), _) => (state, false),
        (None, Some(key)) => (begin(&key)?, true),
        (None, None) if is_empty => (begin(&key::make(path)?)?, true),
        (None, None) => return Err(AuditError::NoState { path: path.into() }),
    };
    let before = if is_lost { rotated } else { settle(path, &mut state)?.into_iter().collect() };
    let mut reading = Reading::new(&state);
    for path in before {
        reading.catch_up_rotated(&path)?;
    }
    reading.catch_up(&mut file).map_err(failed)?;
    let Reading { chain, notes, is_whole, .. } = reading;
    // Without its state, the bot knows where it was only if the whole log is as it was written.
    if is_lost && !is_whole {
        return Err(AuditError::NotWhole { path: path.into() });
    }
    if !is_whole {
        end_line(&mut file).map_err(failed)?;
    }
    let bytes = file.metadata().map_err(failed)?.len();
    let keeper = Keeper {
        log: path.into(),
        state,
        since: Instant::now(),
        seen,
        #[cfg(feature = "gzip")]
        compressor: None,
    };
    let mut opened = Opened { file, chain, keeper, bytes, notes };
    opened.keeper.save(&mut opened.chain, bytes)?;
    Ok(opened)
}

fn read_state(log: &Path) -> Result<Option<ChainState>, AuditError> {
    let path = state_path(log);
    let Some(seen) = file::look(&path)? else { return Ok(None) };
    let state = file::open_seen(&path, &seen, OpenOptions::new().read(true))?;
    let state = ChainState::read(state).map_err(|cause| file::io_error(&path, cause))?;
    state.ok_or(AuditError::State { path }).map(Some)
}

fn state_path(log: &Path) -> PathBuf {
    file::beside(log, ".state")
}

/// Before the first record.
fn begin(audit_key: &SecretKey) -> Result<ChainState, AuditError> {
    Ok(ChainState {
        key: ChainKey::first(audit_key),
        head: Head::START,
        rotation: Rotation::Done(0),
        bytes: 0,
        begun: now(),
        root: name(audit_key),
        signer: key::random()?,
    })
}

/// Ends the rotation in which a run was stopped: the file that the state is about, if it was renamed by then.
fn settle(log: &Path, state: &mut ChainState) -> Result<Option<PathBuf>, AuditError> {
    let Rotation::Begun(number) = state.rotation else { return Ok(None) };
    let path = rotated::path(log, number);
    if file::look(&path)?.is_none() {
        return Ok(None);
    }
    state.rotation = Rotation::Done(number);
    state.begun = now();
    Ok(Some(path))
}

/// Follows the records that were written after the state was, and leaves the log ready for the next.
struct Reading {
    chain: Chain,
    /// Where the next file is read from.
    from: u64,
    notes: Vec<Note>,
    is_whole: bool,
}

impl Reading {
    fn new(state: &ChainState) -> Self {
        let chain = Chain { key: state.key.clone(), head: state.head };
        Self { chain, from: state.bytes, notes: Vec::new(), is_whole: true }
    }

    /// Reads a rotated file on.
    fn catch_up_rotated(&mut self, path: &Path) -> Result<(), AuditError> {
        let failed = |cause| file::io_error(path, cause);
        if !rotated::is_packed(path) {
            return self.catch_up(&mut file::open_log(path)?).map_err(failed);
        }
        let gone = || failed(io::ErrorKind::NotFound.into());
        let seen = file::look(path)?.ok_or_else(gone)?;
        let file = file::open_seen(path, &seen, OpenOptions::new().read(true))?;
        let mut lines = rotated::lines(path, file).map_err(failed)?;
        // It was whole when it was compressed, and nobody has written to it since.
        if self.is_whole && follow(&mut self.chain, &mut lines).map_err(failed)?.is_some() {
            self.is_whole = false;
            self.notes.push(Note::Changed(self.chain.head.records));
        }
        Ok(())
    }

    /// Reads one file on; after one that is not whole, no other can tell more.
    fn catch_up(&mut self, log: &mut File) -> io::Result<()> {
        let from = std::mem::take(&mut self.from);
        if self.is_whole
            && let Some(note) = catch_up(&mut self.chain, log, from)?
        {
            self.is_whole = matches!(note, Note::Torn(_));
            self.notes.push(note);
        }
        Ok(())
    }
}

/// Ends a line that was cut, so that what is told of it has one of its own.
fn end_line(log: &mut File) -> io::Result<()> {
    let mut last = [b'\n'];
    if log.metadata()?.len() > 0 {
        log.seek(SeekFrom::End(-1))?;
        log.read_exact(&mut last)?;
    }
    if last == [b'\n'] { Ok(()) } else { log.write_all(b"\n") }
}

fn catch_up(chain: &mut Chain, log: &mut File, from: u64) -> io::Result<Option<Note>> {
    let length = log.metadata()?.len();
    if length < from {
        return Ok(Some(Note::Cut(chain.head.records)));
    }
    log.seek(SeekFrom::Start(from))?;
    Ok(match follow(chain, &mut BufReader::new(&mut *log))? {
        None => None,
        Some((Fault::Torn, line)) => {
            log.set_len(length - line.len() as u64)?;
            Some(Note::Torn(line))
        }
        Some(_) => Some(Note::Changed(chain.head.records)),
    })
}

/// Follows the records to their end, or to the first line that is none.
fn follow(chain: &mut Chain, lines: &mut impl BufRead) -> io::Result<Option<(Fault, Vec<u8>)>> {
    let mut line = Vec::new();
    while let Some(read) = next_line(lines, &mut line)? {
        if let Err(fault) = read.and_then(|line| chain.head.take(Some(&mut chain.key), line)) {
            return Ok(Some((fault, line)));
        }
    }
    Ok(None)
}

/// Moves the key of a chain, and keeps the state for the next run.
pub(super) struct Keeper {
    log: PathBuf,
    state: ChainState,
    since: Instant,
    /// What the current file was when it was opened.
    seen: Metadata,
    #[cfg(feature = "gzip")]
    compressor: Option<Compressor>,
}

impl Keeper {
    fn signer(&self) -> Signer {
        Signer::new(&self.state.signer)
    }

    pub(super) fn log(&self) -> &Path {
        &self.log
    }

    pub(super) fn rotation(&self) -> Rotation {
        self.state.rotation
    }

    /// What the state says of the rotation from the next [`save`](Self::save) on.
    pub(super) fn set_rotation(&mut self, rotation: Rotation) {
        self.state.rotation = rotation;
    }

    /// Compresses what is rotated from now on, and what an earlier run has left.
    #[cfg(feature = "gzip")]
    pub(super) fn start_compressor(&mut self) -> Result<(), AuditError> {
        self.compressor = Some(Compressor::start(&self.log)?);
        self.compress();
        Ok(())
    }

    #[cfg(feature = "gzip")]
    fn compress(&self) {
        if let (Some(compressor), Some(upto)) = (&self.compressor, self.compressible()) {
            compressor.compress(upto);
        }
    }

    /// Up to which number files may be compressed: while the state is about one that is being rotated, it has to stay.
    #[cfg(feature = "gzip")]
    pub(super) fn compressible(&self) -> Option<u64> {
        match self.state.rotation {
            Rotation::Done(last) => Some(last),
            Rotation::Begun(_) => None,
        }
    }

    /// When the current file was begun, in milliseconds since 1970.
    pub(super) fn begun(&self) -> u64 {
        self.state.begun
    }

    /// Goes on with another file.
    pub(super) fn begin_file(&mut self, seen: Metadata) {
        self.state.begun = now();
        self.seen = seen;
    }

    /// Whether the file that is written to is where the log is said to be.
    pub(super) fn is_in_place(&self) -> Result<bool, AuditError> {
        file::is_at(&self.log, &self.seen)
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
        let ChainState { rotation, begun, .. } = self.state;
        let state = ChainState { key, head: chain.head, rotation, bytes, begun, root, signer };
        let mut text = state.text();
        let saved = file::replace(&state_path(&self.log), &text);
        wipe(&mut text);
        saved?;
        chain.key = state.key.clone();
        self.state = state;
        #[cfg(feature = "gzip")]
        self.compress();
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests;
