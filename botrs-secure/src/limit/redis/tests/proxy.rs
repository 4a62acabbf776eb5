//! A way to the server that a test can cut, in the middle of a reply if need be.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// A reply goes through whole.
const WHOLE: usize = usize::MAX;

pub(super) struct Proxy {
    path: PathBuf,
    cut: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Proxy {
    pub(super) fn new(server: &Path, path: &Path) -> Self {
        let listener = UnixListener::bind(path).unwrap();
        let (cut, connections) = (Arc::new(AtomicUsize::new(WHOLE)), Arc::default());
        let (server, cuts, counted) =
            (server.to_path_buf(), Arc::clone(&cut), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                AtomicUsize::fetch_add(&counted, 1, Ordering::SeqCst);
                tokio::spawn(forward(client, server.clone(), Arc::clone(&cuts)));
            }
        });
        Self { path: path.into(), cut, connections, task }
    }

    pub(super) fn url(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// The next reply is cut off after so many bytes, and its connection ends.
    pub(super) fn cut_after(&self, bytes: usize) {
        self.cut.store(bytes, Ordering::SeqCst);
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn forward(client: UnixStream, server: PathBuf, cut: Arc<AtomicUsize>) {
    let Ok(server) = UnixStream::connect(server).await else { return };
    let ((mut from_client, mut to_client), (mut from_server, mut to_server)) =
        (client.into_split(), server.into_split());
    let asking = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    });
    let mut reply = vec![0; 1 << 16];
    while let Ok(length @ 1..) = from_server.read(&mut reply).await {
        let cut = cut.swap(WHOLE, Ordering::SeqCst);
        if to_client.write_all(&reply[..length.min(cut)]).await.is_err() || cut != WHOLE {
            break;
        }
    }
    asking.abort();
}
