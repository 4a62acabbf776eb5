//! What goes wrong, and that it heals.

use std::time::Instant;

use super::proxy::Proxy;
use super::*;

#[tokio::test]
async fn a_server_that_stops_is_away_and_comes_back() {
    let Some(mut server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    block(&shared, 1).await;
    server.stop();
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Away));
    assert_eq!(shared.take(&[take(1, Quota::once_per(HOUR))]).await, Err(Unavailable::Away));
    assert_eq!(shared.trouble(), Some(Unavailable::Away));
    assert!(shared.known_block(key(1)).is_some());
    server.begin();
    healed(&shared).await;
    assert!(is_blocked(&shared, 1, 1).await, "the server lost it, this process did not");
    assert_eq!(admit(&shared, message(2, 2)).await, Ok(()));
}

#[tokio::test]
async fn no_call_waits_longer_than_its_limit_and_once_it_is_known_none_waits_at_all() {
    let Some(server) = Server::start(&[]) else { return };
    let limit = SECOND;
    let config = Redis::new(server.url()).time_limit(limit);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    server.ask::<()>(&["CLIENT", "PAUSE", "600000", "ALL"]);
    let begun = Instant::now();
    let at_once: Vec<_> = (0..20)
        .map(|n| {
            tokio::spawn({
                let shared = shared.clone();
                async move { shared.admit(&message(1, n)).await }
            })
        })
        .collect();
    for call in at_once {
        assert_eq!(call.await.unwrap(), Err(Unavailable::Away));
    }
    // Each for itself would wait for a minute together.
    for number in 0..60 {
        assert_eq!(shared.admit(&message(1, number)).await, Err(Unavailable::Away));
    }
    assert!(begun.elapsed() < 20 * limit, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_pause_ends() {
    let Some(server) = Server::start(&[]) else { return };
    let config = Redis::new(server.url()).time_limit(Duration::from_millis(20));
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    server.ask::<()>(&["CLIENT", "PAUSE", "500", "ALL"]);
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Away));
    healed(&shared).await;
}

#[tokio::test]
async fn a_full_server_takes_nothing_until_it_has_room() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    server.ask::<()>(&["CONFIG", "SET", "maxmemory", "1"]);
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Full));
    let again = shared.admit(&message(1, 1)).await.unwrap_err();
    assert_eq!(shared.trouble(), Some(again));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(shared.trouble(), Some(Unavailable::Full), "an attempt to come back writes");
    server.ask::<()>(&["CONFIG", "SET", "maxmemory", "0"]);
    healed(&shared).await;
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()), "nothing was kept by halves");
}

#[tokio::test]
async fn scripts_that_were_flushed_are_loaded_again() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    server.ask::<()>(&["SCRIPT", "FLUSH"]);
    assert_eq!(admit(&shared, message(1, 2)).await, Ok(()));
    assert_eq!(admit(&shared, message(1, 2)).await, Err(Refused::Again));
}

#[tokio::test]
async fn what_was_emptied_is_noticed_and_blocks_stay() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    assert_eq!(one.started_at(), two.started_at(), "the second adopts what the first began");
    block(&one, 1).await;
    two.block(key(2), HOUR).await.unwrap();
    assert!(is_blocked(&two, 1, 1).await, "one server, one block");
    let before = one.started_at();
    tokio::time::sleep(Duration::from_millis(5)).await;
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(one.admit(&message(3, 3)).await, Err(Unavailable::Lost));
    healed(&one).await;
    assert!(one.started_at() > before, "messages from before may have run");
    assert!(is_blocked(&one, 1, 1).await);
    // The second machine adopts the generation of the first, and adds what it alone knew.
    assert_eq!(two.take(&[take(1, Quota::once_per(HOUR))]).await, Err(Unavailable::Lost));
    healed(&two).await;
    assert_eq!(one.started_at(), two.started_at());
    assert!(is_blocked(&two, 1, 1).await && is_blocked(&one, 2, 2).await);
    assert!(one.known_block(key(2)).is_some(), "now the first has seen it");
    assert_eq!(admit(&one, message(3, 3)).await, Ok(()));
}

#[tokio::test]
async fn every_verb_notices_a_loss() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let lost = Err(Unavailable::Lost);
    let takes = [take(1, Quota::once_per(HOUR))];
    let flush = || async {
        healed(&shared).await;
        server.ask::<()>(&["FLUSHALL"]);
    };
    flush().await;
    assert_eq!(shared.admit(&message(1, 1)).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.take(&takes).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.fail(key(1), 1, RULE).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.block(key(1), HOUR).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.blocked(key(1)).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.unblock(key(1)).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.grants().await.map(drop), lost);
    flush().await;
    assert_eq!(shared.change_grants(0, &[]).await.map(drop), lost);
    flush().await;
    assert_eq!(shared.grants_version().await.map(drop), lost);
}

