//! What the gate costs: refusals on the spot, and the whole way to an empty body and back.
//!
//! `cargo bench -p botrs-secure --features testing --bench gate`. The budgets are those of the design:
//! a blocked caller 75 ns, a flood or a lacking permission 150 ns, a cooldown 220 ns, each without an
//! allocation; the whole way with its spawn and its reply 700 ns and 5 allocations. "Hot" is 1,000
//! principals. The audit takes every record; what its writer does is on another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Incoming, Roles};
use divan::{AllocProfiler, Bencher};
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const HOT: u64 = 1_000;

#[command(perm = MuteMembers, cooldown = none)]
async fn privileged(_ctx: Context<'_, privileged>) -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "1h")]
async fn cooled(_ctx: Context<'_, cooled>) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, cooldown = "1ms")]
async fn three(_ctx: Context<'_, three>, a: u64, b: Duration, #[rest] c: Text) -> Result<()> {
    divan::black_box((a, b, c));
    Ok(())
}

/// A bot and its runtime; the count of decisions so far.
struct Bot {
    runtime: Runtime,
    harness: Harness,
    decided: Arc<AtomicUsize>,
}

impl Bot {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let decided = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&decided);
        let harness = Harness::new(|bot| {
            // With the windows of a real policy: of a flood of refusals one is answered.
            bot.commands(commands![privileged, cooled, three])
                .policy(Policy::new().trust_all_guilds())
                .on_decision(move |_| {
                    count.fetch_add(1, Ordering::Relaxed);
                })
        });
        Self { runtime, harness, decided }
    }

    fn message(&self, caller: &Caller, number: usize, text: &str) -> Incoming {
        self.harness.message(caller, &format!("b{number}"), text).expect("a message")
    }

    /// Lets everything that was spawned run to its end.
    fn settle(&self, decisions: usize) {
        self.runtime.block_on(async {
            while self.decided.load(Ordering::Relaxed) < decisions {
                tokio::task::yield_now().await;
            }
        });
    }
}

fn member(number: usize, roles: &[u64]) -> Caller {
    Caller::guild(number as u64 % HOT + 1, roles)
}

/// Refusals, with fresh messages of a thousand principals in turn.
fn refusals(bencher: Bencher<'_, '_>, bot: &Bot, roles: &[u64], text: &str) {
    let _runtime = bot.runtime.enter();
    let number = AtomicUsize::new(1_000_000);
    bencher
        .with_inputs(|| {
            let number = number.fetch_add(1, Ordering::Relaxed);
            bot.message(&member(number, roles), number, text)
        })
        .bench_values(|message| bot.harness.post(message));
}

/// Silent ones: neither an answer nor a spawn is in the figure.
#[divan::bench]
fn refused_bot(bencher: Bencher<'_, '_>) {
    let bot = Bot::new();
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let number = number.fetch_add(1, Ordering::Relaxed);
            bot.message(&member(number, &[]).as_bot(), number, "/privileged")
        })
        .bench_values(|message| bot.harness.post(message));
}

#[divan::bench]
fn refused_blocked(bencher: Bencher<'_, '_>) {
    let bot = Bot::new();
    let _runtime = bot.runtime.enter();
    for n in 0..HOT as usize * 6 {
        bot.harness.post(bot.message(&member(n, &[]), n, "/privileged"));
    }
    refusals(bencher, &bot, &[], "/privileged");
}

#[divan::bench]
fn refused_flood(bencher: Bencher<'_, '_>) {
    let bot = Bot::new();
    let _runtime = bot.runtime.enter();
    for n in 0..HOT as usize * 10 {
        bot.harness.post(bot.message(&member(n, &[2]), n, "/cooled"));
    }
    refusals(bencher, &bot, &[2], "/cooled");
}

/// Each principal a few times only, or the flood stage would answer: a fresh bot for each sample.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn refused_unknown_permission_x1000(bencher: Bencher<'_, '_>) {
    a_thousand(bencher, "/privileged", &|n| member(n, &[]).with_roles(Roles::Unknown), 0);
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn refused_cooldown_x1000(bencher: Bencher<'_, '_>) {
    a_thousand(bencher, "/cooled", &|n| member(n, &[]), HOT as usize);
}

/// The whole way: replay, permission, cooldown, three arguments, spawn, capacity, time limit, audit.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn allowed_three_arguments_x1000(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let fresh = Bot::new();
            let messages: Vec<_> = (0..HOT as usize)
                .map(|n| fresh.message(&member(n, &[2]), n, "/three 42 10m a short reason"))
                .collect();
            (fresh, messages)
        })
        .bench_values(|(bot, messages)| {
            let guard = bot.runtime.enter();
            for message in messages {
                bot.harness.post(message);
            }
            drop(guard);
            bot.settle(HOT as usize);
            bot
        });
}

/// A thousand messages of a thousand principals, after as many others where `warm` says so.
fn a_thousand(
    bencher: Bencher<'_, '_>,
    text: &str,
    caller: &(dyn Fn(usize) -> Caller + Sync),
    warm: usize,
) {
    bencher
        .with_inputs(|| {
            let bot = Bot::new();
            let guard = bot.runtime.enter();
            for n in 0..warm {
                bot.harness.post(bot.message(&caller(n), n, text));
            }
            drop(guard);
            bot.settle(warm);
            let messages: Vec<_> =
                (0..HOT as usize).map(|n| bot.message(&caller(n), warm + n, text)).collect();
            (bot, messages)
        })
        .bench_values(|(bot, messages)| {
            let guard = bot.runtime.enter();
            for message in messages {
                bot.harness.post(message);
            }
            drop(guard);
            bot
        });
}
