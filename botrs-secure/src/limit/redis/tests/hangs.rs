//! A server that answers some requests and not the next, and connections that come and go.

use std::time::Instant;

use super::proxy::Proxy;
use super::*;

#[tokio::test]
async fn what_is_long_is_read_on_a_connection_of_its_own() {
    let Some(server) = Server::start(&[]) else { return };
    let (proxy, shared) = by_proxy(&server).await;
    assert_eq!(proxy.connections(), 1);
    shared.grants().await.unwrap().unwrap();
    assert_eq!(proxy.connections(), 2);
    // So no message waits behind it.
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    assert_eq!(proxy.connections(), 2);
}

#[tokio::test]
async fn what_ends_late_on_an_old_connection_does_not_take_the_new_one_down() {
    let Some(server) = Server::start(&[]) else { return };
    let (proxy, shared) = by_proxy(&server).await;
    proxy.hold_these();
    let late = tokio::spawn({
        let shared = shared.clone();
        async move { shared.admit(&message(1, 1)).await }
    });
    proxy.arrival().await;
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(shared.grants().await.map(drop), Err(Unavailable::Lost));
    healed(&shared).await;
    let connections = proxy.connections();
    assert_eq!(late.await.unwrap(), Err(Unavailable::Away));
    assert_eq!((shared.trouble(), proxy.connections()), (None, connections));
}

/// It lets itself be connected to each time, and fails at the first call.
#[tokio::test]
async fn a_server_that_fails_at_once_is_come_back_to_more_and_more_seldom() {
    let Some(server) = Server::start(&[]) else { return };
    let (proxy, shared) = by_proxy(&server).await;
    let flood = shared.link.names.flood(key(1));
    server.ask::<()>(&["SET", &flood, "x"]);
    let begun = Instant::now();
    while begun.elapsed() < SECOND {
        assert!(shared.admit(&message(1, 1)).await.is_err());
        tokio::task::yield_now().await;
    }
    assert!((2..10).contains(&proxy.connections()), "{}", proxy.connections());
}

/// However far it came: with nothing, with logging in, with what it has to be, or with its generation.
#[tokio::test]
async fn a_server_that_no_longer_answers_while_it_is_connected_to_is_given_up() {
    let Some(server) = Server::start(&[]) else { return };
    let whole = requests_of_connecting(&server).await;
    assert!(whole > 1);
    let attempts = (0..whole).map(|requests| {
        let (from, to) = (server.folder().join(format!("proxy{requests}")), server.socket());
        async move {
            let proxy = Proxy::new(&to, &from);
            proxy.hold_after(requests);
            let (config, secret) = (Redis::new(proxy.url()), secret());
            let connecting = tokio::time::timeout(MINUTE, Shared::connect(&config, &secret, BOT));
            assert!(connecting.await.expect("given up").is_err(), "after {requests}");
        }
    });
    futures_util::future::join_all(attempts).await;
}

#[tokio::test]
async fn nor_is_one_waited_for_that_does_not_answer_what_is_long() {
    let Some(server) = Server::start(&[]) else { return };
    let (proxy, shared) = by_proxy(&server).await;
    // The server knows the script then.
    shared.grants().await.unwrap().unwrap();
    let before = proxy.requests();
    shared.grants().await.unwrap().unwrap();
    // All but its last request: the script itself.
    proxy.hold_after(proxy.requests() - before - 1);
    let reading = tokio::time::timeout(MINUTE, shared.grants());
    assert_eq!(reading.await.expect("given up").map(drop), Err(Unavailable::Away));
}

#[tokio::test]
async fn an_upload_that_is_not_answered_is_tried_again() {
    let Some(server) = Server::start(&[]) else { return };
    let whole = requests_of_connecting(&server).await;
    let (proxy, shared) = by_proxy(&server).await;
    shared.block(key(1), HOUR).await.unwrap();
    shared.blocked(key(1)).await.unwrap();
    server.ask::<()>(&["FLUSHALL"]);
    let before = proxy.connections();
    // One that hears of the loss, and all of connecting but what comes after it.
    proxy.hold_after(1 + whole);
    assert_eq!(shared.blocked(key(2)).await, Err(Unavailable::Lost));
    let again = async {
        while proxy.connections() < before + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(MINUTE, again).await.expect("tried again");
    proxy.let_go();
    healed(&shared).await;
    assert!(shared.blocked(key(1)).await.unwrap().is_some());
}

/// How many requests it takes to connect to a server that knows the scripts.
async fn requests_of_connecting(server: &Server) -> usize {
    drop(by_proxy(server).await);
    by_proxy(server).await.0.requests()
}

/// By a way that can be held.
async fn by_proxy(server: &Server) -> (Proxy, Shared) {
    let (proxy, redis) = server.by_proxy();
    let shared = Shared::connect(&redis.time_limit(SECOND), &secret(), BOT).await;
    (proxy, shared.unwrap())
}
