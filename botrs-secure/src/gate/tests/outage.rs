//! What a machine goes by while the server does not answer, and what the server is told afterwards.

use std::sync::Arc;

use super::audit::Log;
use super::fleet::{healed, machine, redis, told};
use super::{Bot, Door, MEMBER, Runs, VICTIM, described, member, owner};
use crate::limit::redis::tests::server::Server;
use crate::place::Principal;
use crate::prelude::*;
use crate::testing::{Caller, Harness};

fn victim() -> Caller {
    Caller::guild(VICTIM, &[])
}

#[tokio::test]
async fn what_was_charged_with_the_server_is_charged_without_it() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    // One for everybody.
    assert_eq!(bot.rule(&member(), "/once").await, "allowed");
    server.stop();
    assert_eq!(bot.rule(&victim(), "/once").await, "limit");
    assert_eq!(bot.rule(&victim(), "/once no_number").await, "limit", "before arguments are read");
    assert_eq!(bot.runs.count(), 1);
}

#[tokio::test]
async fn what_was_let_in_with_the_server_is_not_let_in_again_without_it() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    let (ran, waited) = (member().with_id("ran"), victim().with_id("waited"));
    assert_eq!(bot.rule(&ran, "/once").await, "allowed");
    assert_eq!(bot.rule(&waited, "/once").await, "limit");
    server.stop();
    assert_eq!(bot.rule(&ran, "/ping").await, "replay");
    assert_eq!(bot.rule(&waited, "/ping").await, "replay");
}

#[tokio::test]
async fn a_block_that_failures_begin_without_the_server_is_told_when_it_is_back() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    server.stop();
    for _ in 0..6 {
        assert_eq!(one.rule(&member(), "/mute 6 1m").await, "permission.missing");
    }
    assert_eq!(one.rule(&member(), "/ping").await, "block");
    assert_eq!(other.rule(&member(), "/ping").await, "allowed");
    server.begin();
    healed(&one).await;
    healed(&other).await;
    assert_eq!(other.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn a_block_that_only_this_process_knows_holds() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    let engine = bot.engine();
    let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
    let person = PersonId::User(UserId::new(MEMBER));
    let key = engine.keys.principal(&Principal::new(engine.bot, &place, person));
    let now = bot.clock().now().mono;
    // As where the mirror had no room for it.
    assert!(engine.memory.block(key, now + Duration::from_secs(60), now));
    server.stop();
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert_eq!(bot.rule(&victim(), "/ping").await, "allowed");
}

#[tokio::test]
async fn what_is_refused_without_the_server_takes_no_task() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    server.stop();
    assert_eq!(bot.rule(&owner(), "/mute 6 1m").await, "state.away");
    let _all = bot.engine().tasks.clone().try_acquire_many_owned(1_024).unwrap();
    assert_eq!(bot.rule(&owner(), "/mute 6 1m").await, "state.away");
}

#[tokio::test]
async fn each_outage_is_recorded_with_its_own_counts() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    for _ in 0..2 {
        server.stop();
        assert_eq!(bot.rule(&owner(), "/mute 6 1m").await, "state.away");
        for _ in 0..2 {
            assert_eq!(bot.rule(&victim(), "/ping").await, "allowed");
        }
        server.begin();
        healed(&bot).await;
        assert_eq!(bot.rule(&owner(), "/ping").await, "allowed");
    }
    let began = || ("state.away".to_owned(), String::new());
    let ended = || ("state.back".to_owned(), "refused=1 local=2".to_owned());
    assert_eq!(told(&bot), [began(), ended(), began(), ended()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_calls_that_see_an_outage_at_once_one_is_recorded() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = Arc::new(machine(&server).await);
    server.stop();
    let calls: Vec<_> = (0..500)
        .map(|user| {
            let bot = Arc::clone(&bot);
            tokio::spawn(async move { bot.rule(&Caller::guild(1_000 + user, &[]), "/ping").await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "allowed");
    }
    assert_eq!(told(&bot), [("state.away".to_owned(), String::new())]);
}

#[tokio::test]
async fn an_outage_is_recorded_where_chatter_has_filled_the_audit() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (runs, door, log) = (Runs::default(), Door::default(), Log::default());
    let (redis, audit) = (redis(&server), AuditLog::to_writer(log.clone()));
    let harness = Harness::connect(|bot| described(bot, &runs, &door).audit(audit).redis(redis));
    let bot = Bot::of(harness.await.unwrap(), runs, door);
    log.fill(&bot).await;
    server.stop();
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    let written = log.mend(&bot);
    assert!(written.lines().any(|line| line.contains("\"state.away\"")));
}

#[cfg(feature = "prometheus")]
#[tokio::test]
async fn whoever_watches_is_told_that_the_state_is_away_and_that_it_is_back() {
    use crate::monitor::Health;

    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    let connected = tokio::sync::watch::Sender::default();
    let health = Health::new(bot.engine(), connected.subscribe());
    let not_connected = "gateway: not connected";
    assert_eq!(health.troubles(), [not_connected]);
    server.stop();
    assert_eq!(bot.rule(&owner(), "/mute 6 1m").await, "state.away");
    assert_eq!(health.troubles(), [not_connected, "state: state.away"]);
    server.begin();
    healed(&bot).await;
    assert_eq!(health.troubles(), [not_connected]);
}
