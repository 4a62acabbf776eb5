use std::time::Duration;

use super::*;
use crate::limit::take::MAX_TAKES;
use crate::limit::{Checked, Seen};

#[test]
fn the_eleventh_command_in_a_minute_is_a_flood() {
    let (memory, now) = (memory(), at(HOUR));
    for _ in 0..10 {
        assert_eq!(memory.flood(key(1), FLOOD, now), Ok(()));
    }
    assert_eq!(memory.flood(key(1), FLOOD, now), Err(6 * SECOND));
    assert_eq!(memory.flood(key(2), FLOOD, now), Ok(()));
    assert_eq!(memory.flood(key(1), FLOOD, now + 6 * SECOND), Ok(()));
    assert_eq!(memory.flood(key(1), FLOOD, now + 6 * SECOND), Err(6 * SECOND));
}

#[test]
fn a_message_is_first_once_while_its_mark_lives() {
    let (memory, now) = (memory(), at(HOUR));
    assert!(!memory.seen(key(1), now));
    assert_eq!(memory.first_seen(key(1), now, HOUR), Seen::First);
    assert!(memory.seen(key(1), now));
    assert!(!memory.seen(key(2), now));
    let last = now + (HOUR - Duration::from_nanos(1));
    assert_eq!(memory.first_seen(key(1), last, HOUR), Seen::Again);
    assert!(!memory.seen(key(1), now + HOUR));
    assert_eq!(memory.first_seen(key(1), now + HOUR, HOUR), Seen::First);
}

#[test]
fn a_look_marks_nothing() {
    let (memory, now) = (memory(), at(HOUR));
    assert!(!memory.seen(key(1), now));
    assert!(!memory.seen(key(1), now));
    let takes = [take(bucket(1), Quota::once_per(MINUTE))];
    assert_eq!(memory.peek(&takes, now), Ok(()));
    assert_eq!(memory.peek(&takes, now), Ok(()));
    assert_eq!(memory.take(&takes, now), Ok(()));
    assert_eq!(memory.peek(&takes, now), Err(MINUTE));
}

#[test]
fn all_buckets_are_charged_or_none() {
    let (memory, now) = (memory(), at(HOUR));
    let (open, shut) = (bucket(1), bucket(2));
    memory.take(&[take(shut, Quota::once_per(HOUR))], now).unwrap();
    let both = [take(open, Quota::once_per(MINUTE)), take(shut, Quota::once_per(HOUR))];
    assert_eq!(memory.take(&both, now), Err(HOUR));
    assert_eq!(memory.take(&both[..1], now), Ok(()));
    assert_eq!(memory.take(&both, now), Err(HOUR), "the longest wait, not the first");
}

#[test]
fn a_bucket_named_twice_is_charged_twice() {
    let (memory, now) = (memory(), at(HOUR));
    let owner = key(1);
    memory.flood(owner, FLOOD, now).unwrap();
    for bucket in [bucket(1), own_bucket(1, owner), own_bucket(2, key(9))] {
        let one = take(bucket, Quota::new(3, MINUTE));
        assert_eq!(memory.take(&[one, one], now), Ok(()));
        assert_eq!(memory.take(&[one, one], now), Err(MINUTE));
        assert_eq!(memory.take(&[one], now), Ok(()));
        assert_eq!(memory.take(&[one], now), Err(MINUTE));
    }
}

#[test]
fn cooldowns_of_one_principal_do_not_mix() {
    let (memory, now) = (memory(), at(HOUR));
    let owner = key(1);
    memory.flood(owner, FLOOD, now).unwrap();
    let [a, b, c] = [1, 2, 3].map(|number| own_bucket(number, owner));
    let quota = Quota::once_per(MINUTE);
    // The first is kept in the principal's entry, the others beside it; later the other way round.
    for (turn, order) in [[a, b, c], [c, b, a], [b, a, c]].into_iter().enumerate() {
        let now = now + turn as u32 * HOUR;
        for bucket in order {
            assert_eq!(memory.take(&[take(bucket, quota)], now), Ok(()));
            assert_eq!(memory.take(&[take(bucket, quota)], now), Err(MINUTE));
        }
        for bucket in order {
            assert_eq!(memory.peek(&[take(bucket, quota)], now + 20 * SECOND), Err(40 * SECOND));
        }
    }
}

