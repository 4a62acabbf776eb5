//! The limits as a whole: each verb, an exact model, full tables, many threads.

mod fail;
mod full;
mod keys;
mod model;
mod quota;
mod table;
mod threads;
mod verbs;

use std::time::Duration;

use super::key::Key;
use super::{Bounds, BucketKey, Intrusion, Memory, Quota, Take};
use crate::clock::Moment;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// Ten a minute, as the gate has it by default.
const FLOOD: Quota = Quota::per(10, MINUTE);

/// The default: more than 5 failures in an hour block for a day.
const RULE: Intrusion = Intrusion {
    threshold: 5,
    window: HOUR,
    block: DAY,
    permission: 1,
    injection: 1,
    confirmation: 1,
};

fn memory() -> Memory {
    Memory::new(Bounds::default())
}

/// As small as it gets.
fn small() -> Memory {
    Memory::new(Bounds { bytes: 0 })
}

fn at(after: Duration) -> Moment {
    Moment::default() + after
}

/// A well mixed key for a number.
fn key(number: u64) -> Key {
    let mut bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    Key((bits ^ bits >> 31).max(1))
}

fn bucket(number: u64) -> BucketKey {
    BucketKey { key: key(1 << 40 | number), owner: None }
}

fn own_bucket(number: u64, owner: Key) -> BucketKey {
    BucketKey { key: Key(key(1 << 41 | number).0 ^ owner.0), owner: Some(owner) }
}

fn take(bucket: BucketKey, quota: Quota) -> Take {
    Take { bucket, quota, cost: 1 }
}

fn block(memory: &Memory, principal: Key, now: Moment) {
    let blocked = (0..6).find_map(|_| memory.fail(principal, 1, RULE, now).blocked);
    assert!(blocked.is_some(), "not blocked by six failures");
}
