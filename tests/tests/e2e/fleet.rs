//! One bot on two machines, which share their state by a real Redis: each serves one shard.

use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::RedisServer;
use botrs_secure::testing::loopback::{Platform, Post};
use botrs_secure::{Redis, StartError};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, block_in_place};

use crate::commands::{Runs, count, mute, ping};
use crate::leaks;
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    a_cooldown_and_a_block_hold_on_both_machines,
    a_message_that_comes_to_both_machines_runs_once,
    without_redis_privileged_commands_are_refused_until_it_is_back,
];

const MUTE: &str = "/mute <@!300> 1m";

type Run = JoinHandle<Result<(), StartError>>;

/// What the machines share; their decisions and records are in one place.
struct Fleet {
    site: Site,
    /// Each runs until its sender is dropped.
    machines: Vec<(Run, oneshot::Sender<()>)>,
    runs: Runs,
    server: RedisServer,
}

impl Fleet {
    /// None without the program `redis-server`, after saying so.
    async fn start(platform: &Platform) -> Option<Self> {
        let server = block_in_place(|| RedisServer::for_test(&[]))?;
        let mut site = Site::new(platform);
        site.bot = site.bot.clone().shards(2);
        let (mut machines, runs) = (Vec::new(), Runs::default());
        for number in 0..2 {
            let redis = Redis::new(server.url()).key_file(server.key_file());
            leaks::look("redis", &format!("{redis:?}"));
            let bot = site
                .builder()
                .commands(commands![count, mute, ping])
                .state(runs.clone())
                .shard(number, 2)
                .redis(redis.time_limit(Duration::from_secs(5)))
                .build()
                .expect("a bot that can be built");
            let (stop, stopped) = oneshot::channel::<()>();
            let running = bot.run_until(async { drop(stopped.await) });
            machines.push((tokio::spawn(running), stop));
        }
        site.bot.connected().await;
        Some(Self { site, machines, runs, server })
    }

    /// Posts to the shard of this machine, and waits for the rule.
    async fn say(&self, machine: u32, user: u64, text: &str) -> &'static str {
        self.site.ask(self.post(user, text).to_shards(&[machine])).await.rule
    }

    fn post(&self, user: u64, text: &str) -> Post {
        self.site.by(user).text(text)
    }

    /// Waits until a machine lets an administrator act; each tries once, at one machine, so that none is
    /// stopped as a flood or by a cooldown.
    async fn healed(&self, machine: u32) {
        for n in (10 + u64::from(machine)..50).step_by(2) {
            match self.say(machine, admin(n), MUTE).await {
                "allowed" => return,
                rule => assert!(rule.starts_with("state.") || rule == "replay.stale", "{rule}"),
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        panic!("machine {machine} does not ask the server again");
    }

    async fn stop(self) {
        for (running, stop) in self.machines {
            drop(stop);
            let ended = tokio::time::timeout(PATIENCE, running).await.expect("it ends");
            ended.expect("no panic").expect("a clean end");
        }
    }
}

async fn a_cooldown_and_a_block_hold_on_both_machines(platform: Platform) {
    let Some(fleet) = Fleet::start(&platform).await else { return };
    let traffic = fleet.site.bot.traffic();
    assert_eq!((traffic.identifies, traffic.open), (2, 2), "each machine serves its shard alone");
    assert_eq!(fleet.say(0, admin(0), MUTE).await, "allowed");
    assert_eq!(fleet.say(1, admin(0), MUTE).await, "limit");
    assert_eq!(fleet.say(1, admin(1), MUTE).await, "allowed");

    for _ in 0..3 {
        assert_eq!(fleet.say(0, member(1), MUTE).await, "permission.missing");
        assert_eq!(fleet.say(1, member(1), MUTE).await, "permission.missing");
    }
    assert_eq!(fleet.say(0, member(1), "/ping").await, "block");
    assert_eq!(fleet.say(1, member(1), "/ping").await, "block");
    assert_eq!(fleet.say(1, member(2), "/ping").await, "allowed");
    assert_eq!(fleet.site.effects().len(), 2);
    fleet.stop().await;
}

async fn a_message_that_comes_to_both_machines_runs_once(platform: Platform) {
    let Some(fleet) = Fleet::start(&platform).await else { return };
    for n in 0..10 {
        let id = fleet.site.post(fleet.post(member(n), "/count").to_shards(&[0, 1]));
        let mut rules = fleet.site.decided_times(&id, 2).await;
        rules.sort_unstable();
        assert_eq!(rules, ["allowed", "replay"]);
    }
    assert_eq!(fleet.runs.get(), 10);
    fleet.stop().await;
}

async fn without_redis_privileged_commands_are_refused_until_it_is_back(platform: Platform) {
    let Some(mut fleet) = Fleet::start(&platform).await else { return };
    for _ in 0..6 {
        assert_eq!(fleet.say(0, member(1), MUTE).await, "permission.missing");
    }
    assert_eq!(fleet.say(1, member(1), "/ping").await, "block");

    block_in_place(|| fleet.server.stop()).expect("it can be stopped");
    for machine in [0, 1] {
        assert_eq!(fleet.say(machine, admin(0), MUTE).await, "state.away");
        assert_eq!(fleet.say(machine, member(2), "/ping").await, "allowed");
        assert_eq!(fleet.say(machine, member(1), "/ping").await, "block");
    }
    assert_eq!(fleet.site.effects().len(), 0);

    // Empty: what the machines know of blocks is all that is left.
    block_in_place(|| fleet.server.restart()).expect("it starts again");
    for machine in [0, 1] {
        fleet.healed(machine).await;
        assert_eq!(fleet.say(machine, member(1), "/ping").await, "block");
    }
    assert_eq!(fleet.site.effects().len(), 2);
    assert_eq!(fleet.say(0, admin(1), MUTE).await, "allowed");
    assert_eq!(fleet.say(1, admin(1), MUTE).await, "limit");
    fleet.stop().await;
}
