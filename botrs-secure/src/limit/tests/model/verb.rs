//! What a sequence is made of.

use proptest::prelude::*;
use proptest::strategy::Union;

use super::*;
use crate::limit::MAX_TAKES;

/// How many principals there are, and buckets.
pub(super) const PEOPLE: u64 = 3;
const BUCKETS: u64 = 12;

const RULE: Intrusion = Intrusion {
    threshold: 2,
    window: MINUTE,
    block: TEN_MINUTES,
    permission: 1,
    injection: 1,
    confirmation: 1,
};
/// So long that the second block is as long as a block may be.
const STRICT: Intrusion = RULE.block(DAY.saturating_mul(20));
const TEN_MINUTES: Duration = MINUTE.saturating_mul(10);

/// Of each bucket by its number. The third one's interval has no whole microseconds; from the third on they
/// last a minute and more.
pub(super) const QUOTAS: [Quota; 5] = [
    Quota::once_per(Duration::from_secs(30)),
    Quota::new(3, Duration::from_secs(11)),
    Quota::per(7, Duration::from_millis(99_999)),
    Quota::once_per(MINUTE),
    Quota::new(2, HOUR),
];
/// Of attempts.
pub(super) const ATTEMPTS: Quota = QUOTAS[1];

pub(super) const PERMISSIONS: [&str; 3] = ["MuteMembers", "BanMembers", "ManageRoles"];

/// A bucket by its number, and how many calls it is charged for.
pub(super) type Charge = (u64, u32);

/// A verb; principals, messages, permissions and values by their numbers, times in milliseconds.
#[derive(Debug, Clone)]
pub(super) enum Verb {
    Wait(u64),
    /// For two calls only.
    Back(u64),
    Restart,
    Deliver {
        delivery: Delivery,
        /// Whether nothing refuses it once it is let in.
        runs: bool,
    },
    Take(Vec<Charge>),
    Fail {
        who: u64,
        weight: u32,
        rule: Intrusion,
    },
    Block(u64, Option<u64>),
    Blocked(u64),
    Unblock(u64),
    Grant(u64, usize, bool),
    Local(Local),
}

/// What the platform delivers: a new message, or again the last but so many.
#[derive(Debug, Clone)]
pub(super) enum Delivery {
    First(Written),
    Again(usize),
}

/// A message before it is sent.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) who: u64,
    pub(super) is_privileged: bool,
    /// Negative for the future.
    pub(super) sent_ago: Option<i64>,
    pub(super) takes: Vec<Charge>,
}

/// A message, every time that it comes.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) key: Key,
    pub(super) who: u64,
    pub(super) is_privileged: bool,
    pub(super) sent_at: Option<u64>,
    pub(super) takes: Vec<Charge>,
}

/// A verb of what concerns one process.
#[derive(Debug, Clone)]
pub(super) enum Local {
    Flood(u64),
    Seen(u64),
    FirstSeen(u64),
    Peek(Vec<Charge>),
    Put(u64, u128),
    LookOnce(u64),
    CheckOnce(u64, u128),
    TakeOnce(u64, u128),
    Once(u64),
}

/// Sequences of the verbs that a subject has.
pub(super) fn sequence(nature: Nature) -> impl Strategy<Value = Vec<Verb>> {
    let who = || 0..PEOPLE;
    let mut verbs = vec![
        (12, millis().prop_map(Verb::Wait).boxed()),
        (1, Just(Verb::Restart).boxed()),
        (12, deliver().boxed()),
        (8, takes().prop_map(Verb::Take).boxed()),
        (7, fail().boxed()),
        (2, (who(), block_period()).prop_map(|(who, period)| Verb::Block(who, period)).boxed()),
        (3, who().prop_map(Verb::Blocked).boxed()),
        (3, who().prop_map(Verb::Unblock).boxed()),
    ];
    if nature.steps_back {
        verbs.push((2, (0..4_000_000u64).prop_map(Verb::Back).boxed()));
    }
    if nature.has_grants {
        let grant = (who(), 0..PERMISSIONS.len(), any::<bool>());
        verbs.push((2, grant.prop_map(|(who, which, is)| Verb::Grant(who, which, is)).boxed()));
    }
    if nature.is_local {
        verbs.push((24, local().prop_map(Verb::Local).boxed()));
    }
    prop::collection::vec(Union::new_weighted(verbs), 1..=nature.verbs)
}

/// From moments to a month.
fn millis() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..1_000u64, 4 => 0..20_000u64, 4 => 0..4_000_000u64, 1 => 0..3_000_000_000u64]
}

/// Not less than half a minute: what a server holds expires by its own clock, which a test does not turn.
fn block_period() -> impl Strategy<Value = Option<u64>> {
    prop::option::weighted(0.9, 30_000..8_000_000u64)
}

fn takes() -> impl Strategy<Value = Vec<Charge>> {
    let of = |count| prop::collection::vec((0..BUCKETS, 0..4u32), count);
    prop_oneof![9 => of(0..=3), 1 => of(0..=MAX_TAKES + 1)]
}

fn fail() -> impl Strategy<Value = Verb> {
    let weight = prop_oneof![9 => 0..3u32, 1 => 11..16u32];
    let rule = prop_oneof![10 => Just(RULE), 1 => Just(STRICT), 1 => Just(RULE.without_block())];
    (0..PEOPLE, weight, rule).prop_map(|(who, weight, rule)| Verb::Fail { who, weight, rule })
}

fn deliver() -> impl Strategy<Value = Verb> {
    let sent_ago = prop_oneof![
        8 => 0..60_000i64,
        1 => -4_000_000..8_000_000i64,
        1 => -3_601_000..=-3_599_000i64,
        1 => 3_629_000..=3_631_000i64,
    ];
    let written = (0..PEOPLE, any::<bool>(), prop::option::weighted(0.95, sent_ago), takes())
        .prop_map(|(who, is_privileged, sent_ago, takes)| {
            Delivery::First(Written { who, is_privileged, sent_ago, takes })
        });
    let delivery = prop_oneof![written, (0..5usize).prop_map(Delivery::Again)];
    (delivery, prop::bool::weighted(0.8))
        .prop_map(|(delivery, runs)| Verb::Deliver { delivery, runs })
}

fn local() -> impl Strategy<Value = Local> {
    prop_oneof![
        4 => (0..PEOPLE).prop_map(Local::Flood),
        1 => (0..4u64).prop_map(Local::Seen),
        2 => (0..4u64).prop_map(Local::FirstSeen),
        3 => takes().prop_map(Local::Peek),
        2 => (0..3u64, 0..2u128).prop_map(|(key, value)| Local::Put(key, value)),
        2 => (0..3u64).prop_map(Local::LookOnce),
        3 => (0..3u64, 0..3u128).prop_map(|(key, value)| Local::CheckOnce(key, value)),
        3 => (0..3u64, 0..3u128).prop_map(|(key, value)| Local::TakeOnce(key, value)),
        2 => (0..3u64).prop_map(Local::Once),
    ]
}
