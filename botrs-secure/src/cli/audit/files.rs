//! The files of a log: those that are named, each with its rotated ones beside it.

use std::collections::HashSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use crate::audit::rotated;
use crate::cli::progress::progress;

/// All of them, each once, however often and by whatever path it is named.
pub(super) fn of_log(named: &[PathBuf]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut seen = HashSet::new();
    let mut files = Vec::new();
    for log in named {
        let at = |error: std::io::Error| format!("{}: {error}", log.display());
        let rotated = rotated::files(log).map_err(at)?;
        for path in rotated.into_iter().chain([log.clone()]) {
            if seen.insert(path.canonicalize().map_err(at)?) {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// How far the reading of these files has come.
pub(super) fn progress_of(files: &[PathBuf]) -> ProgressBar {
    let sizes = files.iter().map(|path| fs::metadata(path).map_or(0, |file| file.len()));
    progress(Some(sizes.sum()))
}

/// The lines of a file, compressed or not.
pub(super) fn open(path: &Path, progress: &ProgressBar) -> io::Result<Box<dyn BufRead>> {
    let (path, file) = match File::open(path) {
        // The bot may have compressed it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let packed = rotated::packed(path);
            let file = File::open(&packed).map_err(|_| error)?;
            (packed, file)
        }
        file => (path.to_owned(), file?),
    };
    rotated::lines(&path, progress.wrap_read(file))
}
