//! Refusals add up, however the log is used and ends.

use super::*;

fn refusal(number: u64) -> Event {
    Event { weight: Weight::Refusal, ..event(number) }
}

fn counted(records: &[Value]) -> u64 {
    records.iter().map(|record| record["count"].as_u64().unwrap_or(1)).sum()
}

#[test]
fn a_flush_and_the_end_have_all_of_them() {
    const EACH: u64 = 2_000;
    let sink = Sink::new(Behaviour::Nibble);
    let log = sink.log();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..EACH).for_each(|number| assert!(log.refusal(refusal(number)))));
        }
    });
    assert!(log.flush());
    let flushed = sink.records();
    assert_eq!(counted(&flushed), 2 * EACH);
    // Few: each window has some of its own, and one for the rest.
    assert!(flushed.len() < 100, "{} records", flushed.len());
    (0..100).for_each(|number| assert!(log.refusal(refusal(number))));
    drop(log);
    assert_eq!(counted(&sink.records()), 2 * EACH + 100);
}

#[test]
fn nothing_else_is_held_back() {
    let sink = Sink::new(Behaviour::Take);
    let log = sink.log();
    for number in 0..20 {
        assert!(log.record(event(number)) && log.privileged(event(number)));
    }
    eventually("all are written", || sink.records().len() == 40);
    drop(log);
}

#[test]
fn where_every_record_has_to_be_on_the_disk_none_is_held_back() {
    let disk = Disk::default();
    let log = disk.log(AuditSync::EveryRecord);
    (0..20).for_each(|number| assert!(log.refusal(refusal(number))));
    eventually("all are on the disk", || disk.synced().len() == 20);
    drop(log);
}
