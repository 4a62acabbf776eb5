//! Watches the file of the policy that is in force.
//!
//! The operating system tells of changes in the file's directory, since editors and ConfigMaps put
//! another file in its place. Where it does not (network drives, exhausted limits), the file is looked at
//! every few seconds anyway. All reading happens on threads that may block: no decision waits for it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep, timeout};

use crate::bot::handle::Handle;
use crate::policy::{File, Mistake, Policy, PolicyError, Sources, load};

/// How often the file is looked at without being told.
const LOOK: Duration = Duration::from_secs(5);
/// Changes come in bursts: how long it has to be quiet behind one, and how long a burst may be.
const QUIET: Duration = Duration::from_millis(100);
const BURST: Duration = Duration::from_secs(1);
/// Between two readings that have to be equal, since a file may be half written; and how many there are.
const AGAIN: Duration = Duration::from_millis(50);
const READINGS: usize = 20;

/// A task that watches; it ends with this.
pub(crate) struct Watch {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Watch {
    pub(crate) fn start(handle: Handle) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: tokio::spawn(watch(handle, stopped)) }
    }

    /// Waits until nothing can be put in force any more.
    pub(crate) async fn end(self) {
        drop(self.stop);
        if self.task.await.is_err() {
            tracing::error!("the watch of the policy file panicked / 策略文件的监视意外终止");
        }
    }
}

async fn watch(handle: Handle, mut stopped: oneshot::Receiver<()>) {
    let mut eye = Eye { handle, refused: None };
    let mut ear = Ear::default();
    loop {
        ear.listen_to(eye.path());
        let is_told = tokio::select! {
            // Ready when the other side is dropped, too.
            _ = &mut stopped => return,
            () = ear.changed.notified() => true,
            () = sleep(LOOK) => false,
        };
        if is_told {
            settle(&ear.changed).await;
        }
        eye = match spawn_blocking(move || eye.look()).await {
            Ok(eye) => eye,
            Err(error) => {
                tracing::error!("不再监视策略文件 / the policy file is watched no longer: {error}");
                return;
            }
        };
    }
}

/// Waits until a burst of changes is over.
async fn settle(changed: &Notify) {
    let end = Instant::now() + BURST;
    while Instant::now() < end && timeout(QUIET, changed.notified()).await.is_ok() {}
}

type Read = Result<Sources, PolicyError>;

/// Reads the file, and knows what it read last.
struct Eye {
    handle: Handle,
    /// What was refused, which is told once, and what stayed in force.
    refused: Option<(Read, Arc<Policy>)>,
}

impl Eye {
    fn path(&self) -> Option<PathBuf> {
        self.handle.policy().file.as_ref()?.path.clone()
    }

    /// Takes in what the file says now, if that is new.
    fn look(self) -> Self {
        let policy = self.handle.policy();
        let Some(File { path: Some(path), source }) = policy.file.as_deref() else {
            return self;
        };
        let Self { handle, refused } = self;
        let refused = refused.filter(|(_, of)| Arc::ptr_eq(of, &policy));
        let is_known = |read: &Read| match (&refused, read) {
            (Some((refused, _)), read) => read == refused,
            (None, Ok(read)) => read == source,
            (None, Err(_)) => false,
        };
        if is_known(&load(path)) {
            return Self { refused, handle };
        }
        let read = stable(path, || load(path));
        if is_known(&read) {
            return Self { refused, handle };
        }
        let is_refused = !handle.reload(&policy, read.clone());
        Self { refused: is_refused.then_some((read, policy)), handle }
    }
}

/// What the file says when it has come to rest.
fn stable(path: &Path, mut read: impl FnMut() -> Read) -> Read {
    let mut last = read();
    for _ in 0..READINGS {
        std::thread::sleep(AGAIN);
        let next = read();
        if next == last {
            return next;
        }
        last = next;
    }
    let name = path.display();
    let zh = format!("策略文件 {name} 一直在变");
    let en = format!("the policy file {name} does not stop changing");
    Err(PolicyError::new(vec![Mistake { at: None, zh, en }]).in_file(path))
}

/// Listens to what the operating system tells of a directory.
#[derive(Default)]
struct Ear {
    path: Option<PathBuf>,
    watcher: Option<RecommendedWatcher>,
    changed: Arc<Notify>,
}

impl Ear {
    fn listen_to(&mut self, path: Option<PathBuf>) {
        if self.path == path && (path.is_none() || self.watcher.is_some()) {
            return;
        }
        let is_new = self.path != path;
        self.watcher = None;
        if let Some(path) = &path {
            match listen(path, Arc::clone(&self.changed)) {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(error) if is_new => tracing::warn!(
                    "无法监听策略文件的变化，改为每 5 秒检查一次 / changes of the policy file are not told \
                     ({error}): it is looked at every 5 seconds"
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
fn concerns(event: &notify::Result<notify::Event>, name: &OsString) -> bool {
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

#[cfg(test)]
mod tests;
