//! Tables at their bound: what stays, and what strangers get.

use super::*;
use crate::limit::Seen;

/// Strangers until no shard has an entry left, found by the shared flood quota.
fn fill_with_people(memory: &Memory, now: Moment) {
    for number in 0..40_000 {
        let _ = memory.flood(key(1 << 50 | number), FLOOD, now);
    }
}

#[test]
fn a_flood_of_principals_stays_within_the_bound_and_washes_nothing_out() {
    let (bytes, now) = (8 << 20, at(HOUR));
    let memory = Memory::new(Bounds { bytes });
    block(&memory, key(1), now);
    assert!((0..20).any(|_| memory.flood(key(2), FLOOD, now).is_err()));
    assert_eq!(memory.first_seen(key(3), now, HOUR), Seen::First);
    memory.put_once(key(4), 7, now, HOUR);
    let cooldown = [take(own_bucket(1, key(2)), Quota::once_per(HOUR))];
    memory.take(&cooldown, now).unwrap();

    for number in 0..500_000 {
        let stranger = key(1 << 50 | number);
        let _ = memory.flood(stranger, FLOOD, now);
        memory.fail(stranger, 1, RULE, now);
        memory.first_seen(stranger, now, HOUR);
        let _ = memory.take(&[take(own_bucket(1, stranger), Quota::once_per(HOUR))], now);
        memory.put_once(stranger, 1, now, HOUR);
        if number % 10_000 == 0 {
            assert!(memory.bytes() <= bytes, "{} at {number}", memory.bytes());
        }
    }
    assert!(memory.bytes() <= bytes);
    assert!(memory.bytes() > bytes / 2, "the flood did fill it");

    assert_eq!(memory.blocked(key(1), now), Some(DAY));
    assert_eq!(memory.flood(key(2), FLOOD, now), Err(6 * SECOND));
    assert_eq!(memory.first_seen(key(3), now, HOUR), Seen::Again);
    assert_eq!(memory.take(&cooldown, now), Err(HOUR));
    assert!(memory.take_once(key(4), 7, now));
}

#[test]
fn strangers_are_together_as_fast_as_one_principal() {
    let (memory, now) = (small(), at(HOUR));
    fill_with_people(&memory, now);
    let passed = (0..1000).filter(|n| memory.flood(key(1 << 51 | n), FLOOD, now).is_ok()).count();
    assert_eq!(passed, 0, "filling has used up their burst");
    let later = now + 6 * SECOND; // everybody who called once is free again, so there is room
    assert_eq!(memory.flood(key(1 << 51), FLOOD, later), Ok(()));
}

#[test]
fn known_principals_are_not_slowed_by_strangers() {
    let (memory, now) = (small(), at(HOUR));
    memory.flood(key(1), FLOOD, now).unwrap();
    fill_with_people(&memory, now);
    for _ in 1..10 {
        assert_eq!(memory.flood(key(1), FLOOD, now), Ok(()));
    }
    assert!(memory.flood(key(1), FLOOD, now).is_err());
}

#[test]
fn room_is_kept_for_blocks() {
    let (memory, now) = (small(), at(HOUR));
    fill_with_people(&memory, now);
    block(&memory, key(1), now);
    assert_eq!(memory.blocked(key(1), now), Some(DAY));
}

#[test]
fn failures_that_cannot_be_counted_apart_block_only_who_fails() {
    let (memory, now) = (small(), at(HOUR));
    let (mut strangers, mut blocked) = (0, Vec::new());
    for number in 0..20_000 {
        let failure = memory.fail(key(number), 1, RULE, now);
        assert!(failure.count >= 1);
        strangers += u32::from(failure.blocked.is_some());
        if failure.blocked.is_some() {
            blocked.push(number);
        }
    }
    assert!(strangers > 1000, "{strangers}");
    assert!(blocked.iter().all(|number| memory.blocked(key(*number), now).is_some()));
    assert_eq!(memory.blocked(key(blocked[0] - 1), now), None);
    let innocent = key(1 << 50);
    assert_eq!(memory.blocked(innocent, now), None);
    assert_eq!(memory.flood(innocent, FLOOD, now), Ok(()));
    memory.unblock(key(blocked[0]));
    assert_eq!(memory.blocked(key(blocked[0]), now), None);
}

#[test]
fn a_message_that_cannot_be_marked_is_not_first() {
    let (memory, now) = (small(), at(HOUR));
    let marked =
        (0..60_000).filter(|n| memory.first_seen(key(*n), now, HOUR) == Seen::First).count();
    assert!((10_000..30_000).contains(&marked), "{marked}");
    let again = (0..60_000).filter(|n| memory.seen(key(*n), now)).count();
    assert_eq!(again, marked);
    assert!((0..60_000).all(|n| memory.first_seen(key(n), now, HOUR) != Seen::First));
    // An hour later they make way.
    let later =
        (0..5000).filter(|n| memory.first_seen(key(1 << 50 | n), now + HOUR, HOUR) == Seen::First);
    assert_eq!(later.count(), 5000);
}

#[test]
fn buckets_without_room_share_their_quota() {
    let (memory, now) = (small(), at(HOUR));
    let hourly = Quota::once_per(HOUR);
    let taken =
        (0..60_000).filter(|n| memory.take(&[take(bucket(*n), hourly)], now).is_ok()).count();
    assert!((10_000..40_000).contains(&taken), "{taken}");
    let another = Quota::new(5, HOUR);
    let strangers = (200_000..201_000).map(|n| take(bucket(n), another));
    assert_eq!(strangers.filter(|take| memory.take(&[*take], now).is_ok()).count(), 5);
    // Two in one call count twice in what they share.
    let third = Quota::new(3, HOUR);
    let pair = [take(bucket(300_000), third), take(bucket(300_001), third)];
    assert_eq!(memory.take(&pair, now), Ok(()));
    assert_eq!(memory.take(&pair, now), Err(HOUR));
    assert_eq!(memory.peek(&pair[..1], now), Ok(()));
}

#[test]
fn a_shared_flood_and_a_shared_cooldown_of_one_rate_are_two() {
    let (memory, now) = (small(), at(HOUR));
    fill_with_people(&memory, now);
    for number in 0..60_000 {
        let _ = memory.take(&[take(bucket(number), Quota::once_per(HOUR))], now);
    }
    assert!(memory.flood(key(1 << 51), FLOOD, now).is_err());
    assert_eq!(memory.take(&[take(bucket(1 << 20), FLOOD)], now), Ok(()));
}

#[test]
fn what_strangers_share_does_not_go_back_in_time() {
    let (memory, now) = (small(), at(HOUR));
    for number in 0..60_000 {
        let _ = memory.take(&[take(bucket(number), Quota::once_per(DAY))], now);
    }
    let [one, other] =
        [MINUTE, 2 * MINUTE].map(|interval| [take(bucket(1 << 20), Quota::once_per(interval))]);
    memory.take(&one, now).unwrap();
    memory.take(&other, now + HOUR).unwrap(); // the first makes way
    memory.take(&one, now).unwrap();
    assert_eq!(memory.take(&one, now + HOUR), Err(MINUTE));
}

#[test]
fn confirmations_without_room_are_not_kept() {
    let (memory, now) = (small(), at(HOUR));
    let kept = (0..20_000).filter(|n| memory.put_once(key(*n), 7, now, HOUR)).collect::<Vec<_>>();
    assert!((1000..10_000).contains(&kept.len()), "{}", kept.len());
    assert!(kept.iter().all(|n| memory.take_once(key(*n), 7, now)));
}
