//! A machine whose clock is wrong, now or before: one that begins in 1970, or that was ahead. What ran does
//! not run again, and nothing is refused for longer than it must be.

use std::time::Duration;

use super::*;
use crate::clock::Clock;
use crate::gate::LONGEST_MARK;
use crate::gate::tests::grants::{bot_called, reopened};
use crate::store::rows::Mark;
use crate::testing::{Caller, Harness};

const BOT: BotId = BotId::new(1);
const HOUR: u64 = 60 * 60 * 1_000;
const DAY: u64 = 24 * HOUR;

fn mark(message: u64, until: u64) -> Mark {
    Mark { until, bot: BOT.get(), message }
}

/// What the file has, and since when it says that none is missing.
fn kept(store: &Store) -> (Vec<u64>, u64) {
    let (marks, since) = store.marks(BOT, 0).unwrap();
    let reading = store.0.database.begin_read().unwrap();
    let table = reading.open_table(crate::store::tables::MARKS).unwrap();
    assert_eq!(table.len().unwrap(), marks.len() as u64);
    let rows = redb::ReadableTable::iter(&table).unwrap().map(|row| row.unwrap().0.value().0);
    (rows.collect(), since)
}

/// A queue that goes by a clock of its own.
fn queue(store: &Store) -> (Clock, Arc<Queue>) {
    let clock = Clock::manual();
    let queue = store.journal(&clock).unwrap();
    (clock, queue)
}

#[tokio::test]
async fn a_clock_that_is_behind_changes_nothing_that_a_right_one_kept() {
    let (store, _) = Store::failing();
    let now = Clock::default().now().wall;
    let (clock, queue) = queue(&store);
    queue.keep(mark(1, now + HOUR)).await.unwrap();
    let before = kept(&store);
    for wrong in [0, now - DAY] {
        clock.set_wall(wrong);
        let (marks, since) = store.marks(BOT, wrong).unwrap();
        // In force for as long as a message may be young, by whatever clock.
        assert_eq!(marks, [mark(1, wrong + LONGEST_MARK.as_millis() as u64)]);
        assert_eq!(since, before.1);
        queue.keep(mark(2, wrong + HOUR)).await.unwrap();
        let after = kept(&store);
        assert!(after.0.contains(&(now + HOUR)), "{after:?}");
        assert_eq!(after.1, before.1);
    }
}

#[tokio::test]
async fn what_a_clock_that_was_ahead_left_goes_once_it_is_over_by_any_clock() {
    let (store, _) = Store::failing();
    let (clock, queue) = queue(&store);
    let now = clock.now().wall;
    let longest = LONGEST_MARK.as_millis() as u64;
    assert_eq!(longest, 2 * HOUR + 30_001);
    clock.set_wall(now + 365 * DAY);
    queue.keep(mark(1, clock.now().wall + HOUR)).await.unwrap();
    set_since(&store, clock.now().wall);
    clock.set_wall(now);
    queue.keep(mark(2, now + HOUR)).await.unwrap();
    assert_eq!(kept(&store), (vec![now + HOUR, now + 365 * DAY + HOUR], now + 365 * DAY));
    clock.advance(LONGEST_MARK + Duration::from_millis(1));
    let now = clock.now().wall;
    queue.keep(mark(3, now + HOUR)).await.unwrap();
    assert_eq!(kept(&store), (vec![now + HOUR, now + longest], now));
}

fn set_since(store: &Store, since: u64) {
    let set = |writing: &WriteTransaction| {
        drop(writing.open_table(META).unwrap().insert(SINCE_ROW, since).unwrap());
        Ok(())
    };
    store.write(set).unwrap();
}

/// A bot whose machine has this clock; that of the harness is the platform's.
fn machine(store: Store, clock: &Clock) -> crate::gate::tests::Bot {
    bot_called(store, "102000001", |bot| bot.clock(clock.clone()))
}

fn admin() -> Caller {
    Caller::guild(2, &[2])
}

/// What becomes of the message that ran before, and of one that was sent in the minute since.
async fn again(bot: &Harness) -> [&'static str; 2] {
    let minute = Duration::from_secs(60);
    let mut rules = [""; 2];
    for (rule, id) in rules.iter_mut().zip(["ran", "new"]) {
        let caller = admin().with_id(id).sent_ago(minute);
        *rule = bot.send(&caller, "/both").await.unwrap().rule;
    }
    rules
}

#[tokio::test]
async fn what_ran_does_not_run_again_after_starts_with_wrong_clocks() {
    let folder = Folder::new();
    let path = folder.join("store");
    let right = Clock::manual();
    let first = machine(Store::open(&path).unwrap().of_an_hour_ago(), &right);
    assert_eq!(again(&first).await, ["allowed", "allowed"]);
    drop(first);
    let now = right.now().wall;
    // How far the clock is off when the process begins, before it is set right.
    for wrong in [0, now - DAY, now - HOUR / 2, now + HOUR / 2, now + DAY] {
        let clock = Clock::manual();
        clock.set_wall(wrong);
        let bot = machine(reopened(&path).await, &clock);
        clock.set_wall(now);
        for rule in again(&bot).await {
            assert!(["replay", "replay.stale"].contains(&rule), "{wrong}: {rule}");
        }
    }
    let last = machine(reopened(&path).await, &right);
    assert_eq!(again(&last).await, ["replay", "replay"]);
}

#[tokio::test]
async fn a_clock_that_was_ahead_costs_no_more_than_what_is_older_than_the_process() {
    for ahead in [HOUR / 2, 365 * DAY] {
        let (store, _) = Store::failing();
        let (clock, young) = (Clock::manual(), Duration::from_secs(10));
        set_since(&store, clock.now().wall + ahead);
        let bot = machine(store, &clock);
        clock.advance(Duration::from_secs(60));
        bot.clock().advance(Duration::from_secs(60));
        let rule = async |ago| bot.send(&admin().sent_ago(ago), "/both").await.unwrap().rule;
        assert_eq!(rule(young).await, "allowed");
        // A minute and the tolerance ago it did not run.
        assert_eq!(rule(Duration::from_secs(100)).await, "replay.stale");
    }
}
