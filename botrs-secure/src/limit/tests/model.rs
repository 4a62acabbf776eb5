//! Random sequences of verbs against an exact model that forgets nothing.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::limit::fail::Failure;
use crate::limit::{Checked, Intrusion, Seen};

const RULE: Intrusion = Intrusion {
    threshold: 2,
    window: MINUTE,
    block: HOUR,
    permission: 1,
    injection: 1,
    confirmation: 1,
};
const REPLY: Duration = Duration::from_secs(10);
const TTL: Duration = Duration::from_secs(60);
const RIPE: Duration = Duration::from_secs(55);

const QUOTAS: [Quota; 3] = [
    Quota::once_per(Duration::from_secs(30)),
    Quota::new(3, Duration::from_secs(7)),
    Quota::per(7, Duration::from_millis(99_999)),
];

#[derive(Debug, Clone)]
enum Verb {
    Wait(u64),
    Back(u64),
    Flood(u64),
    Blocked(u64),
    Fail(u64, u32),
    Unblock(u64),
    Seen(u64),
    FirstSeen(u64),
    Peek(Vec<(u64, u32)>),
    Take(Vec<(u64, u32)>),
    Put(u64, u128),
    CheckOnce(u64, u128),
    TakeOnce(u64, u128),
    Once(u64),
}

fn verb() -> impl Strategy<Value = Verb> {
    let takes = || prop::collection::vec((0..12u64, 0..4u32), 0..4);
    prop_oneof![
        6 => prop_oneof![0..1000u64, 0..20_000u64, 0..4_000_000u64, 0..3_000_000_000u64].prop_map(Verb::Wait),
        1 => (0..4_000_000u64).prop_map(Verb::Back),
        4 => (0..4u64).prop_map(Verb::Flood),
        2 => (0..4u64).prop_map(Verb::Blocked),
        4 => (0..4u64, 1..3u32).prop_map(|(who, weight)| Verb::Fail(who, weight)),
        1 => (0..4u64).prop_map(Verb::Unblock),
        1 => (0..4u64).prop_map(Verb::Seen),
        2 => (0..4u64).prop_map(Verb::FirstSeen),
        2 => takes().prop_map(Verb::Peek),
        6 => takes().prop_map(Verb::Take),
        2 => (0..3u64, 0..2u128).prop_map(|(key, value)| Verb::Put(key, value)),
        3 => (0..3u64, 0..3u128).prop_map(|(key, value)| Verb::CheckOnce(key, value)),
        3 => (0..3u64, 0..3u128).prop_map(|(key, value)| Verb::TakeOnce(key, value)),
        2 => (0..3u64).prop_map(Verb::Once),
    ]
}

/// Buckets 0 to 7 belong to principals 0 and 1, the others to nobody.
fn model_take((number, cost): (u64, u32)) -> Take {
    let bucket = match number {
        0..8 => own_bucket(number, key(number % 2)),
        _ => bucket(number),
    };
    Take { bucket, quota: QUOTAS[number as usize % 3], cost }
}

/// Nanoseconds throughout; counts what is left instead of a TAT.
#[derive(Default)]
struct Model {
    now: u128,
    flood: HashMap<u64, Level>,
    levels: HashMap<u64, Level>,
    failures: HashMap<u64, Vec<u128>>,
    blocks: HashMap<u64, u128>,
    /// How many blocks in a row, and until when another one follows them.
    past: HashMap<u64, (u32, u128)>,
    marks: HashMap<u64, u128>,
    pending: HashMap<u64, (u128, u128, u32)>,
    replies: HashMap<u64, u128>,
}

/// A leaky bucket: how full it was when, in nanoseconds of its interval.
#[derive(Default, Clone, Copy)]
struct Level {
    full: u128,
    when: u128,
}

impl Level {
    fn add(&mut self, quota: Quota, cost: u32, now: u128) -> Result<(), Duration> {
        let left = self.full.saturating_sub(now - self.when);
        let interval = quota.interval().as_nanos();
        let size = interval * u128::from(quota.burst());
        let sum = left + interval * u128::from(cost);
        if cost > quota.burst() {
            return Err(Duration::MAX);
        }
        if sum > size {
            return Err(Duration::from_nanos((sum - size) as u64));
        }
        *self = Self { full: sum, when: now };
        Ok(())
    }
}

impl Model {
    fn take(&mut self, takes: &[(u64, u32)], keep: bool) -> Result<(), Duration> {
        let (mut levels, mut wait) = (self.levels.clone(), None);
        for &(number, cost) in takes {
            let level = levels.entry(number).or_default();
            if let Err(longer) = level.add(QUOTAS[number as usize % 3], cost, self.now) {
                wait = wait.max(Some(longer));
            }
        }
        if keep && wait.is_none() {
            self.levels = levels;
        }
        wait.map_or(Ok(()), Err)
    }

    fn blocked(&self, principal: u64) -> Option<Duration> {
        let left = self.blocks.get(&principal)?.checked_sub(self.now)?;
        (left > 0).then(|| Duration::from_nanos(left as u64))
    }

    /// Refused during a block, and anew after it.
    fn flood(&mut self, principal: u64) -> Result<(), Duration> {
        self.blocked(principal).map_or(Ok(()), Err)?;
        self.flood.entry(principal).or_default().add(QUOTAS[1], 1, self.now)
    }

