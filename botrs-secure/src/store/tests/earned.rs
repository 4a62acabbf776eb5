//! Blocks that failures earned: in force at once, kept soon, and lifted for good.

use std::time::Duration;

use super::*;
use crate::gate::tests::eventually;
use crate::gate::tests::grants::{bot, reopened, say};
use crate::store::blocks::{MOST_BLOCKS, MOST_EARNED};
use crate::store::earned::MOST_WAITING;
use crate::testing::{Caller, Harness};

fn member(user: u64) -> Caller {
    Caller::guild(user, &[])
}

fn of(user: u64) -> Principal {
    somebody(102_000_001, Harness::GUILD.get(), user)
}

/// Fails until blocked.
async fn fail(bot: &Harness, user: u64) {
    for n in 0..6 {
        let report = bot.send(&member(user), "/both").await.unwrap();
        assert_eq!(report.rule, "permission.missing", "{n}");
    }
    assert_eq!(bot.send(&member(user), "/ping").await.unwrap().rule, "block", "at once");
}

/// The records of blocks by failures: what each says beside the period.
fn recorded(bot: &Harness) -> Vec<String> {
    let is_it = |record: &serde_json::Value| {
        record["event_type"] == "alert"
            && record["rule"] == "intrusion.blocked"
            && record["success"] == true
    };
    let records = bot.audit().into_iter().filter(is_it);
    let details = records.map(|record| record["details"].as_str().unwrap_or_default().to_owned());
    details.map(|details| details.replace("period=86400000ms", "").replace("; ", "")).collect()
}

const NOT_KEPT: &str = "not in the store: it ends with the process";

#[tokio::test]
async fn a_block_by_failures_outlasts_the_process_for_as_long_as_it_would_have_lasted() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let first = bot(store.clone());
    fail(&first, 5).await;
    eventually(|| recorded(&first) == [""]).await;
    let until = store.blocks(0).unwrap()[0].until;
    let day = 24 * 60 * 60 * 1_000;
    let now = first.clock().now().wall;
    assert!((now + day - 1_000..=now + day).contains(&until), "{until} {now}");
    drop((first, store));

    let second = bot(reopened(&path).await);
    assert_eq!(say(&second, &member(5), "/ping").await.rule, "block");
    assert_eq!(say(&second, &member(6), "/ping").await.rule, "allowed");
    second.clock().advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(say(&second, &member(5), "/ping").await.rule, "allowed");
    second.clock().advance(Duration::from_secs(61 * 60));
    fail(&second, 6).await;
    eventually(|| recorded(&second).len() == 1).await;
    assert_eq!(say(&second, &Caller::guild(2, &[2]), "/unblock 6").await.rule, "allowed");
    drop(second);
    let third = bot(reopened(&path).await);
    assert_eq!(say(&third, &member(6), "/ping").await.rule, "allowed", "lifted for good");
}

#[tokio::test]
async fn a_block_is_in_force_before_the_disk_has_it_and_recorded_after() {
    let (store, disk) = Store::failing();
    let bot = bot(store.clone());
    disk.hang();
    fail(&bot, 5).await;
    assert_eq!(recorded(&bot), [""; 0], "not yet");
    fail(&bot, 6).await;
    disk.go_on();
    eventually(|| recorded(&bot) == ["", ""]).await;
    assert_eq!(store.blocks(0).unwrap().len(), 2);
}

#[tokio::test]
async fn a_disk_that_fails_costs_no_block_and_the_record_says_so() {
    let (store, disk) = Store::failing();
    let bot = bot(store);
    disk.fail();
    fail(&bot, 5).await;
    eventually(|| recorded(&bot) == [NOT_KEPT]).await;
    assert_eq!(say(&bot, &member(5), "/ping").await.rule, "block");
}

