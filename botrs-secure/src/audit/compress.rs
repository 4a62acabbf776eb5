//! Rotated files become smaller: `LOG.000001` becomes `LOG.000001.gz` some time later.
//!
//! A run may be killed at any point of it. So what is being written has another name until it is whole and on the disk,
//! and the plain file goes last; where that is still there, it is done anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::error::AuditError;
use super::rotate::killable;
use super::{file, rotated};
use crate::private_file::sync_folder;

/// What every record begins with.
const RECORD: &[u8] = br#"{"timestamp":""#;

/// Bytes between two looks at whether to stop.
const CHUNK: usize = 64 * 1024;

/// The thread that compresses the rotated files of a log; stopped, and waited for, when it is dropped.
pub(super) struct Compressor {
    upto: Option<SyncSender<u64>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Compressor {
    pub(super) fn start(log: &Path) -> Result<Self, AuditError> {
        let (upto, told) = sync_channel(1);
        let stop = Arc::new(AtomicBool::new(false));
        let (log, stopped) = (log.to_owned(), Arc::clone(&stop));
        let thread = thread::Builder::new()
            .name("audit-gzip".into())
            .spawn(move || run(&log, &told, &stopped))
            .map_err(|cause| AuditError::Thread { cause })?;
        Ok(Self { upto: Some(upto), stop, thread: Some(thread) })
    }

    /// Compresses, soon, what has this number or a lower one.
    pub(super) fn compress(&self, upto: u64) {
        if let Some(tell) = &self.upto {
            // It is told again each minute, so one that is not taken now is taken then.
            let _ = tell.try_send(upto);
        }
    }
}

impl Drop for Compressor {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.upto = None;
        if let Some(thread) = self.thread.take() {
            // It has nothing to say, even if it panicked.
            let _ = thread.join();
        }
    }
}

fn run(log: &Path, told: &Receiver<u64>, stop: &AtomicBool) {
    while let Ok(upto) = told.recv() {
        if let Err(error) = compress_all(log, upto, stop) {
            tracing::warn!(
                %error,
                "轮转的审计文件无法压缩，稍后再试 / a rotated audit file cannot be compressed; it is tried again later",
            );
        }
    }
}

/// Compresses the rotated files up to this number, unless it is stopped; what is not of the log is left alone. One that
/// cannot be does not keep the others from it.
pub(super) fn compress_all(log: &Path, upto: u64, stop: &AtomicBool) -> Result<(), AuditError> {
    let numbers = rotated::plain(log).map_err(|cause| file::io_error(log, cause))?;
    let mut all = Ok(());
    for number in numbers.into_iter().filter(|&number| number <= upto) {
        match compress(&rotated::path(log, number), stop) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => all = Err(error),
        }
    }
    all
}

/// False if it was stopped.
fn compress(path: &Path, stop: &AtomicBool) -> Result<bool, AuditError> {
    let failed = |cause| file::io_error(path, cause);
    let Some(seen) = file::look(path)? else { return Ok(true) };
    let input = file::open_seen(path, &seen, OpenOptions::new().read(true))?;
    let mut begin = Vec::new();
    (&input).take(RECORD.len() as u64).read_to_end(&mut begin).map_err(failed)?;
    if begin != RECORD {
        return Ok(true);
    }
    let new = file::beside(path, ".gz.new");
    let packed = file::create_anew(&new)
        .and_then(|output| pack(&begin, input, output, stop).map_err(failed));
    if !matches!(packed, Ok(true)) {
        let _ = fs::remove_file(&new);
        return packed;
    }
    killable();
    fs::rename(&new, rotated::packed(path)).map_err(failed)?;
    sync_folder(path).map_err(failed)?;
    killable();
    fs::remove_file(path).and_then(|()| sync_folder(path)).map_err(failed)?;
    killable();
    Ok(true)
}

/// Compresses the rest of a file that begins so; false if it was stopped.
fn pack(begin: &[u8], input: File, output: File, stop: &AtomicBool) -> io::Result<bool> {
    let mut packed =
        GzEncoder::new(io::BufWriter::with_capacity(CHUNK, output), Compression::default());
    packed.write_all(begin)?;
    while io::copy(&mut (&input).take(CHUNK as u64), &mut packed)? > 0 {
        killable();
        if stop.load(Ordering::Relaxed) {
            return Ok(false);
        }
    }
    let output = packed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    output.sync_all()?;
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests;