#[test]
fn nothing_counts_during_a_block_and_a_flood_starts_anew_after_it() {
    let (memory, now) = (memory(), at(HOUR));
    while memory.flood(key(1), FLOOD, now).is_ok() {}
    assert!(memory.block(key(1), now + SECOND, now));
    for _ in 0..20 {
        assert_eq!(memory.flood(key(1), FLOOD, now), Ok(()));
    }
    assert_eq!(memory.blocked(key(1), now), Some(SECOND), "an attempt lifts no block");
    let later = now + SECOND;
    assert_eq!(memory.blocked(key(1), later), None);
    assert_eq!((0..20).filter(|_| memory.flood(key(1), FLOOD, later).is_ok()).count(), 10);
    assert!(memory.block(key(1), later + DAY, later));
    memory.unblock(key(1));
    assert_eq!(memory.flood(key(1), FLOOD, later), Ok(()));
    // Without a block there is nothing to lift.
    while memory.flood(key(1), FLOOD, later).is_ok() {}
    memory.unblock(key(1));
    assert!(memory.flood(key(1), FLOOD, later).is_err());
}

#[test]
fn blocks_without_an_end_and_floods_at_the_end_of_the_clock_hold() {
    let (memory, end) = (memory(), Moment(u64::MAX));
    assert!(memory.block(key(1), end, at(HOUR)));
    assert!(memory.blocked(key(1), at(1000 * DAY)).is_some());
    let late = Moment(u64::MAX / 2 - 1);
    assert_eq!(memory.flood(key(2), FLOOD, late), Err(Duration::MAX));
    assert_eq!(memory.blocked(key(2), late), None);
}

#[test]
fn too_many_takes_and_impossible_costs_are_refused() {
    let (memory, now) = (memory(), at(HOUR));
    let many: Vec<_> = (0..=MAX_TAKES as u64).map(|n| take(bucket(n), FLOOD)).collect();
    assert_eq!(memory.take(&many, now), Err(Duration::MAX));
    assert_eq!(memory.take(&many[1..], now), Ok(()));
    assert_eq!(memory.take(&[], now), Ok(()));
    assert_eq!(
        memory.take(&[Take { cost: 11, ..take(bucket(99), FLOOD) }], now),
        Err(Duration::MAX)
    );
}

#[test]
fn a_confirmation_is_taken_once() {
    let (memory, now) = (memory(), at(HOUR));
    assert!(!memory.take_once(key(1), 7, now));
    assert!(memory.put_once(key(1), 7, now, MINUTE));
    assert!(!memory.take_once(key(2), 7, now));
    assert!(memory.take_once(key(1), 7, now));
    assert!(!memory.take_once(key(1), 7, now));
}

#[test]
fn a_confirmation_ends_with_time_a_newer_one_and_three_wrong_tries() {
    let (memory, now) = (memory(), at(HOUR));
    memory.put_once(key(1), 7, now, MINUTE);
    assert!(!memory.take_once(key(1), 7, now + MINUTE), "too late");
    memory.put_once(key(1), 7, now, MINUTE);
    memory.put_once(key(1), 8, now + MINUTE, MINUTE);
    let now = now + MINUTE;
    assert!(!memory.take_once(key(1), 7, now), "an earlier one");
    assert!(!memory.take_once(key(1), 9, now));
    assert!(memory.take_once(key(1), 8, now), "after two wrong ones");
    memory.put_once(key(1), 8, now, MINUTE);
    for wrong in [1, 2, 3] {
        assert!(!memory.take_once(key(1), wrong, now));
    }
    assert!(!memory.take_once(key(1), 8, now), "after three wrong ones");
}