#[tokio::test]
async fn what_is_lifted_while_it_waits_is_not_kept() {
    let (store, disk) = Store::failing();
    let bot = bot(store.clone());
    let keeper = Arc::clone(bot.engine().keeper.as_ref().unwrap());
    disk.hang();
    fail(&bot, 5).await;
    eventually(|| keeper.earned.lock().len() == 0).await;
    // The task is busy with the first.
    fail(&bot, 6).await;
    keeper.memory.unblock(keeper.keys.principal(&of(6)));
    disk.go_on();
    eventually(|| recorded(&bot) == ["", ""]).await;
    let kept: Vec<_> = store.blocks(0).unwrap().iter().map(|block| block.principal).collect();
    assert_eq!(kept, [of(5)]);
}

#[tokio::test]
async fn a_block_by_hand_is_told_of_a_longer_one_that_waits_to_be_kept() {
    let (store, _) = Store::failing();
    let bot = bot(store.clone());
    let keeper = bot.engine().keeper.as_ref().unwrap();
    let (now, hour) = (keeper.clock.now(), Duration::from_secs(60 * 60));
    assert!(keeper.memory.block(keeper.keys.principal(&of(5)), now.mono + hour, now.mono));
    assert!(!keeper.block(&of(5), Some(hour / 2), |_| Ok(())).unwrap());
    assert_eq!(store.blocks(0).unwrap()[0].until, now.wall + 60 * 60 * 1_000);
    assert!(keeper.block(&of(5), Some(2 * hour), |_| Ok(())).unwrap());
}

#[tokio::test]
async fn no_more_wait_than_may_and_the_record_of_the_next_says_that_it_is_not_kept() {
    let (store, disk) = Store::failing();
    let bot = bot(store.clone());
    let keeper = Arc::clone(bot.engine().keeper.as_ref().unwrap());
    let event = || crate::audit::Event {
        success: true,
        ..crate::audit::Event::new(crate::audit::Kind::Alert, 0, "intrusion", "intrusion.blocked")
    };
    disk.hang();
    fail(&bot, 9).await;
    eventually(|| keeper.earned.lock().len() == 0).await;
    let most = MOST_WAITING as u64;
    for user in 0..most + 3 {
        keeper.keep_earned(of(user), event(), &bot.engine().audit);
    }
    assert_eq!(recorded(&bot), [NOT_KEPT; 3]);
    disk.go_on();
    eventually(|| recorded(&bot).len() == MOST_WAITING + 4).await;
}

#[tokio::test]
async fn a_task_that_never_runs_is_recorded_all_the_same() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    let keeper = Arc::clone(bot.engine().keeper.as_ref().unwrap());
    let audit = bot.engine().audit.clone();
    // A runtime that is over takes no task.
    let over = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let handle = over.handle().clone();
    over.shutdown_background();
    std::thread::spawn(move || {
        let _within = handle.enter();
        let event = crate::audit::Event::new(
            crate::audit::Kind::Alert,
            0,
            "intrusion",
            "intrusion.blocked",
        );
        keeper.keep_earned(of(5), crate::audit::Event { success: true, ..event }, &audit);
    })
    .join()
    .unwrap();
    assert_eq!(recorded(&bot), [NOT_KEPT]);
    // And the next one is kept.
    fail(&bot, 6).await;
    eventually(|| recorded(&bot) == [NOT_KEPT, ""]).await;
}

#[test]
fn blocks_by_failures_leave_room_for_those_by_hand() {
    let (store, _) = Store::failing();
    fill(&store, |writing| {
        let mut blocks = writing.open_table(BLOCKS).unwrap();
        for n in 0..MOST_EARNED {
            blocks.insert(&encode(&somebody(1, 8_000, n)), 1_000 + n).unwrap();
        }
    });
    let block = |n| Block { principal: somebody(1, 8_000, n), until: u64::MAX };
    let earned = [block(MOST_BLOCKS), block(5)];
    assert_eq!(store.block_earned(&earned, 999).unwrap(), [false, true]);
    assert!(store.block(&somebody(1, 8_000, MOST_BLOCKS), 5_000, 999).is_ok(), "by hand");
    assert_eq!(store.block_earned(&earned, 1_001).unwrap(), [true, true], "two were over");
}
