//! Watches the file of the policy that is in force.
//!
//! The operating system tells of changes in the file's directory, since editors and ConfigMaps put
//! another file in its place. Where it does not (network drives, exhausted limits), the file is looked at
//! every few seconds anyway. All reading happens on threads that may block: no decision waits for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::bot::ear::Ear;
use crate::bot::handle::Handle;
use crate::policy::{File, Mistake, Policy, PolicyError, Sources, load};

/// Between two readings that have to be equal, and how many there are.
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
        tokio::select! {
            // Ready when the other side is dropped, too.
            _ = &mut stopped => return,
            () = ear.heard() => {}
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
fn stable(path: &Path, read: impl FnMut() -> Read) -> Read {
    at_rest(read).unwrap_or_else(|| {
        let name = path.display();
        let zh = format!("策略文件 {name} 一直在变");
        let en = format!("the policy file {name} does not stop changing");
        Err(PolicyError::new(vec![Mistake { at: None, zh, en }]).in_file(path))
    })
}

/// What two readings in a row agree in, since a file may be half written; none if it does not stop changing.
pub(crate) fn at_rest<T: PartialEq>(mut read: impl FnMut() -> T) -> Option<T> {
    let mut last = read();
    for _ in 0..READINGS {
        std::thread::sleep(AGAIN);
        let next = read();
        if next == last {
            return Some(next);
        }
        last = next;
    }
    None
}

#[cfg(test)]
mod tests;
