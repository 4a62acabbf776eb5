//! Listens, and lets nobody keep a connection for long.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::connections::Connections;
use super::door::Door;
use super::refusal::Refusal;
use crate::peer::Peer;

/// How many connections there are at once, if the process may open twice as many files.
const CONNECTIONS: usize = 1_024;
/// How long one may take, from its first byte to its last. The platform itself waits for three seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long those that are open may take at the end.
const END: Duration = Duration::from_secs(3);
/// How long is waited where the machine has no connection to give.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest head of a request.
const LONGEST_HEAD: usize = 16 << 10;

/// Answers until it is stopped, then what is on its way.
pub(super) async fn serve(listener: TcpListener, door: Arc<Door>, stop: oneshot::Receiver<()>) {
    let mut open = Connections::new(at_most(files()));
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            _ = &mut stop => break,
            true = open.ended() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => open.add(connection(stream, from.ip(), Arc::clone(&door))),
                Err(_) => {
                    open.close_oldest();
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    let ended = async { while open.ended().await {} };
    // Whoever is too slow is cut off, and gets no acknowledgement.
    let _ = timeout(END, ended).await;
}

/// Half of the files that the process may open: the rest of the bot needs some as well.
fn at_most(files: Option<u64>) -> usize {
    let half = files.and_then(|files| usize::try_from(files / 2).ok());
    half.unwrap_or(CONNECTIONS).clamp(1, CONNECTIONS)
}

#[cfg(unix)]
fn files() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn files() -> Option<u64> {
    None
}

/// One request and its answer.
async fn connection(stream: TcpStream, from: IpAddr, door: Arc<Door>) {
    let service = service_fn(|request: Request<Incoming>| async {
        Ok::<Response<String>, Infallible>(door.answer(request, from).await)
    });
    let served = http1::Builder::new()
        .keep_alive(false)
        // The whole connection has a limit.
        .header_read_timeout(None)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // What goes wrong otherwise is the client's.
    if timeout(PATIENCE, served).await.is_err() {
        door.records.refused(Peer::of(from), Refusal::Slow);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_the_bot_half_of_its_files() {
        for (files, most) in
            [(Some(1_024), 512), (Some(2_048), 1_024), (Some(20_000), 1_024), (None, 1_024)]
        {
            assert_eq!(at_most(files), most, "{files:?}");
        }
        assert_eq!([Some(0), Some(1)].map(at_most), [1, 1]);
    }
}
