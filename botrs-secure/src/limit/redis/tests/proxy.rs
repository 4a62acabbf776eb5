//! A way to the server that a test can cut, in the middle of a reply if need be, and hold.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;

/// A reply goes through whole.
const WHOLE: usize = usize::MAX;
/// More requests than a test makes.
const ALL: usize = 1 << 20;

pub(crate) struct Proxy {
    path: PathBuf,
    way: Arc<Way>,
    task: tokio::task::JoinHandle<()>,
}

/// What all connections share.
struct Way {
    cut: AtomicUsize,
    connections: AtomicUsize,
    /// How many requests may go on, of the connections with these numbers: up to this one.
    open: Semaphore,
    last_held: AtomicUsize,
    requests: AtomicUsize,
    /// How many came to where they may not.
    held: Semaphore,
}

impl Proxy {
    pub(crate) fn new(server: &Path, path: &Path) -> Self {
        let listener = UnixListener::bind(path).unwrap();
        let way = Arc::new(Way {
            cut: AtomicUsize::new(WHOLE),
            connections: AtomicUsize::new(0),
            open: Semaphore::new(ALL),
            last_held: AtomicUsize::new(usize::MAX),
            requests: AtomicUsize::new(0),
            held: Semaphore::new(0),
        });
        let (server, shared) = (server.to_path_buf(), Arc::clone(&way));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::spawn(forward(number, client, server.clone(), Arc::clone(&shared)));
            }
        });
        Self { path: path.into(), way, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// The next reply is cut off after so many bytes, and its connection ends.
    pub(super) fn cut_after(&self, bytes: usize) {
        self.way.cut.store(bytes, Ordering::SeqCst);
    }

    pub(super) fn connections(&self) -> usize {
        self.way.connections.load(Ordering::SeqCst)
    }

    /// How many requests came.
    pub(crate) fn requests(&self) -> usize {
        self.way.requests.load(Ordering::SeqCst)
    }

    /// Holds the requests of the connections that there are by now, and of no others.
    pub(super) fn hold_these(&self) {
        self.way.last_held.store(self.connections(), Ordering::SeqCst);
        self.way.open.forget_permits(ALL);
    }

    /// Lets so many requests through and holds those that come after them.
    pub(crate) fn hold_after(&self, requests: usize) {
        self.way.open.forget_permits(ALL);
        self.way.open.add_permits(requests);
    }

    /// Waits until a request is held; fails where none comes, rather than waiting for ever.
    pub(crate) async fn arrival(&self) {
        let held = tokio::time::timeout(super::MINUTE, self.way.held.acquire()).await;
        held.expect("a request comes").expect("never closed").forget();
    }

    /// Holds nothing any more.
    pub(crate) fn let_go(&self) {
        self.way.open.add_permits(ALL);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn forward(number: usize, client: UnixStream, server: PathBuf, way: Arc<Way>) {
    let Ok(server) = UnixStream::connect(server).await else { return };
    let ((from_client, mut to_client), (mut from_server, to_server)) =
        (client.into_split(), server.into_split());
    let asking = tokio::spawn(ask(number, from_client, to_server, Arc::clone(&way)));
    let mut reply = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from_server.read(&mut reply).await {
        let cut = way.cut.swap(WHOLE, Ordering::SeqCst);
        if to_client.write_all(&reply[..length.min(cut)]).await.is_err() || cut != WHOLE {
            break;
        }
    }
    asking.abort();
}

/// What is read at once is one request: tests send the next when they have the answer.
async fn ask(
    number: usize,
    mut from_client: OwnedReadHalf,
    mut to_server: OwnedWriteHalf,
    way: Arc<Way>,
) {
    let mut request = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from_client.read(&mut request).await {
        way.requests.fetch_add(1, Ordering::SeqCst);
        let is_held = number <= way.last_held.load(Ordering::SeqCst);
        if is_held && way.open.try_acquire().map(|permit| permit.forget()).is_err() {
            way.held.add_permits(1);
            way.open.acquire().await.expect("never closed").forget();
        }
        if to_server.write_all(&request[..length]).await.is_err() {
            return;
        }
    }
}
