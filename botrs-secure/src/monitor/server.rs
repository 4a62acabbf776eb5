//! Serves `/metrics` and `/healthz`, to few at once and none for long.

use std::convert::Infallible;
use std::future::ready;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::exporter::Page;
use super::health::Health;
use crate::contain::contained;

/// How many connections there are at once; others wait.
const CONNECTIONS: usize = 16;
/// How long one may take, from its first byte to its last.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long those that are open may take at the end.
const END: Duration = Duration::from_secs(1);
/// How long is waited where the machine has no connection to give.
const PAUSE: Duration = Duration::from_millis(100);

/// An address that is listened on, and what is shown there.
pub(crate) struct Watched {
    listener: TcpListener,
    page: Page,
}

impl Watched {
    pub(crate) fn listen(address: SocketAddr, page: Page) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, page })
    }

    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }
}

/// Answers until the bot has stopped.
pub(super) async fn serve(watched: Watched, health: Arc<Health>, stopped: watch::Receiver<()>) {
    let Watched { listener, page } = watched;
    let pages: Answers = Arc::new(move |path| match path {
        "/metrics" => Some((StatusCode::OK, page.text())),
        "/healthz" => Some(said(&health.troubles())),
        _ => None,
    });
    match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => accept(listener, pages, stopped).await,
        Err(error) => {
            tracing::error!(%error, "nobody can watch the bot / 无法提供指标和健康检查");
        }
    }
}

fn said(troubles: &[String]) -> (StatusCode, String) {
    match troubles {
        [] => (StatusCode::OK, "ok\n".to_owned()),
        _ => (StatusCode::SERVICE_UNAVAILABLE, troubles.join("\n") + "\n"),
    }
}

/// What is at a path, if anything is.
type Answers = Arc<dyn Fn(&str) -> Option<(StatusCode, String)> + Send + Sync>;

async fn accept(
    listener: tokio::net::TcpListener,
    answers: Answers,
    mut stopped: watch::Receiver<()>,
) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = open.join_next() => {}
            accepted = listener.accept(), if open.len() < CONNECTIONS => match accepted {
                Ok((stream, _)) => _ = open.spawn(connection(stream, Arc::clone(&answers))),
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
        }
    }
    drop(listener);
    let ended = async { while open.join_next().await.is_some() {} };
    // Whoever reads too slowly is cut off.
    let _ = tokio::time::timeout(END, ended).await;
}

/// One request and its answer.
async fn connection(stream: TcpStream, answers: Answers) {
    let service = service_fn(|request: Request<Incoming>| {
        ready(Ok::<_, Infallible>(answer(&request, &answers)))
    });
    let served = http1::Builder::new()
        .keep_alive(false)
        // The whole connection has a limit.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service);
    // What goes wrong here is the client's.
    let _ = tokio::time::timeout(PATIENCE, served).await;
}

fn answer<B>(request: &Request<B>, answers: &Answers) -> Response<String> {
    let found = contained(|| answers(request.uri().path()));
    let (status, text) = match found {
        Some(Some(_)) if request.method() != Method::GET => {
            (StatusCode::METHOD_NOT_ALLOWED, String::new())
        }
        Some(Some(answer)) => answer,
        Some(None) => (StatusCode::NOT_FOUND, String::new()),
        None => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    };
    let mut response = Response::new(text);
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
        (ALLOW, "GET"),
    ] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use tokio::task::spawn_blocking;

    use super::*;

    fn answers() -> Answers {
        Arc::new(|path| match path {
            "/healthz" => Some(said(&[])),
            "/metrics" => {
                Some(said(&["gateway: not connected".into(), "audit: not written".into()]))
            }
            "/bomb" => panic!("meant to"),
            _ => None,
        })
    }

    #[test]
    fn two_pages_are_there_to_get_and_nothing_else() {
        for (method, path, status, text) in [
            ("GET", "/healthz", 200, "ok\n"),
            ("GET", "/metrics?x=1", 503, "gateway: not connected\naudit: not written\n"),
            ("HEAD", "/healthz", 405, ""),
            ("POST", "/metrics", 405, ""),
            ("GET", "/", 404, ""),
            ("GET", "/healthz/", 404, ""),
            ("GET", "/bomb", 500, ""),
        ] {
            let request = Request::builder().method(method).uri(path).body(()).unwrap();
            let answer = answer(&request, &answers());
            assert_eq!(answer.status(), status, "{method} {path}");
            assert_eq!(answer.body(), text, "{method} {path}");
        }
    }

    /// Its address, and what ends it.
    async fn started() -> (SocketAddr, watch::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(());
        (address, stop, tokio::spawn(accept(listener, answers(), stopped)))
    }

    fn ask(address: SocketAddr) -> String {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[tokio::test]
    async fn whoever_comes_when_all_connections_are_taken_waits_for_one() {
        let (address, _stop, _task) = started().await;
        let idle = || std::net::TcpStream::connect(address).unwrap();
        let mut idle: Vec<_> = (0..CONNECTIONS).map(|_| idle()).collect();
        // So that they are accepted, and not only waiting to be.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut asked = spawn_blocking(move || ask(address));
        let early = tokio::time::timeout(Duration::from_millis(200), &mut asked).await;
        assert!(early.is_err(), "{early:?}");
        idle.pop();
        let answer = asked.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nok\n"));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_for_nothing_is_cut_off() {
        let (address, _stop, _task) = started().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let began = tokio::time::Instant::now();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET /heal").await.unwrap();
        let mut rest = Vec::new();
        let read = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest);
        tokio::time::timeout(2 * PATIENCE, read).await.expect("it is closed").ok();
        assert_eq!(began.elapsed().as_secs(), PATIENCE.as_secs());
    }

    #[tokio::test]
    async fn it_ends_when_it_is_asked_to() {
        let (address, stop, task) = started().await;
        let _idle = TcpStream::connect(address).await.unwrap();
        // That one is accepted, then.
        assert!(spawn_blocking(move || ask(address)).await.unwrap().ends_with("ok\n"));
        drop(stop);
        tokio::time::timeout(5 * END, task).await.expect("it ends").unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