    fn fail(&mut self, principal: u64, weight: u32) -> Failure {
        if self.blocked(principal).is_some() {
            return Failure { count: 0, blocked: None };
        }
        let (now, failures) = (self.now, self.failures.entry(principal).or_default());
        failures.retain(|when| when + RULE.window.as_nanos() > now);
        failures.extend((0..weight).map(|_| now));
        let count = failures.len() as u32;
        if count <= RULE.threshold {
            return Failure { count, blocked: None };
        }
        failures.clear();
        let (before, _) =
            self.past.get(&principal).copied().filter(|(_, until)| *until > now).unwrap_or((0, 0));
        let period = RULE.block.saturating_mul(1 << before.min(20)).min(30 * DAY);
        let end = now + period.as_nanos();
        self.blocks.insert(principal, end);
        self.flood.remove(&principal);
        // In whole seconds, rounded up.
        let until = (end + (30 * DAY).as_nanos()).div_ceil(1_000_000_000) * 1_000_000_000;
        self.past.insert(principal, (before + 1, until));
        Failure { count, blocked: Some(period) }
    }

    fn first_seen(&mut self, message: u64) -> Seen {
        if self.marks.get(&message).is_some_and(|until| *until > self.now) {
            return Seen::Again;
        }
        self.marks.insert(message, self.now + TTL.as_nanos());
        Seen::First
    }

    fn check_once(&mut self, key: u64, value: u128, ripe: Duration) -> Checked {
        let Some((kept, until, wrong)) = self.pending.get_mut(&key) else { return Checked::Wrong };
        if until.saturating_sub(self.now) > ripe.as_nanos() {
            return Checked::Early;
        }
        if *kept == value && *until > self.now {
            return Checked::Right;
        }
        *wrong += 1;
        if *wrong == 3 {
            self.pending.remove(&key);
        }
        Checked::Wrong
    }

    fn take_once(&mut self, key: u64, value: u128) -> bool {
        let is_right = self.check_once(key, value, Duration::MAX) == Checked::Right;
        if is_right {
            self.pending.remove(&key);
        }
        is_right
    }

    fn once(&mut self, number: u64) -> bool {
        let fits = self.replies.get(&number).is_none_or(|last| self.now >= last + REPLY.as_nanos());
        if fits {
            self.replies.insert(number, self.now);
        }
        fits
    }
}

fn check(memory: &Memory, verbs: Vec<Verb>) -> Result<(), TestCaseError> {
    let mut model = Model::default();
    let mut now = Moment::default();
    for verb in verbs {
        now = now.max(Moment(model.now as u64));
        match verb {
            Verb::Wait(millis) => model.now += u128::from(millis) * 1_000_000,
            // For two calls only; the model does not go back, nor a shard that has seen the time.
            Verb::Back(millis) => {
                memory.seen(key(0), now);
                let back = Moment(now.0.saturating_sub(millis * 1_000_000));
                prop_assert_eq!(memory.blocked(key(0), back), model.blocked(0));
                prop_assert_eq!(memory.flood(key(9), QUOTAS[0], back), {
                    let level = model.flood.entry(9).or_default();
                    level.add(QUOTAS[0], 1, model.now)
                });
            }
            Verb::Flood(who) => {
                let expected = model.flood(who);
                prop_assert_eq!(memory.flood(key(who), QUOTAS[1], now), expected);
            }
            Verb::Blocked(who) => {
                prop_assert_eq!(memory.blocked(key(who), now), model.blocked(who))
            }
            Verb::Fail(who, weight) => {
                let expected = model.fail(who, weight);
                prop_assert_eq!(memory.fail(key(who), weight, RULE, now), expected);
            }
            Verb::Unblock(who) => {
                memory.unblock(key(who));
                model.blocks.remove(&who);
                model.failures.remove(&who);
                model.past.remove(&who);
            }
            Verb::Seen(message) => {
                let expected = model.marks.get(&message).is_some_and(|until| *until > model.now);
                prop_assert_eq!(memory.seen(key(message), now), expected);
            }
            Verb::FirstSeen(message) => {
                let expected = model.first_seen(message);
                prop_assert_eq!(memory.first_seen(key(message), now, TTL), expected);
            }
            Verb::Peek(takes) => {
                let expected = model.take(&takes, false);
                let takes: Vec<_> = takes.into_iter().map(model_take).collect();
                prop_assert_eq!(memory.peek(&takes, now), expected);
            }
            Verb::Take(takes) => {
                let expected = model.take(&takes, true);
                let takes: Vec<_> = takes.into_iter().map(model_take).collect();
                prop_assert_eq!(memory.take(&takes, now), expected);
            }
            Verb::Put(number, value) => {
                prop_assert!(memory.put_once(key(number), value, now, TTL));
                model.pending.insert(number, (value, model.now + TTL.as_nanos(), 0));
            }
            Verb::CheckOnce(number, value) => {
                let expected = model.check_once(number, value, RIPE);
                prop_assert_eq!(memory.check_once(key(number), value, RIPE, now), expected);
            }
            Verb::TakeOnce(number, value) => {
                let expected = model.take_once(number, value);
                prop_assert_eq!(memory.take_once(key(number), value, now), expected);
            }
            Verb::Once(number) => {
                let expected = model.once(number);
                prop_assert_eq!(
                    memory.once(own_bucket(100 + number, key(number)), REPLY, now),
                    expected
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// With one shard, whose clock is the latest of all calls: exact, back steps included.
    #[test]
    fn one_shard_is_the_model(verbs in prop::collection::vec(verb(), 1..200)) {
        check(&Memory::with_shards(Bounds::default(), 1), verbs)?;
    }

    /// With all shards, whose clocks are their own: exact as long as time goes on.
    #[test]
    fn many_shards_are_the_model(verbs in prop::collection::vec(verb(), 1..200)) {
        let forward = verbs.into_iter().filter(|verb| !matches!(verb, Verb::Back(_))).collect();
        check(&memory(), forward)?;
    }
}
