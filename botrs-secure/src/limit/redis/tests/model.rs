//! Random sequences of verbs: the server says what [`Memory`] says.

use std::env;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

use super::super::super::{Bounds, Memory, Seen};
use super::*;
use crate::clock::Moment;

const RULE: Intrusion =
    Intrusion { threshold: 2, window: MINUTE, block: HOUR, ..Intrusion::DEFAULT };

/// Of whole microseconds, or the server would round up.
const QUOTAS: [Quota; 3] = [
    Quota::once_per(Duration::from_secs(30)),
    Quota::new(3, Duration::from_secs(7)),
    Quota::per(7, Duration::from_millis(99_995)),
];

#[derive(Debug, Clone)]
enum Verb {
    Wait(u64),
    Admit { who: u64, message: u64, stale: bool, takes: Vec<(u64, u32)> },
    Take(Vec<(u64, u32)>),
    Fail(u64, u32, bool),
    Block(u64, u64),
    Blocked(u64),
    Unblock(u64),
}

fn verb() -> impl Strategy<Value = Verb> {
    let takes = || prop::collection::vec((0..6u64, 0..4u32), 0..=MAX_TAKES);
    prop_oneof![
        6 => prop_oneof![0..1_000u64, 0..20_000u64, 0..4_000_000u64].prop_map(Verb::Wait),
        6 => (0..3u64, 0..9u64, prop::bool::weighted(0.2), takes()).prop_map(
            |(who, message, stale, takes)| Verb::Admit { who, message, stale, takes }
        ),
        5 => takes().prop_map(Verb::Take),
        4 => (0..3u64, 0..3u32, prop::bool::weighted(0.9))
            .prop_map(|(who, weight, blocks)| Verb::Fail(who, weight, blocks)),
        1 => (0..3u64, 0..4_000_000u64).prop_map(|(who, millis)| Verb::Block(who, millis)),
        1 => (0..3u64).prop_map(Verb::Blocked),
        1 => (0..3u64).prop_map(Verb::Unblock),
    ]
}

fn takes(chosen: &[(u64, u32)]) -> Vec<Take> {
    let one =
        |&(number, cost): &(u64, u32)| Take { cost, ..take(number, QUOTAS[number as usize % 3]) };
    chosen.iter().map(one).collect()
}

/// The order of the gate.
fn admit_in_memory(memory: &Memory, ask: &Admission<'_>, now: Moment) -> Result<(), Refused> {
    if let Some(remaining) = memory.blocked(ask.principal, now) {
        return Err(Refused::Blocked(remaining));
    }
    if !memory.seen(ask.message, now) {
        memory.flood(ask.principal, ask.flood, now).map_err(Refused::Flood)?;
    }
    if ask.stale {
        return Err(Refused::Stale);
    }
    if memory.first_seen(ask.message, now, ask.mark_for) == Seen::Again {
        return Err(Refused::Again);
    }
    memory.peek(ask.takes, now).map_err(Refused::Wait)
}

async fn check(shared: &Shared, verbs: Vec<Verb>) -> Result<(), TestCaseError> {
    let memory = Memory::new(Bounds::default());
    let mut elapsed = HOUR;
    shared.set_time(elapsed);
    for verb in verbs {
        let now = Moment::default() + elapsed;
        match verb {
            Verb::Wait(millis) => {
                elapsed += Duration::from_millis(millis);
                shared.set_time(elapsed);
            }
            Verb::Admit { who, message, stale, takes: chosen } => {
                let takes = takes(&chosen);
                let ask = Admission {
                    flood: QUOTAS[1],
                    stale,
                    takes: &takes,
                    ..super::message(who, message)
                };
                let expected = admit_in_memory(&memory, &ask, now);
                prop_assert_eq!(admit(shared, ask).await, expected);
            }
            Verb::Take(chosen) => {
                let takes = takes(&chosen);
                prop_assert_eq!(shared.take(&takes).await, Ok(memory.take(&takes, now)));
            }
            Verb::Fail(who, weight, blocks) => {
                let rule = if blocks { RULE } else { RULE.without_block() };
                let expected = memory.fail(key(who), weight, rule, now);
                prop_assert_eq!(shared.fail(key(who), weight, rule).await, Ok(expected));
            }
            Verb::Block(who, millis) => {
                let period = Duration::from_millis(millis);
                memory.block(key(who), now + period, now);
                let expected = memory.blocked(key(who), now).unwrap_or_default();
                prop_assert_eq!(shared.block(key(who), period).await, Ok(expected));
            }
            Verb::Blocked(who) => {
                prop_assert_eq!(shared.blocked(key(who)).await, Ok(memory.blocked(key(who), now)));
            }
            Verb::Unblock(who) => {
                let was_blocked = memory.blocked(key(who), now).is_some();
                memory.unblock(key(who));
                prop_assert_eq!(shared.unblock(key(who)).await, Ok(was_blocked));
            }
        }
    }
    Ok(())
}

/// `PROPTEST_CASES` says how many cases; each has a bot of its own, so that it begins empty.
#[test]
fn the_server_says_what_the_memory_says() {
    let Some(server) = Server::start(&[]) else { return };
    let runtime = Runtime::new().unwrap();
    let cases = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let bots = std::cell::Cell::new(0);
    let verbs = prop::collection::vec(verb(), 1..120);
    let ran = runner.run(&verbs, |verbs| {
        bots.set(bots.get() + 1);
        runtime.block_on(async {
            let config = Redis::new(server.url()).time_limit(5 * SECOND);
            let bot = BotId::new(bots.get());
            let shared = Shared::connect(&config, &secret(), bot).await.unwrap();
            check(&shared, verbs).await
        })
    });
    ran.unwrap();
}
