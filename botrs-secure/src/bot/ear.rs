//! Hears of changes of a file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// How often the file is looked at without being told.
const LOOK: Duration = Duration::from_secs(5);
/// Changes come in bursts: how long it has to be quiet behind one, and how long a burst may be.
pub(super) const QUIET: Duration = Duration::from_millis(100);
const BURST: Duration = Duration::from_secs(1);

/// Listens to what the operating system tells of a directory.
#[derive(Default)]
pub(super) struct Ear {
    path: Option<PathBuf>,
    watcher: Option<RecommendedWatcher>,
    changed: Arc<Notify>,
}

impl Ear {
    /// Ready when the file is to be looked at: a burst of changes is over, or nothing was told for a while.
    pub(super) async fn heard(&self) {
        if timeout(LOOK, self.changed.notified()).await.is_err() {
            return;
        }
        let end = Instant::now() + BURST;
        while Instant::now() < end && timeout(QUIET, self.changed.notified()).await.is_ok() {}
    }

    pub(super) fn listen_to(&mut self, path: Option<PathBuf>) {
        if self.path == path && (path.is_none() || self.watcher.is_some()) {
            return;
        }
        let is_new = self.path != path;
        self.watcher = None;
        if let Some(path) = &path {
            match listen(path, Arc::clone(&self.changed)) {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(error) if is_new => tracing::warn!(
                    "无法监听 {0} 的变化，改为每 5 秒检查一次 / changes of {0} are not told ({error}): it is \
                     looked at every 5 seconds",
                    path.display()
                ),
                Err(_) => {}
            }
        }
        self.path = path;
    }
}

fn listen(path: &Path, changed: Arc<Notify>) -> notify::Result<RecommendedWatcher> {
    let name = path.file_name().unwrap_or_default().to_owned();
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut watcher = notify::recommended_watcher(move |event| {
        if concerns(&event, &name) {
            changed.notify_one();
        }
    })?;
    watcher.watch(directory, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Whether the file may be another one now. An audit log in the same directory changes all the time.
pub(super) fn concerns(event: &notify::Result<notify::Event>, name: &OsString) -> bool {
    let Ok(event) = event else { return true };
    // What a ConfigMap puts in another place is the directory `..data`, into which the file is a link.
    let is_it = |path: &PathBuf| {
        path.file_name().is_some_and(|found| {
            found == name.as_os_str() || found.as_encoded_bytes().starts_with(b"..")
        })
    };
    // Reading the file is an event, too.
    !event.kind.is_access()
        && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(is_it))
}