#[tokio::test]
async fn a_block_made_while_the_server_is_away_gets_there() {
    let Some(mut server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    server.stop();
    assert_eq!(shared.block(key(1), HOUR).await, Err(Unavailable::Away));
    assert!(shared.known_block(key(1)).is_some());
    server.begin();
    healed(&shared).await;
    assert!(is_blocked(&shared, 1, 1).await);
}

#[tokio::test]
async fn a_block_that_was_lifted_elsewhere_does_not_come_back() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    one.block(key(1), HOUR).await.unwrap();
    assert_eq!(two.unblock(key(1)).await, Ok(true));
    assert_eq!(admit(&one, message(1, 1)).await, Ok(()));
    assert_eq!(one.known_block(key(1)), None);
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(one.blocked(key(1)).await, Err(Unavailable::Lost));
    healed(&one).await;
    assert_eq!(one.blocked(key(1)).await, Ok(None));
}

#[tokio::test]
async fn a_short_outage_does_not_bring_back_what_was_lifted() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    one.block(key(1), HOUR).await.unwrap();
    assert_eq!(two.unblock(key(1)).await, Ok(true));
    // Cuts both; the server keeps what it holds.
    server.ask::<i64>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    assert_eq!(one.admit(&message(2, 1)).await, Err(Unavailable::Away));
    healed(&one).await;
    assert_eq!(one.blocked(key(1)).await, Ok(None));
}

#[tokio::test]
async fn a_connection_that_is_cut_in_mid_reply_is_away_and_comes_back() {
    let Some(server) = Server::start(&[]) else { return };
    let proxy = Proxy::new(&server.socket(), &server.folder().join("proxy.sock"));
    let config = Redis::new(proxy.url()).time_limit(5 * SECOND);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    assert_eq!(admit(&shared, message(0, 0)).await, Ok(()));
    for bytes in 0..12 {
        proxy.cut_after(bytes);
        let number = 1 + bytes as u64;
        assert_eq!(shared.admit(&message(number, number)).await, Err(Unavailable::Away));
        healed(&shared).await;
        // The server had done it: it is not done twice.
        assert_eq!(admit(&shared, message(number, number)).await, Err(Refused::Again));
    }
}

#[tokio::test]
async fn while_it_is_away_one_attempt_is_made_at_a_time() {
    let Some(mut server) = Server::start(&[]) else { return };
    let proxy = Proxy::new(&server.socket(), &server.folder().join("proxy.sock"));
    let config = Redis::new(proxy.url()).time_limit(5 * SECOND);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    server.stop();
    let begun = Instant::now();
    let mut calls = 0_u32;
    while begun.elapsed() < SECOND {
        assert!(shared.admit(&message(1, 1)).await.is_err());
        calls += 1;
        tokio::task::yield_now().await;
    }
    // At once, then after 25 ms at least, each time twice as long.
    assert!(calls > 100 && proxy.connections() < 10, "{calls} {}", proxy.connections());
}

#[tokio::test]
async fn a_server_that_becomes_a_replica_takes_no_writes() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    server.ask::<()>(&["REPLICAOF", "127.0.0.1", "1"]);
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::ReadOnly));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(shared.trouble(), Some(Unavailable::ReadOnly));
    server.ask::<()>(&["REPLICAOF", "NO", "ONE"]);
    healed(&shared).await;
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
}

#[tokio::test]
async fn what_somebody_else_wrote_is_not_believed() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let flood = shared.link.names.flood(key(1));
    for wrong in ["x", "1", "1 x", ""] {
        healed(&shared).await;
        server.ask::<()>(&["SET", &flood, wrong]);
        assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Protocol), "{wrong:?}");
    }
    healed(&shared).await;
    server.ask::<()>(&["DEL", &flood]);
    server.ask::<()>(&["LPUSH", &flood, "1"]);
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Protocol));
}

#[tokio::test]
async fn nothing_is_let_through_before_all_known_blocks_are_there() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    for number in 0..2_000 {
        shared.block(key(number), HOUR).await.unwrap();
    }
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(shared.blocked(key(0)).await, Err(Unavailable::Lost));
    healed(&shared).await;
    for number in 0..2_000 {
        assert!(shared.blocked(key(number)).await.unwrap().is_some(), "{number}");
    }
}