#[test]
fn one_reply_in_a_window() {
    let (memory, now) = (memory(), at(HOUR));
    memory.flood(key(1), FLOOD, now).unwrap();
    let replies = own_bucket(1, key(1));
    assert!(memory.once(replies, 10 * SECOND, now));
    assert!(!memory.once(replies, 10 * SECOND, now + 9 * SECOND));
    assert!(memory.once(replies, 10 * SECOND, now + 10 * SECOND));
    // It left the place in the entry to the cooldown.
    let bytes = memory.bytes();
    for number in 0..64 {
        let owner = key(100 + number);
        memory.flood(owner, FLOOD, now).unwrap();
        assert!(memory.once(own_bucket(1, owner), DAY, now));
    }
    let before = memory.bytes();
    assert!(before > bytes);
    for number in 0..64 {
        let cooldown = take(own_bucket(2, key(100 + number)), Quota::once_per(DAY));
        memory.take(&[cooldown], now).unwrap();
    }
    assert_eq!(memory.bytes(), before);
}

#[test]
fn a_clock_that_goes_back_opens_nothing() {
    let (memory, now) = (Memory::with_shards(Bounds::default(), 1), at(2 * DAY));
    block(&memory, key(1), now);
    assert!((0..20).any(|_| memory.flood(key(2), FLOOD, now).is_err()));
    memory.first_seen(key(3), now, HOUR);
    memory.put_once(key(4), 7, now, MINUTE);
    let takes = [take(bucket(5), Quota::once_per(MINUTE))];
    memory.take(&takes, now).unwrap();
    assert!(!memory.take_once(key(4), 0, now + MINUTE), "expired");
    let now = now + MINUTE;
    for back in [now, at(DAY), Moment::default()] {
        assert_eq!(memory.blocked(key(1), back), Some(DAY - MINUTE));
        assert!(memory.seen(key(3), back));
        assert_eq!(memory.first_seen(key(3), back, HOUR), Seen::Again);
        assert!(!memory.take_once(key(4), 7, back));
    }
    memory.take(&takes, now).unwrap();
    assert_eq!(memory.take(&takes, Moment::default()), Err(MINUTE));
}

#[test]
fn a_look_leaves_what_is_right_and_counts_what_is_wrong() {
    let (memory, now) = (memory(), at(HOUR));
    let ripe = 58 * SECOND;
    let check = |value, now| memory.check_once(key(1), value, ripe, now);
    assert_eq!(check(7, now), Checked::Wrong, "none");
    memory.put_once(key(1), 7, now, MINUTE);
    let early = now + (2 * SECOND - Duration::from_nanos(1));
    for value in [7, 8, 8, 8, 8] {
        assert_eq!(check(value, early), Checked::Early);
    }
    let now = now + 2 * SECOND;
    assert_eq!((check(7, now), check(7, now)), (Checked::Right, Checked::Right));
    assert_eq!((check(8, now), check(8, now)), (Checked::Wrong, Checked::Wrong));
    assert_eq!(check(7, now), Checked::Right, "after two wrong ones");
    assert_eq!((check(8, now), check(7, now)), (Checked::Wrong, Checked::Wrong));
    memory.put_once(key(1), 7, now, MINUTE);
    assert_eq!(check(7, now + MINUTE), Checked::Wrong, "too late");
}

#[test]
fn a_value_is_kept_whole() {
    let (memory, now) = (memory(), at(HOUR));
    let value = u128::MAX - (5 << 64) - 3;
    memory.put_once(key(1), value, now, MINUTE);
    assert_eq!(memory.look_once(key(1), now), Some(value));
    for other in [value ^ 1, value ^ 1 << 127] {
        assert_eq!(memory.check_once(key(1), other, MINUTE, now), Checked::Wrong);
    }
    assert_eq!(memory.look_once(key(2), now), None);
    assert!(memory.take_once(key(1), value, now));
    assert_eq!(memory.look_once(key(1), now), None);
    memory.put_once(key(1), value, now, MINUTE);
    assert_eq!(memory.look_once(key(1), now + MINUTE), None);
}
