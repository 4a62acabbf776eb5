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

/// How many connections there are at once.
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
    let mut open = Connections::new(CONNECTIONS);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            _ = &mut stop => break,
            true = open.ended() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => open.add(connection(stream, from.ip(), Arc::clone(&door))),
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
        }
    }
    drop(listener);
    let ended = async { while open.ended().await {} };
    // Whoever is too slow is cut off, and gets no acknowledgement.
    let _ = timeout(END, ended).await;
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
