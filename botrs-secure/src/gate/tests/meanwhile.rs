//! What happens to a call while the server that machines share is asked.

use std::sync::Arc;

use super::fleet::{connected, machine};
use super::{ADMIN, Bot, MODERATOR, admin, member, moderator, owner};
use crate::limit::redis::tests::proxy::Proxy;
use crate::limit::redis::tests::server::Server;
use crate::prelude::*;
use crate::testing::{Caller, Harness};

fn demote(bot: &Bot, user: u64) {
    bot.platform().set_member(Harness::GUILD, UserId::new(user), &[]);
    bot.member_event(user);
}

/// A bot whose scripts the server knows, and a way there that holds all but the next so many requests.
async fn held_after(server: &Server, requests: usize) -> (Arc<Bot>, Proxy) {
    let (proxy, redis) = server.by_proxy();
    let bot = connected(redis.time_limit(Duration::from_secs(5))).await;
    assert_eq!(bot.rule(&owner(), "/kick 6").await, "allowed");
    proxy.hold_after(requests);
    (Arc::new(bot), proxy)
}

/// A call of which something is held on its way to the server, which is gone before it gets there.
async fn cut(
    bot: &Arc<Bot>,
    proxy: &Proxy,
    server: &mut Server,
    caller: Caller,
    text: &'static str,
) -> &'static str {
    let running = tokio::spawn({
        let bot = Arc::clone(bot);
        async move { bot.rule(&caller, text).await }
    });
    proxy.arrival().await;
    server.stop();
    proxy.let_go();
    running.await.unwrap()
}

#[tokio::test]
async fn a_raid_of_what_this_machine_knows_costs_no_round_trip() {
    let Some(server) = Server::start(&[]) else { return };
    let (bot, proxy) = held_after(&server, 10).await;
    let busy = |id: u64| member().with_id(&format!("busy{id}"));
    for id in 0..10 {
        assert_eq!(bot.rule(&busy(id), "/ping").await, "allowed", "{id}");
    }
    let before = proxy.requests();
    assert_eq!(bot.rule(&busy(9), "/ping").await, "replay");
    assert_eq!(bot.rule(&busy(10), "/ping").await, "flood");
    assert_eq!(proxy.requests(), before);
}

#[tokio::test]
async fn what_is_privileged_does_not_run_where_it_cannot_be_charged() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (bot, proxy) = held_after(&server, 1).await;
    let rule = cut(&bot, &proxy, &mut server, admin(), "/announce").await;
    assert_eq!((rule, bot.runs.count()), ("state.away", 0));
}

#[tokio::test]
async fn what_everybody_may_run_is_charged_here_where_it_cannot_be_there() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (bot, proxy) = held_after(&server, 1).await;
    assert_eq!(cut(&bot, &proxy, &mut server, member(), "/once").await, "allowed");
    assert_eq!(bot.rule(&moderator(), "/once").await, "limit");
    assert_eq!(bot.runs.count(), 1);
}

#[tokio::test]
async fn a_failure_that_cannot_be_counted_there_counts_here() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (bot, proxy) = held_after(&server, 1).await;
    let refused = "permission.missing";
    assert_eq!(cut(&bot, &proxy, &mut server, member(), "/mute 6 1m").await, refused);
    for _ in 0..5 {
        assert_eq!(bot.rule(&member(), "/mute 6 1m").await, refused);
    }
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn a_role_that_is_taken_while_the_server_is_asked_does_not_count() {
    let Some(server) = Server::start(&[]) else { return };
    let (bot, proxy) = held_after(&server, 0).await;
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.rule(&moderator(), "/either").await }
    });
    proxy.arrival().await;
    demote(&bot, MODERATOR);
    proxy.let_go();
    assert_eq!((running.await.unwrap(), bot.runs.count()), ("run.revoked", 0));
}

#[tokio::test]
async fn nor_does_one_that_is_taken_while_the_call_is_charged() {
    let Some(server) = Server::start(&[]) else { return };
    // Admission goes through; what it costs is asked next.
    let (bot, proxy) = held_after(&server, 1).await;
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        // No power of its body would look again.
        async move { bot.rule(&admin(), "/announce").await }
    });
    proxy.arrival().await;
    demote(&bot, ADMIN);
    proxy.let_go();
    assert_eq!((running.await.unwrap(), bot.runs.count()), ("run.revoked", 0));
}

#[tokio::test]
async fn a_message_is_as_old_as_the_server_says() {
    let Some(server) = Server::start(&[]) else { return };
    // The clocks of the machines stand still. That of the server goes on until it forgets the mark.
    let (one, slow) = (machine(&server).await, machine(&server).await);
    let (run, chat) = (owner().with_id("run"), member().with_id("chat"));
    assert_eq!(one.rule(&run, "/mute 6 1m").await, "allowed");
    assert_eq!(one.rule(&chat, "/ping").await, "allowed");
    let later = slow.clock().now().wall + 2 * 60 * 60 * 1_000;
    slow.engine().fleet.as_ref().unwrap().shared().set_wall(Duration::from_millis(later));
    assert_eq!(slow.rule(&run, "/mute 6 1m").await, "replay.stale");
    assert_eq!(slow.effects(), 0);
    // What everybody may run is not asked its age.
    assert_eq!(slow.rule(&chat, "/ping").await, "allowed");
}
