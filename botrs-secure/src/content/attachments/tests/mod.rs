//! Each refusal, against a server on the loopback.

pub(crate) mod server;

use std::env;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use reqwest::Client;
use reqwest::dns::Resolve as _;
use resolver::LeadsInside;
use server::{HOST, Names, Server, Then, is_loopback};

use super::*;
use crate::content::links::LinkFault;

const FOUND: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

fn url() -> String {
    format!("https://{HOST}/a.png")
}

/// What fetching from a server ends with that answers so.
async fn fetch(answer: impl Into<String>, then: Then) -> Result<Vec<u8>, FetchError> {
    let server = Server::start(HOST, answer, then).await;
    server.attachments().at_most(5).within(Duration::from_secs(5)).fetch(&url()).await
}

#[tokio::test]
async fn an_attachment_is_fetched() {
    let server = Server::start(HOST, FOUND, Then::Close).await;
    for address in [url(), format!("//{HOST}/a.png"), format!("{HOST}/a.png?x=https://y")] {
        assert_eq!(server.attachments().fetch(&address).await.unwrap(), b"hello", "{address}");
    }
    assert_eq!(
        fetch(format!("{CHUNKED}2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), Then::Close).await.unwrap(),
        b"hello"
    );
}

/// A proxy would resolve names itself. The variable is read when a client is built, so the test is
/// run anew with it.
#[test]
fn proxies_are_not_used() {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "content::attachments::tests::an_attachment_is_fetched"]);
    // Nothing listens there.
    let child =
        child.env("HTTPS_PROXY", "http://127.0.0.1:1").env("ALL_PROXY", "http://127.0.0.1:1");
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn what_is_no_allowed_address_is_not_even_looked_up() {
    let names = Names::to(["127.0.0.1:1".parse().unwrap()]);
    let attachments = Attachments::with(names.clone(), |_| true, Client::builder()).unwrap();
    for (address, fault) in [
        ("http://gchat.qpic.cn/x", LinkFault::Scheme),
        ("file:///etc/passwd", LinkFault::Scheme),
        ("gopher://gchat.qpic.cn/_x", LinkFault::Scheme),
        ("https://gchat.qpic.cn@evil.com/x", LinkFault::UserInfo),
        ("https://gchat.qpic.cn:8443/x", LinkFault::Port),
        ("https://gchat.qpic.cn\\@evil.com/x", LinkFault::Unclear),
        ("//evil.com/x", LinkFault::HostNotAllowed),
        ("evil.com/x", LinkFault::HostNotAllowed),
        ("https://evilqpic.cn/x", LinkFault::HostNotAllowed),
        ("https://qpic.cn.evil.com/x", LinkFault::HostNotAllowed),
        ("https://qq.com/x", LinkFault::HostNotAllowed),
        ("https://127.0.0.1/x", LinkFault::InternalAddress),
        ("https://2130706433/x", LinkFault::InternalAddress),
        ("https://[::ffff:169.254.169.254]/x", LinkFault::InternalAddress),
        ("localhost", LinkFault::InternalAddress),
        ("", LinkFault::Invalid),
        ("/etc/passwd", LinkFault::Invalid),
    ] {
        let error = attachments.fetch(address).await.unwrap_err();
        assert!(matches!(error, FetchError::Link(found) if found == fault), "{address}: {error}");
    }
    assert_eq!(names.asked(), 0);
}

#[tokio::test]
async fn other_hosts_are_named() {
    let server = Server::start("a.example.com", FOUND, Then::Close).await;
    let attachments = server.attachments().from_hosts(["example.com"]).unwrap();
    assert_eq!(attachments.fetch("a.example.com").await.unwrap(), b"hello");
    let error = attachments.fetch(&url()).await.unwrap_err();
    assert!(matches!(error, FetchError::Link(LinkFault::HostNotAllowed)), "{error}");
    assert!(server.attachments().from_hosts(["127.0.0.1"]).is_err());
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused() {
    let server = Server::start(HOST, FOUND, Then::Close).await;
    let public = SocketAddr::from(([1, 1, 1, 1], 443));
    for addresses in [
        vec![server.address],
        vec![public, server.address],
        vec!["[::1]:443".parse().unwrap()],
        vec!["[::ffff:127.0.0.1]:443".parse().unwrap()],
        vec!["169.254.169.254:443".parse().unwrap()],
        vec!["198.18.0.1:443".parse().unwrap()],
    ] {
        let names = Names::to(addresses.clone());
        let attachments = Attachments::with(names, is_public, server.trusted()).unwrap();
        let error = attachments.fetch(&url()).await.unwrap_err();
        assert!(matches!(error, FetchError::LeadsInside), "{addresses:?}: {error}");
    }
    assert_eq!(server.connected(), 0);
    // As the system resolves it.
    let checked = Checked { lookup: Arc::new(System), accepts: is_public };
    let error = checked.resolve("localhost".parse().unwrap()).await.err().unwrap();
    assert!(error.is::<LeadsInside>(), "{error}");
}

/// A name may lead elsewhere with every answer: the one that was checked is the one that counts.
#[tokio::test]
async fn the_address_that_was_checked_is_connected_to() {
    let server = Server::start(HOST, FOUND, Then::Close).await;
    let other = SocketAddr::from(([127, 0, 0, 2], server.address.port()));
    let names = Names::one_after_another([vec![server.address], vec![other]]);
    let attachments = Attachments::with(names.clone(), is_loopback, server.trusted()).unwrap();
    assert_eq!(attachments.fetch(&url()).await.unwrap(), b"hello");
    assert_eq!((names.asked(), server.connected()), (1, 1));
    // The next one is looked up anew, and checked anew.
    let error = attachments.fetch(&url()).await.unwrap_err();
    assert!(matches!(error, FetchError::LeadsInside), "{error}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for location in [url(), "https://evil.com/".into(), "http://127.0.0.1/".into(), "/b".into()] {
        for status in ["301 M", "302 F", "303 S", "307 T", "308 P"] {
            let answer =
                format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
            let server = Server::start(HOST, answer, Then::Close).await;
            let error = server.attachments().fetch(&url()).await.unwrap_err();
            assert!(matches!(error, FetchError::Redirect), "{location} {status}: {error}");
            assert_eq!(server.connected(), 1);
        }
    }
}

#[tokio::test]
async fn only_success_has_an_attachment() {
    for status in [400, 403, 404, 500, 503] {
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 5\r\n\r\nhello");
        let error = fetch(answer, Then::Close).await.unwrap_err();
        assert!(matches!(error, FetchError::Status(found) if found == status), "{error}");
    }
}

#[tokio::test]
async fn no_more_than_allowed_is_read() {
    for (answer, then) in [
        // Announced.
        ("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello!".to_owned(), Then::Close),
        ("HTTP/1.1 200 OK\r\ncontent-length: 9999999999999\r\n\r\n".to_owned(), Then::Stall),
        // And not.
        (format!("{CHUNKED}6\r\nhello!\r\n0\r\n\r\n"), Then::Close),
        (CHUNKED.to_owned(), Then::Repeat(b"1\r\nx\r\n")),
        ("HTTP/1.1 200 OK\r\n\r\n".to_owned(), Then::Repeat(b"x")),
    ] {
        let error = fetch(&*answer, then).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge), "{answer}: {error}");
    }
}

