use std::time::Duration;

use super::{HOUR, MINUTE, SECOND, at};
use crate::clock::Moment;
use crate::limit::Quota;

/// How many calls in a row pass at `now`.
fn passing(quota: Quota, tat: &mut Moment, now: Moment) -> usize {
    std::iter::from_fn(|| {
        *tat = quota.charge(*tat, 1, now).ok()?;
        Some(())
    })
    .take(1000)
    .count()
}

#[test]
fn once_per_period() {
    let quota = Quota::once_per(30 * SECOND);
    let tat = quota.charge(Moment::default(), 1, at(HOUR)).unwrap();
    assert_eq!(quota.charge(tat, 1, at(HOUR)), Err(30 * SECOND));
    assert_eq!(quota.charge(tat, 1, at(HOUR + 29 * SECOND)), Err(SECOND));
    assert_eq!(
        quota.charge(tat, 1, Moment(at(HOUR + 30 * SECOND).0 - 1)),
        Err(Duration::from_nanos(1))
    );
    assert!(quota.charge(tat, 1, at(HOUR + 30 * SECOND)).is_ok());
}

#[test]
fn ten_a_minute_are_at_most_nineteen_in_any() {
    let (quota, mut tat) = (Quota::per(10, MINUTE), Moment::default());
    assert_eq!(passing(quota, &mut tat, at(HOUR)), 10);
    let later: usize =
        (1..60).map(|second| passing(quota, &mut tat, at(HOUR + second * SECOND))).sum();
    assert_eq!(later, 9);
}

#[test]
fn a_quota_that_does_not_divide_its_window_allows_no_more() {
    let (quota, mut tat) = (Quota::per(7, SECOND).with_burst(1), Moment::default());
    let in_a_second = (0..1_000_000_000u64)
        .step_by(1_000_003)
        .filter(|nanos| {
            let next = quota.charge(tat, 1, Moment(*nanos));
            tat = next.unwrap_or(tat);
            next.is_ok()
        })
        .count();
    assert!(in_a_second <= 7, "{in_a_second}");
    assert!(quota.interval() * 7 >= SECOND);
}

#[test]
fn a_cost_counts_as_so_many_calls() {
    let (quota, now) = (Quota::new(5, SECOND), at(HOUR));
    let tat = quota.charge(Moment::default(), 4, now).unwrap();
    assert_eq!(quota.charge(tat, 3, now), Err(2 * SECOND));
    assert!(quota.charge(tat, 1, now).is_ok());
    assert_eq!(quota.charge(Moment::default(), 6, now), Err(Duration::MAX));
}

#[test]
fn a_burst_of_zero_allows_nothing() {
    for quota in [Quota::new(0, SECOND), Quota::per(0, SECOND), Quota::new(0, Duration::ZERO)] {
        assert_eq!(quota.charge(Moment::default(), 1, at(HOUR)), Err(Duration::MAX));
    }
}

#[test]
fn absurd_spans_saturate_towards_refusal() {
    let ever = Quota::once_per(Duration::MAX);
    let mut tat = Moment::default();
    assert_eq!(passing(ever, &mut tat, at(HOUR)), 1);
    let many = Quota::new(3, Duration::MAX);
    let mut tat = Moment::default();
    assert_eq!(passing(many, &mut tat, at(HOUR)), 3);
    assert_eq!(passing(many, &mut tat, at(24 * HOUR)), 0);
    for last in [Moment(u64::MAX), Moment(u64::MAX - 1), Moment(u64::MAX / 16 * 15)] {
        for quota in [ever, many, Quota::new(3, HOUR)] {
            let mut tat = Moment::default();
            assert!(passing(quota, &mut tat, last) <= 3, "{quota:?} at {last:?}");
        }
    }
}

#[test]
fn constants_can_be_quotas() {
    const QUOTA: Quota = Quota::per(10, MINUTE).with_burst(3);
    assert_eq!((QUOTA.burst(), QUOTA.interval()), (3, 6 * SECOND));
}
