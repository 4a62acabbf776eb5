//! What is said to be on the disk is there, and who waits for it waits no longer than they must.

use tokio::task::{JoinHandle, yield_now};

use super::*;

const NEVER: AuditSync = AuditSync::Every(Duration::MAX);

fn writer(disk: &Disk, sync: AuditSync) -> Writer {
    Writer::new(Arc::new(Ring::new()), lines(), Box::new(disk.clone()), sync)
}

/// How many records are on the disk once the writer saw this one.
fn synced(sync: AuditSync, weight: Weight, is_awaited: bool) -> usize {
    let disk = Disk::default();
    let mut writer = writer(&disk, sync);
    writer.note(&Event { weight, ..event(1) });
    assert!(writer.drain(is_awaited));
    let synced = disk.synced().len();
    // Where there is nothing new, the disk is left alone.
    assert!(writer.drain(true) && writer.drain(true));
    assert_eq!((disk.synced().len(), disk.syncs()), (1, 1));
    synced
}

#[test]
fn what_is_due_is_synced_with_its_batch() {
    assert_eq!(synced(AuditSync::EveryRecord, Weight::Usual, false), 1);
    assert_eq!(synced(AuditSync::OnPrivileged, Weight::Privileged, false), 1);
    assert_eq!(synced(NEVER, Weight::Privileged, false), 0);
    assert_eq!(synced(NEVER, Weight::Usual, true), 1);
}

#[test]
fn a_flush_reaches_the_disk() {
    let disk = Disk::default();
    let log = disk.log(NEVER);
    for number in 1..=3 {
        assert!(log.record(event(number)) && log.flush());
        assert_eq!(disk.synced().len() as u64, number);
    }
}

#[test]
fn the_end_of_a_log_reaches_the_disk() {
    let disk = Disk::default();
    let log = disk.log(NEVER);
    assert!(log.record(event(1)));
    drop(log);
    assert_eq!(correlations(&disk.synced()), [1]);
}

/// Records something and waits for the disk.
fn effect(log: &AuditLog, number: u64) -> JoinHandle<bool> {
    let log = log.clone();
    tokio::spawn(async move { log.privileged(event(number)) && log.before_effect().await })
}

#[tokio::test]
async fn an_effect_waits_for_its_intent_and_an_answer_for_its_decision() {
    for sync in [AuditSync::EveryRecord, AuditSync::OnPrivileged] {
        let disk = Disk::default();
        let log = disk.log(sync);
        let hand = disk.hold();
        let effect = effect(&log, 1);
        let answer = tokio::spawn({
            let log = log.clone();
            async move { log.before_answer().await }
        });
        yield_now().await;
        eventually("it is brought to the disk", || disk.syncs() == 1);
        yield_now().await;
        assert!(!effect.is_finished());
        assert_eq!(answer.is_finished(), sync == AuditSync::OnPrivileged);
        drop(hand);
        assert!(effect.await.unwrap());
        assert_eq!(correlations(&disk.synced()), [1]);
        answer.await.unwrap();
    }
}

#[tokio::test]
async fn who_waits_is_not_told_before_their_own_is_there() {
    let disk = Disk::default();
    let log = disk.log(AuditSync::OnPrivileged);
    for number in 1..=50 {
        assert!(effect(&log, number).await.unwrap());
        assert_eq!(correlations(&disk.synced()).last(), Some(&number));
    }
}

#[tokio::test]
async fn all_who_wait_share_a_sync() {
    let disk = Disk::default();
    let log = disk.log(AuditSync::OnPrivileged);
    let hand = disk.hold();
    let first = effect(&log, 0);
    yield_now().await;
    eventually("the first is brought to the disk", || disk.syncs() == 1);
    let others: Vec<_> = (1..=50).map(|number| effect(&log, number)).collect();
    yield_now().await;
    drop(hand);
    for effect in others.into_iter().chain([first]) {
        assert!(effect.await.unwrap());
    }
    assert_eq!(disk.syncs(), 2, "one for the first, and one for all who came meanwhile");
}

#[tokio::test]
async fn nobody_waits_where_the_time_decides_or_there_is_no_disk() {
    let disk = Disk::default();
    let hand = disk.hold();
    let log = disk.log(AuditSync::Every(Duration::ZERO));
    let sink = Sink::new(Behaviour::Fail);
    for log in [log, sink.log()] {
        assert!(log.record(event(1)) && log.before_effect().await);
        log.before_answer().await;
    }
    drop(hand);
}

#[tokio::test]
async fn a_disk_that_fails_refuses_who_waits_and_recovers() {
    let disk = Disk::default();
    let log = disk.log(AuditSync::OnPrivileged);
    disk.fail(true);
    assert!(!effect(&log, 1).await.unwrap());
    assert!(!log.has_room(), "the gate is closed");
    assert!(disk.synced().is_empty());
    disk.fail(false);
    eventually("it is tried again", || log.has_room());
    assert!(effect(&log, 2).await.unwrap());
    assert_eq!(correlations(&disk.synced()), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_hangs_refuses_who_waits() {
    let disk = Disk::default();
    let log = disk.log(AuditSync::EveryRecord);
    let hand = disk.hold();
    assert!(!effect(&log, 1).await.unwrap());
    log.before_answer().await;
    drop(hand);
}
