//! Marks of messages that outlast the process: what ran does not run again after a restart, and what
//! came while the bot was away runs once.

use super::grants::{bot, bot_called, reopened};
use super::{Bot, admin, member};
use crate::Store;
use crate::prelude::*;
use crate::store::tests::Folder;
use crate::testing::Caller;

const MINUTE: Duration = Duration::from_secs(60);

/// The rule that decides on a message with this id, which was sent a minute ago.
async fn rule(bot: &Bot, caller: &Caller, id: &str, text: &str) -> &'static str {
    sent(bot, caller, id, text, MINUTE).await
}

async fn sent(bot: &Bot, caller: &Caller, id: &str, text: &str, ago: Duration) -> &'static str {
    bot.rule(&caller.clone().with_id(id).sent_ago(ago), text).await
}

#[tokio::test]
async fn what_ran_before_a_restart_does_not_run_again_and_what_came_meanwhile_runs_once() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap().of_an_hour_ago());
    assert_eq!(rule(&first, &admin(), "mine", "/both").await, "allowed");
    assert_eq!(rule(&first, &member(), "public", "/ping").await, "allowed");
    assert_eq!(rule(&first, &admin(), "refused", "/mute").await, "arguments.missing");
    assert_eq!(first.runs.count(), 2);
    drop(first);

    let second = bot(reopened(&path).await);
    assert_eq!(rule(&second, &admin(), "mine", "/both").await, "replay");
    assert_eq!(rule(&second, &member(), "public", "/ping").await, "replay");
    // Sent before this process began, and after the store was made.
    assert_eq!(rule(&second, &admin(), "meanwhile", "/both").await, "allowed");
    assert_eq!(rule(&second, &admin(), "meanwhile", "/both").await, "replay");
    // What did not run costs no row.
    assert_eq!(rule(&second, &admin(), "refused", "/mute").await, "arguments.missing");
    assert_eq!(second.runs.count(), 1);
    drop(second);

    let third = bot(reopened(&path).await);
    for (caller, id, text) in
        [(admin(), "mine", "/both"), (admin(), "meanwhile", "/both"), (member(), "public", "/ping")]
    {
        assert_eq!(rule(&third, &caller, id, text).await, "replay", "{id}");
    }
    assert_eq!(third.runs.count(), 0);
}

#[tokio::test]
async fn what_is_older_than_the_store_is_refused_where_it_is_privileged() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    assert_eq!(rule(&bot, &admin(), "old", "/both").await, "replay.stale");
    assert_eq!(sent(&bot, &admin(), "new", "/both", MINUTE / 3).await, "allowed");
    assert_eq!(rule(&bot, &member(), "public", "/ping").await, "allowed");
    // Older than any mark: however old the store is.
    bot.minutes(180);
    assert_eq!(sent(&bot, &admin(), "hour", "/both", 62 * MINUTE).await, "replay.stale");
}

#[tokio::test]
async fn no_body_begins_before_its_mark_is_with_the_disk() {
    let (store, disk) = Store::failing();
    let bot = bot(store.clone());
    disk.hang();
    let caller = admin().with_id("mine");
    let call = bot.rule(&caller, "/both");
    let mut call = std::pin::pin!(call);
    let meanwhile = async {
        // Others wait for no disk; by the time that they are through, the first one waits for it.
        for n in 0..5 {
            assert_eq!(rule(&bot, &member(), &format!("p{n}"), "/ping").await, "allowed");
        }
        assert_eq!(bot.runs.count(), 5, "only those");
    };
    tokio::select! {
        rule = &mut call => panic!("it ran without its mark: {rule}"),
        () = meanwhile => {}
    }
    disk.go_on();
    assert_eq!(call.await, "allowed");
    assert_eq!(bot.runs.count(), 6);
}

#[tokio::test]
async fn where_the_disk_fails_nothing_privileged_runs_and_the_rest_goes_on() {
    let (store, disk) = Store::failing();
    let bot = bot(store);
    disk.fail();
    assert_eq!(bot.rule(&admin().with_id("mine"), "/both").await, "replay.unkept");
    assert_eq!(bot.rule(&admin().with_id("other"), "/mute 6 1m").await, "replay.unkept");
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    assert_eq!((bot.runs.count(), bot.effects()), (1, 0));
    let refused = |record: &serde_json::Value| record["rule"] == "replay.unkept";
    let records = bot.records("decision");
    assert_eq!(records.iter().filter(|record| refused(record)).count(), 2, "{records:?}");
    // It was no attempt at what one may not do.
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
}

#[tokio::test]
async fn two_bots_with_one_store_each_run_a_message_once() {
    let folder = Folder::new();
    let path = folder.join("store");
    let now = Duration::ZERO;
    {
        let store = Store::open(&path).unwrap();
        let (one, two) = (bot(store.clone()), bot_called(store, "102000002", |bot| bot));
        for bot in [&one, &two] {
            assert_eq!(sent(bot, &admin(), "same", "/both", now).await, "allowed");
            assert_eq!(sent(bot, &admin(), "same", "/both", now).await, "replay");
        }
        assert_eq!(sent(&one, &admin(), "of-one", "/both", now).await, "allowed");
    }
    let store = reopened(&path).await;
    let (one, two) = (bot(store.clone()), bot_called(store, "102000002", |bot| bot));
    for bot in [&one, &two] {
        assert_eq!(sent(bot, &admin(), "same", "/both", now).await, "replay");
    }
    assert_eq!(sent(&one, &admin(), "of-one", "/both", now).await, "replay");
    assert_eq!(sent(&two, &admin(), "of-one", "/both", now).await, "allowed");
}

#[tokio::test]
async fn after_a_mark_was_forgotten_no_clock_makes_its_message_young_again() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap().of_an_hour_ago());
    assert_eq!(bot_says_ago(&first, "mine", MINUTE).await, "allowed");
    // The clock goes three hours ahead, and the mark is forgotten with a commit; then it is set right.
    first.minutes(180);
    assert_eq!(bot_says(&first, "later").await, "allowed");
    drop(first);
    let second = bot(reopened(&path).await);
    assert_eq!(bot_says_ago(&second, "mine", MINUTE).await, "replay.stale");
    assert_eq!(bot_says(&second, "now").await, "allowed", "and it goes on from here");
}

async fn bot_says(bot: &Bot, id: &str) -> &'static str {
    bot_says_ago(bot, id, Duration::ZERO).await
}

async fn bot_says_ago(bot: &Bot, id: &str, ago: Duration) -> &'static str {
    sent(bot, &admin(), id, "/both", ago).await
}

#[tokio::test]
async fn a_mark_lasts_in_the_store_as_long_as_in_memory() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    // It says that it is of the latest time that is taken.
    let sent_at = Some(first.clock().now().wall + 60 * 60 * 1_000);
    let future = async |bot: &Bot| {
        let caller = admin().with_id("mine");
        let report =
            bot.send_changed(&caller, "/both", |incoming| incoming.sent_at = sent_at).await;
        report.unwrap().rule
    };
    assert_eq!(future(&first).await, "allowed");
    drop(first);
    let second = bot(reopened(&path).await);
    second.minutes(119);
    assert_eq!(future(&second).await, "replay");
    second.minutes(2);
    assert_eq!(future(&second).await, "replay.stale", "and never young without a mark");
}
