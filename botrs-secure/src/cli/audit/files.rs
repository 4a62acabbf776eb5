//! The files of a log: those that are named, each with its rotated ones beside it.

use std::collections::HashSet;
use std::error::Error;
use std::path::PathBuf;

use crate::audit::rotated;

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
