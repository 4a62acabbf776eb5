//! Verbs that race.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;
use crate::limit::{Intrusion, Seen};

/// How many of the calls say yes, made by so many threads at once.
fn race(threads: usize, calls: usize, call: impl Fn(usize, usize) -> bool + Sync) -> usize {
    let (start, passed) = (Barrier::new(threads), AtomicUsize::new(0));
    thread::scope(|scope| {
        for thread in 0..threads {
            let (start, passed, call) = (&start, &passed, &call);
            scope.spawn(move || {
                start.wait();
                let yes = (0..calls).filter(|number| call(thread, *number)).count();
                passed.fetch_add(yes, Ordering::Relaxed);
            });
        }
    });
    passed.into_inner()
}

#[test]
fn two_threads_get_no_more_than_the_quota() {
    let (memory, now) = (memory(), at(HOUR));
    let quota = Quota::new(1000, HOUR);
    let owned = own_bucket(1, key(1));
    assert_eq!(race(2, 50_000, |_, _| memory.take(&[take(bucket(1), quota)], now).is_ok()), 1000);
    assert_eq!(race(2, 50_000, |_, _| memory.flood(key(1), quota, now).is_ok()), 1000);
    assert_eq!(race(2, 50_000, |_, _| memory.take(&[take(owned, quota)], now).is_ok()), 1000);
}

#[test]
fn of_two_hundred_threads_one_is_first() {
    let (memory, now) = (memory(), at(HOUR));
    let first = race(200, 1, |_, _| memory.first_seen(key(1), now, HOUR) == Seen::First);
    assert_eq!(first, 1);
    memory.put_once(key(1), 7, now, HOUR);
    assert_eq!(race(200, 1, |_, _| memory.take_once(key(1), 7, now)), 1);
}

#[test]
fn one_of_many_failures_at_once_begins_the_block() {
    let (memory, now) = (memory(), at(HOUR));
    let rule = Intrusion::default();
    assert_eq!(race(6, 1, |_, _| memory.fail(key(1), 1, rule, now).blocked.is_some()), 1);
}

#[test]
fn all_or_none_across_shards_while_others_take() {
    let (memory, now) = (memory(), at(HOUR));
    let shard = |bucket: &BucketKey| memory.index(bucket.home());
    let wide = bucket(0);
    let narrow = (1..).map(bucket).find(|other| shard(other) != shard(&wide)).unwrap();
    let owned = own_bucket(5, key(77));
    let (wide, narrow) = (take(wide, Quota::new(5000, HOUR)), take(narrow, Quota::new(3000, HOUR)));
    let owned = take(owned, Quota::new(4000, HOUR));
    // In every order, so that unordered locks would deadlock.
    let orders = [[wide, narrow, owned], [owned, narrow, wide], [narrow, owned, wide]];
    let passed =
        race(4, 20_000, |thread, number| memory.take(&orders[(thread + number) % 3], now).is_ok());
    assert_eq!(passed, 3000);
    // A refused call has charged nothing.
    assert_eq!(race(2, 20_000, |_, _| memory.take(&[wide], now).is_ok()), 2000);
    assert_eq!(race(2, 20_000, |_, _| memory.take(&[owned], now).is_ok()), 1000);
}

#[test]
fn what_strangers_share_is_exact_too() {
    let (memory, now) = (small(), at(HOUR));
    let hourly = Quota::once_per(HOUR);
    for number in 0..100_000 {
        let _ = memory.take(&[take(bucket(number), hourly)], now);
    }
    let quota = Quota::new(1000, HOUR);
    let passed = race(2, 20_000, |thread, number| {
        let stranger = bucket((1 << 30) + (thread * 100_000 + number) as u64);
        memory.take(&[take(stranger, quota), take(bucket(1 << 31), quota)], now).is_ok()
    });
    assert_eq!(passed, 500);
}
