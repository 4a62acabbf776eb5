//! The state of a process with a durable store, which it opens again.

use std::path::PathBuf;
use std::sync::Arc;

use super::bot::Bot;
use super::*;
use crate::Store;
use crate::audit::{Event, Kind};
use crate::clock::Clock;
use crate::gate::replay::{self, Age};
use crate::gate::tests::grants::reopened;
use crate::store::Keeper;
use crate::store::tests::Folder;

struct Kept {
    /// None while it restarts.
    bot: Option<Bot>,
    path: PathBuf,
    _folder: Folder,
}

impl Kept {
    fn new() -> Self {
        let folder = Folder::in_memory();
        let path = folder.join("store");
        let made = Store::open(&path).unwrap();
        // Not before it was made.
        let began = Clock::default().now().wall.next_multiple_of(1_000);
        let bot = Some(Bot::build(began, Duration::ZERO, |bot| bot.store(made)));
        Self { bot, path, _folder: folder }
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().unwrap()
    }

    fn age(&self, message: &Message) -> Age {
        let now = self.bot().plan.clock.now();
        Age { sent_at: message.sent_at, started_at: self.remembers_since(), now }
    }
}

impl Bot {
    fn keeper(&self) -> &Arc<Keeper> {
        self.plan.keeper.as_ref().unwrap()
    }
}

impl Subject for Kept {
    const NATURE: Nature = Nature {
        is_local: true,
        has_grants: true,
        steps_back: false,
        tick: 1,
        outlasts: Outlasts::WhatIsKept,
        verbs: 100,
        cases: 200,
    };

    fn began(&self) -> u64 {
        self.bot().began
    }

    fn remembers_since(&self) -> u64 {
        let bot = self.bot();
        bot.keeper().marked_since(bot.plan.clock.now())
    }

    fn turn(&mut self, elapsed: Duration) {
        let Bot { plan, started, .. } = self.bot();
        let so_far = plan.clock.now().mono.since(Moment::default());
        plan.clock.advance(elapsed - *started - so_far);
    }

    async fn restart(&mut self) {
        let Some(bot) = self.bot.take() else { return };
        let began = bot.began;
        let elapsed = bot.started + bot.plan.clock.now().mono.since(Moment::default());
        drop(bot);
        // What keeps blocks that failures earned has it until it has done so.
        let store = reopened(&self.path).await;
        self.bot = Some(Bot::build(began, elapsed, |bot| bot.store(store)));
    }

    fn principal(&self, who: u64) -> Key {
        self.bot().principal(who)
    }

    async fn admit(&mut self, message: &Message, takes: &[Take]) -> Result<(), Denial> {
        let (bot, age) = (self.bot(), self.age(message));
        memory::admit(&bot.plan.memory, bot.principal(message.who), message, age, takes)
    }

    async fn keep(&mut self, message: &Message) -> Result<(), Denial> {
        let (keeper, age) = (self.bot().keeper(), self.age(message));
        replay::keep_in(keeper, message.key, age, message.is_privileged).await
    }

    async fn take(&mut self, takes: &[Take]) -> Result<(), Duration> {
        let Bot { plan, .. } = self.bot();
        let (now, keeper) = (plan.clock.now(), self.bot().keeper());
        let keep = |take: &Take, tat| keeper.charged(take, tat, now);
        plan.memory.take_telling(takes, now.mono, keep)
    }

    async fn fail(&mut self, who: u64, weight: u32, rule: Intrusion) -> Failure {
        let bot = self.bot();
        let now = bot.plan.clock.now();
        let failure = bot.plan.memory.fail(bot.principal(who), weight, rule, now.mono);
        if failure.blocked.is_some() {
            let event = Event::new(Kind::Alert, now.wall, "intrusion", "intrusion.blocked");
            bot.keeper().keep_earned(bot.somebody(who), event, &bot.plan.audit);
        }
        failure
    }

    async fn blocked(&mut self, who: u64) -> Option<Duration> {
        let Bot { plan, .. } = self.bot();
        plan.memory.blocked(self.principal(who), plan.clock.now().mono)
    }

    async fn block(&mut self, who: u64, period: Option<Duration>) -> bool {
        self.bot().block(who, period).await
    }

    async fn unblock(&mut self, who: u64) -> bool {
        self.bot().unblock(who).await
    }

    async fn grant(&mut self, who: u64, permission: &str, is_given: bool) -> bool {
        self.bot().grant(who, permission, is_given).await
    }

    fn holds(&self, who: u64, permission: &str) -> bool {
        self.bot().holds(who, permission)
    }

    fn memory(&self) -> Option<(&Memory, Moment)> {
        let Bot { plan, .. } = self.bot();
        Some((&plan.memory, plan.clock.now().mono))
    }
}

#[test]
fn a_store_is_the_model() {
    agree(async || Kept::new());
}
