//! Each refusal, against a server on the loopback.

use std::env;
use std::error::Error as _;
use std::process::Command;

use reqwest::Certificate;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::content::attachments::tests::server::{Server, Then};

const HOST: &str = "bot.example";
const FOUND: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";

/// A client that trusts the server and finds it under its name.
fn client(server: &Server) -> Client {
    let root = Certificate::from_der(&server.certificate).unwrap();
    secure_client().add_root_certificate(root).resolve(HOST, server.address).build().unwrap()
}

fn url(server: &Server) -> String {
    format!("https://{HOST}:{}/", server.address.port())
}

#[tokio::test]
async fn a_good_answer_is_fetched() {
    let server = Server::start(HOST, FOUND, Then::Close).await;
    let answer = client(&server).get(url(&server)).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), "hello");
}

/// The variables are read when a client is built, so the test is run anew with them.
#[test]
fn proxies_of_the_environment_are_not_used() {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "client::tests::a_good_answer_is_fetched"]);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        // Nothing listens there.
        child.env(name, "http://127.0.0.1:1");
    }
    let output = child.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn a_request_takes_thirty_seconds_at_most() {
    let built = format!("{:?}", secure_client().build().unwrap());
    assert!(built.contains("Timeout: 30s"), "{built}");
}

#[tokio::test]
async fn http_is_refused_before_anybody_is_connected_to() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let error = secure_client().build().unwrap().get(url).send().await.unwrap_err();
    assert!(error.is_builder(), "{error:?}");
}

#[tokio::test]
async fn a_redirect_to_http_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    let answer =
        format!("HTTP/1.1 302 Found\r\nlocation: http://{to}/\r\ncontent-length: 0\r\n\r\n");
    let server = Server::start(HOST, answer, Then::Close).await;
    let error = client(&server).get(url(&server)).send().await.unwrap_err();
    assert!(error.is_redirect() || error.is_builder(), "{error:?}");
    let mut listener = Box::pin(listener.accept());
    let connected = futures_util::FutureExt::now_or_never(&mut listener);
    assert!(connected.is_none(), "nobody was connected to");
}

#[tokio::test]
async fn redirects_in_a_circle_end() {
    let answer =
        "HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = Server::start(HOST, answer, Then::Close).await;
    let error = client(&server).get(url(&server)).send().await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
    assert_eq!(server.connected(), MOST_REDIRECTS + 1);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let server = Server::start(HOST, FOUND, Then::Close).await;
    let client = secure_client().resolve(HOST, server.address).build().unwrap();
    let error = client.get(url(&server)).send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    // Nor is one for another host.
    let other = Server::start("other.example", FOUND, Then::Close).await;
    assert!(self::client(&other).get(url(&other)).send().await.unwrap_err().is_connect());
}

/// A server that answers in TLS 1.1, whatever it is offered.
#[tokio::test]
async fn tls_1_1_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 5];
        stream.read_exact(&mut head).await.unwrap();
        let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        stream.read_exact(&mut hello).await.unwrap();
        // ServerHello of version 3.2: random bytes, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
        let mut answer = vec![0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
        answer.extend([7; 32]);
        answer.extend([0, 0xc0, 0x13, 0]);
        stream.write_all(&answer).await.unwrap();
        let mut alert = [0; 7];
        stream.read_exact(&mut alert).await.unwrap();
        alert
    });
    let client = secure_client().resolve(HOST, address).build().unwrap();
    let url = format!("https://{HOST}:{}/", address.port());
    let error = client.get(url).send().await.unwrap_err();
    assert!(error.is_connect() && error.source().is_some(), "{error:?}");
    let [kind, .., level, _] = server.await.unwrap();
    assert_eq!((kind, level), (0x15, 2), "a fatal alert");
}

/// The clock goes on by itself where nothing else does.
#[tokio::test(start_paused = true)]
async fn nothing_takes_longer_than_half_a_minute() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", silent.local_addr().unwrap());
    let begun = tokio::time::Instant::now();
    let error = secure_client().build().unwrap().get(url).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(begun.elapsed().as_secs(), 30);
}