#[tokio::test]
async fn no_longer_than_allowed_is_waited() {
    for answer in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel"] {
        let server = Server::start(HOST, answer, Then::Stall).await;
        let attachments = server.attachments().within(Duration::from_millis(100));
        let error = attachments.fetch(&url()).await.unwrap_err();
        assert!(matches!(error, FetchError::TooSlow), "{answer}: {error}");
    }
}

#[tokio::test]
async fn what_breaks_off_is_no_attachment() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel", "not http\r\n\r\n"] {
        let error = fetch(answer, Then::Close).await.unwrap_err();
        assert!(matches!(error, FetchError::Network(_)), "{answer}: {error}");
    }
}

#[tokio::test]
async fn a_host_proves_who_it_is() {
    let other = Server::start("evil.example.com", FOUND, Then::Close).await;
    let error = other.attachments().fetch(&url()).await.unwrap_err();
    assert!(matches!(error, FetchError::Network(_)), "{error}");
    let unknown = Server::start(HOST, FOUND, Then::Close).await;
    let names = Names::to([unknown.address]);
    let attachments = Attachments::with(names, is_loopback, Client::builder()).unwrap();
    let error = attachments.fetch(&url()).await.unwrap_err();
    assert!(matches!(error, FetchError::Network(_)), "{error}");
    assert!(!format!("{error:?}").contains("a.png"), "the address may hold a key: {error:?}");
}
