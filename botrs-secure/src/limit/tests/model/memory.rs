//! The state of one process, which goes with it.

use super::*;
use crate::clock::Now;
use crate::gate::replay::{self, Age};

/// As good as any: whole seconds.
const BEGAN: u64 = 1_800_000_000_000;

struct Process<const SHARDS: usize> {
    memory: Memory,
    /// Since the beginning; and when the process began.
    elapsed: Duration,
    started: Duration,
}

impl<const SHARDS: usize> Process<SHARDS> {
    fn new(started: Duration) -> Self {
        let memory = Memory::with_shards(Bounds::default(), SHARDS);
        Self { memory, elapsed: started, started }
    }

    fn mono(&self) -> Moment {
        Moment::default() + self.elapsed.saturating_sub(self.started)
    }
}

impl<const SHARDS: usize> Subject for Process<SHARDS> {
    const NATURE: Nature = Nature {
        is_local: true,
        has_grants: false,
        // With one shard its clock is the latest of all calls; of several each has its own.
        steps_back: SHARDS == 1,
        tick: 1,
        outlasts: Outlasts::Nothing,
        verbs: 200,
        cases: 500,
    };

    fn began(&self) -> u64 {
        BEGAN
    }

    fn remembers_since(&self) -> u64 {
        wall(self.started)
    }

    fn turn(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
    }

    async fn restart(&mut self) {
        *self = Self::new(self.elapsed);
    }

    fn principal(&self, who: u64) -> Key {
        key(who)
    }

    async fn admit(&mut self, message: &Message, takes: &[Take]) -> Result<(), Denial> {
        let now = Now { mono: self.mono(), wall: wall(self.elapsed) };
        let started_at = self.remembers_since();
        let age = Age { sent_at: message.sent_at, started_at, now };
        admit(&self.memory, key(message.who), message, age, takes)
    }

    async fn keep(&mut self, _: &Message) -> Result<(), Denial> {
        Ok(())
    }

    async fn take(&mut self, takes: &[Take]) -> Result<(), Duration> {
        self.memory.take(takes, self.mono())
    }

    async fn fail(&mut self, who: u64, weight: u32, rule: Intrusion) -> Failure {
        self.memory.fail(key(who), weight, rule, self.mono())
    }

    async fn blocked(&mut self, who: u64) -> Option<Duration> {
        self.memory.blocked(key(who), self.mono())
    }

    async fn block(&mut self, who: u64, period: Option<Duration>) -> bool {
        let (now, for_ever) = (self.mono(), Moment(u64::MAX));
        let until = period.map_or(for_ever, |period| now + period);
        assert!(self.memory.block(key(who), until, now), "there is room");
        // A block without an end is one of 292 years.
        let until = until.min(Moment(u64::MAX / 2));
        self.memory.blocked(key(who), now) == Some(until.since(now))
    }

    async fn unblock(&mut self, who: u64) -> bool {
        let was_blocked = self.memory.blocked(key(who), self.mono()).is_some();
        self.memory.unblock(key(who));
        was_blocked
    }

    fn memory(&self) -> Option<(&Memory, Moment)> {
        Some((&self.memory, self.mono()))
    }
}

/// In the order of the gate.
pub(super) fn admit(
    memory: &Memory,
    principal: Key,
    message: &Message,
    age: Age,
    takes: &[Take],
) -> Result<(), Denial> {
    let now = age.now.mono;
    if let Some(remaining) = memory.blocked(principal, now) {
        return Err(Denial::Blocked { remaining });
    }
    if !memory.seen(message.key, now) {
        let flood = memory.flood(principal, verb::ATTEMPTS, now);
        flood.map_err(|wait| Denial::Flood { wait })?;
    }
    replay::check(memory, message.key, age, message.is_privileged)?;
    memory.peek(takes, now).map_err(|wait| Denial::Cooldown { wait })
}

fn wall(elapsed: Duration) -> u64 {
    BEGAN + elapsed.as_millis() as u64
}

#[test]
fn one_shard_is_the_model() {
    agree(async || Process::<1>::new(Duration::ZERO));
}

#[test]
fn many_shards_are_the_model() {
    agree(async || Process::<64>::new(Duration::ZERO));
}
