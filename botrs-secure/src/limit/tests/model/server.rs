//! The state that machines share: a process that ends takes nothing with it.

use std::time::Duration;

use super::bot::Bot;
use super::*;
use crate::clock::Now;
use crate::gate::replay::Age;
use crate::limit::redis::tests::server::Server;
use crate::limit::redis::{Admission, Refused, Shared};

struct Served<'a> {
    bot: Bot,
    server: &'a Server,
    elapsed: Duration,
}

impl<'a> Served<'a> {
    /// On a server that holds nothing.
    async fn new(server: &'a Server) -> Self {
        server.ask::<()>(&["FLUSHALL"]);
        let mut bot = connect(server, Duration::ZERO).await;
        bot.began = bot.shared().started_at().next_multiple_of(1_000);
        let mut this = Self { bot, server, elapsed: Duration::ZERO };
        this.turn(Duration::ZERO);
        this
    }
}

impl Bot {
    fn shared(&self) -> &Shared {
        self.plan.fleet.as_ref().unwrap().shared()
    }
}

async fn connect(server: &Server, started: Duration) -> Bot {
    let redis = server.redis().time_limit(Duration::from_secs(5));
    let mut bot = Bot::build(0, started, |bot| bot.redis(redis));
    bot.plan = bot.plan.connect().await.unwrap();
    bot
}

impl Subject for Served<'_> {
    const NATURE: Nature = Nature {
        is_local: false,
        has_grants: true,
        steps_back: false,
        tick: 1_000,
        outlasts: Outlasts::Everything,
        verbs: 60,
        cases: 200,
    };

    fn began(&self) -> u64 {
        self.bot.began
    }

    fn remembers_since(&self) -> u64 {
        self.bot.shared().started_at()
    }

    fn turn(&mut self, elapsed: Duration) {
        self.elapsed = elapsed;
        self.bot.shared().set_wall(Duration::from_millis(self.bot.began) + elapsed);
    }

    async fn restart(&mut self) {
        let began = self.bot.began;
        self.bot = Bot { began, ..connect(self.server, self.elapsed).await };
        self.turn(self.elapsed);
    }

    fn principal(&self, who: u64) -> Key {
        self.bot.principal(who)
    }

    async fn admit(&mut self, message: &Message, takes: &[Take]) -> Result<(), Denial> {
        let shared = self.bot.shared();
        let wall = self.bot.began + self.elapsed.as_millis() as u64;
        let now = Now { mono: Moment::default() + self.elapsed, wall };
        let age = Age { sent_at: message.sent_at, started_at: shared.started_at(), now };
        let lasts = age.mark_lasts(message.is_privileged);
        let ask = Admission {
            principal: self.principal(message.who),
            message: message.key,
            flood: verb::ATTEMPTS,
            mark_for: *lasts.as_ref().unwrap_or(&Duration::ZERO),
            stale: lasts.is_err(),
            stale_after: if message.is_privileged { age.young_until() } else { None },
            takes,
        };
        shared.admit(&ask).await.unwrap().result.map_err(|refused| match refused {
            Refused::Blocked(remaining) => Denial::Blocked { remaining },
            Refused::Flood(wait) => Denial::Flood { wait },
            Refused::Stale => Denial::Stale,
            Refused::Again => Denial::Replay,
            Refused::Wait(wait) => Denial::Cooldown { wait },
        })
    }

    /// The server has the mark already.
    async fn keep(&mut self, _: &Message) -> Result<(), Denial> {
        Ok(())
    }

    async fn take(&mut self, takes: &[Take]) -> Result<(), Duration> {
        self.bot.shared().take(takes).await.unwrap()
    }

    async fn fail(&mut self, who: u64, weight: u32, rule: Intrusion) -> Failure {
        self.bot.shared().fail(self.principal(who), weight, rule).await.unwrap()
    }

    async fn blocked(&mut self, who: u64) -> Option<Duration> {
        self.bot.shared().blocked(self.principal(who)).await.unwrap()
    }

    async fn block(&mut self, who: u64, period: Option<Duration>) -> bool {
        self.bot.block(who, period).await
    }

    async fn unblock(&mut self, who: u64) -> bool {
        self.bot.unblock(who).await
    }

    async fn grant(&mut self, who: u64, permission: &str, is_given: bool) -> bool {
        self.bot.grant(who, permission, is_given).await
    }

    fn holds(&self, who: u64, permission: &str) -> bool {
        self.bot.holds(who, permission)
    }
}

#[test]
fn a_server_is_the_model() {
    let Some(server) = Server::start(&[]) else { return };
    agree(async || Served::new(&server).await);
}
