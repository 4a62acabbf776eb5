//! Failures: what they count for, the block that they earn, and how blocks grow.

use super::*;
use crate::limit::fail::Failure;

#[test]
fn the_sixth_failure_in_an_hour_blocks_for_a_day() {
    let (memory, now) = (memory(), at(HOUR));
    for count in 1..=5 {
        assert_eq!(memory.fail(key(1), 1, RULE, now), Failure { count, blocked: None });
        assert_eq!(memory.blocked(key(1), now), None);
    }
    assert_eq!(memory.fail(key(1), 1, RULE, now), Failure { count: 6, blocked: Some(DAY) });
    assert_eq!(memory.blocked(key(1), now), Some(DAY));
    assert_eq!(memory.blocked(key(2), now), None);
    assert_eq!(memory.blocked(key(1), now + 23 * HOUR), Some(HOUR));
    assert_eq!(memory.blocked(key(1), now + DAY), None);
}

#[test]
fn failures_leave_the_window_one_by_one() {
    let memory = memory();
    for minute in 0..5 {
        memory.fail(key(1), 1, RULE, at(minute * 10 * MINUTE));
    }
    assert_eq!(memory.fail(key(1), 1, RULE, at(HOUR)).count, 5);
    assert_eq!(
        memory.fail(key(1), 1, RULE, at(HOUR + 9 * MINUTE)),
        Failure { count: 6, blocked: Some(DAY) }
    );
}

#[test]
fn a_large_threshold_counts_as_the_largest() {
    let (memory, now) = (memory(), at(HOUR));
    let rule = Intrusion { threshold: u32::MAX, ..RULE };
    let blocked = (1..20).find(|_| memory.fail(key(1), 1, rule, now).blocked.is_some());
    assert_eq!(blocked, Some(Intrusion::MAX_THRESHOLD + 1));
}

#[test]
fn of_the_blocked_nothing_counts() {
    let (memory, now) = (memory(), at(HOUR));
    block(&memory, key(1), now);
    let harsher = Intrusion { threshold: 0, ..RULE };
    for _ in 0..20 {
        assert_eq!(memory.fail(key(1), 1, harsher, now), Failure { count: 0, blocked: None });
    }
    assert_eq!(memory.blocked(key(1), now), Some(DAY));
    assert_eq!(memory.fail(key(1), 1, RULE, now + DAY).count, 1);
}

#[test]
fn unblocking_forgets_the_failures_too() {
    let (memory, now) = (memory(), at(HOUR));
    block(&memory, key(1), now);
    memory.unblock(key(1));
    assert_eq!(memory.blocked(key(1), now), None);
    for count in 1..=5 {
        assert_eq!(memory.fail(key(1), 1, RULE, now), Failure { count, blocked: None });
    }
    memory.unblock(key(1));
    assert_eq!(memory.fail(key(1), 1, RULE, now).count, 1);
}

#[test]
fn a_failure_counts_for_its_weight() {
    let (memory, now) = (memory(), at(HOUR));
    assert_eq!(memory.fail(key(1), 3, RULE, now).count, 3);
    assert_eq!(memory.fail(key(1), 2, RULE, now + 30 * MINUTE).count, 5);
    // The first has left the window.
    assert_eq!(memory.fail(key(1), 3, RULE, now + HOUR).count, 5);
    let failure = memory.fail(key(1), 1, RULE, now + HOUR);
    assert_eq!(failure, Failure { count: 6, blocked: Some(DAY) });
    // The heaviest exceeds every threshold at once, and a log that is full stays so.
    let lenient = Intrusion { threshold: Intrusion::MAX_THRESHOLD, ..RULE };
    memory.fail(key(2), 4, lenient, now);
    let failure = memory.fail(key(2), u32::MAX, lenient, now);
    assert_eq!(failure, Failure { count: Intrusion::MAX_WEIGHT, blocked: Some(DAY) });
}

#[test]
fn each_further_block_in_a_row_is_twice_as_long_up_to_thirty_days() {
    let (memory, mut now) = (memory(), at(HOUR));
    let once = Intrusion { threshold: 0, ..RULE };
    for days in [1, 2, 4, 8, 16, 30, 30, 30] {
        assert_eq!(memory.fail(key(1), 1, once, now).blocked, Some(days * DAY));
        assert_eq!(memory.blocked(key(1), now), Some(days * DAY));
        // The last moment at which another one still follows.
        now = now + ((days + 30) * DAY - SECOND);
    }
    // Somebody else's, and a shorter or longer rule, have their own length.
    assert_eq!(memory.fail(key(2), 1, once, now).blocked, Some(DAY));
    let minute = Intrusion { block: MINUTE, ..once };
    assert_eq!(memory.fail(key(3), 1, minute, now).blocked, Some(MINUTE));
    assert_eq!(memory.fail(key(3), 1, minute, now + MINUTE).blocked, Some(2 * MINUTE));
    // However many there were, it does not begin anew.
    for _ in 0..300 {
        now = now + DAY;
        now = now + memory.fail(key(3), 1, minute, now).blocked.unwrap();
    }
    assert_eq!(memory.fail(key(3), 1, minute, now).blocked, Some(30 * DAY));
}

#[test]
fn thirty_days_after_a_block_the_next_is_the_first_again() {
    let (memory, now) = (memory(), at(HOUR));
    let once = Intrusion { threshold: 0, ..RULE };
    memory.fail(key(1), 1, once, now);
    assert_eq!(memory.fail(key(1), 1, once, now + 31 * DAY).blocked, Some(DAY));
}

#[test]
fn unblocking_forgets_the_blocks_before() {
    let (memory, now) = (memory(), at(HOUR));
    let once = Intrusion { threshold: 0, ..RULE };
    memory.fail(key(1), 1, once, now);
    memory.unblock(key(1));
    assert_eq!(memory.fail(key(1), 1, once, now).blocked, Some(DAY));
}

#[test]
fn a_rule_without_a_block_only_counts() {
    let (memory, now) = (memory(), at(HOUR));
    for count in 1..=20 {
        let failure = memory.fail(key(1), 1, RULE.without_block(), now);
        assert_eq!(failure, Failure { count: count.min(13), blocked: None });
        assert_eq!(failure.is_too_many(RULE), count > 5);
    }
    assert_eq!(memory.blocked(key(1), now), None);
    // They are failures all the same for whoever may be blocked by now.
    assert_eq!(memory.fail(key(1), 1, RULE, now).blocked, Some(DAY));
}

#[test]
fn blocks_before_make_way_for_failures_and_not_the_other_way_round() {
    let (memory, now) = (small(), at(HOUR));
    let once = Intrusion { threshold: 0, block: MINUTE, ..RULE };
    // Far more than there is room for, of whom nothing is left but that they were blocked.
    for number in 0..20_000 {
        memory.fail(key(number), 1, once, now);
    }
    let now = now + HOUR;
    let counted_apart = (0..200).filter(|number| {
        let who = key(1 << 50 | number);
        (1..=3).all(|count| memory.fail(who, 1, RULE, now).count == count)
    });
    assert_eq!(counted_apart.count(), 200);
}
