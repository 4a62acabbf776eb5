//! What a rate check costs, beside the limiter that the guide of botrs shows and beside governor.
//!
//! `cargo bench -p botrs-secure --features testing --bench limit`. The goals are those of the design: among
//! a million principals at most half of governor's time, among a thousand never more than it, no allocation
//! a check, and at most 64 bytes a principal and 34 for each further bucket. A sample is [`CALLS`] checks, so
//! 1 ms is 100 ns a check; "fastest" is the column to compare where other programs run. Principals come in
//! no order that a cache could learn, and no sample meets those of the one before.
//!
//! `OneRead` is the floor: where it takes as long as half of governor's check, half cannot be had.
//!
//! Our checks hash the ids and read a clock that stands still; governor's read one of its own kind.

use std::collections::HashMap;
use std::hint::black_box;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use botrs_secure::Quota;
use botrs_secure::testing::{Clock, Limits};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use governor::RateLimiter;
use governor::clock::{FakeRelativeClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    print_bytes();
    divan::main();
}

const PRINCIPALS: [u64; 3] = [1_000, 100_000, 1_000_000];
const THREADS: [usize; 2] = [1, 2];
/// Checks a sample.
const CALLS: usize = 10_000;
/// More than a million principals need.
const BYTES: usize = 1 << 30;
const HOUR: Duration = Duration::from_secs(3600);
/// Of the benches of refusals.
const FEW: u32 = 10;

/// A limiter that lets `burst` calls of each principal through at once, and its calls.
trait Limiter: Sync {
    /// How it names a principal.
    type Id: Sync;

    fn new(burst: u32) -> Self;
    fn id(user: u64) -> Self::Id;
    /// Zero for a call that passes, or else some of the time to wait, which cannot be known before the
    /// principal's state is read.
    fn check(&self, id: &Self::Id) -> u64;
}

struct Ours(Limits, Quota);

impl Limiter for Ours {
    type Id = u64;

    fn new(burst: u32) -> Self {
        Self(Limits::new(BYTES, Clock::manual()), Quota::per(burst, HOUR))
    }

    fn id(user: u64) -> u64 {
        user
    }

    fn check(&self, user: &u64) -> u64 {
        self.0.flood(*user, self.1).map_or_else(|wait| wait.as_secs(), |()| 0)
    }
}

type Keyed = RateLimiter<u64, DashMapStateStore<u64>, FakeRelativeClock, NoOpMiddleware<Nanos>>;
type Nanos = <FakeRelativeClock as governor::clock::Clock>::Instant;

struct Governor(Keyed);

impl Limiter for Governor {
    type Id = u64;

    fn new(burst: u32) -> Self {
        let quota = governor::Quota::per_hour(NonZero::new(burst).expect("a burst"));
        Self(RateLimiter::dashmap_with_clock(quota, FakeRelativeClock::default()))
    }

    fn id(user: u64) -> u64 {
        user
    }

    fn check(&self, user: &u64) -> u64 {
        let start = Nanos::default();
        self.0
            .check_key(user)
            .map_or_else(|no| no.earliest_possible().duration_since(start).into(), |()| 0)
    }
}

/// The guide's `SecurityRateLimiter`, as it is written there.
struct Guide {
    calls: Mutex<HashMap<String, Vec<Instant>>>,
    window: Duration,
}

impl Limiter for Guide {
    type Id = String;

    /// It keeps each call of the window, so where all pass the window is empty.
    fn new(burst: u32) -> Self {
        let window = if burst == FEW { HOUR } else { Duration::ZERO };
        Self { calls: Mutex::default(), window }
    }

    fn id(user: u64) -> String {
        user.to_string()
    }

    fn check(&self, user: &String) -> u64 {
        let mut calls = self.calls.lock().expect("no panic");
        let now = Instant::now();
        let calls = calls.entry(user.clone()).or_default();
        calls.retain(|&call| now.duration_since(call) < self.window);
        if calls.len() >= FEW as usize {
            return 1;
        }
        calls.push(now);
        0
    }
}

/// One read of 16 bytes out of 32 MiB: no limiter that keeps a million principals can be faster.
struct OneRead(Vec<[u64; 2]>);

impl Limiter for OneRead {
    type Id = u64;

    fn new(_: u32) -> Self {
        // Not all zeros, which would be one page that is read again and again.
        Self(vec![[1, 0]; 1 << 21])
    }

    fn id(user: u64) -> u64 {
        user
    }

    fn check(&self, user: &u64) -> u64 {
        let [_, tat] = self.0[(user.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 43) as usize];
        tat
    }
}

/// So many principals, each known and with that much left, visited in an order that looks random.
struct Crowd<L: Limiter> {
    limiter: L,
    ids: Vec<L::Id>,
    next: AtomicUsize,
}

impl<L: Limiter> Crowd<L> {
    fn new(principals: u64, burst: u32) -> Self {
        let limiter = L::new(burst);
        let ids = (0..principals).map(|n| L::id(n * 618_033_987 % principals));
        let crowd = Self { limiter, ids: ids.collect(), next: AtomicUsize::new(0) };
        let calls = if burst == FEW { FEW } else { 1 };
        for id in &crowd.ids {
            (0..calls).for_each(|_| assert_eq!(crowd.limiter.check(id), 0));
        }
        crowd
    }

    /// Calls whose next principal is known from the start.
    fn independent(&self) -> u64 {
        let from = self.next.fetch_add(CALLS, Ordering::Relaxed) % self.ids.len();
        let ids = self.ids.iter().cycle().skip(from).take(CALLS);
        ids.map(|id| black_box(self.limiter.check(id))).fold(0, u64::wrapping_add)
    }

    /// Calls whose next principal depends on the answer before.
    fn dependent(&self) -> usize {
        let mut at = self.next.fetch_add(CALLS, Ordering::Relaxed) % self.ids.len();
        let none = black_box(0);
        for _ in 0..CALLS {
            let answer = black_box(self.limiter.check(&self.ids[at]));
            at += 1 + (answer as usize & none);
            if at >= self.ids.len() {
                at = 0;
            }
        }
        at
    }
}

fn bench<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64, burst: u32) {
    let crowd = Crowd::<L>::new(principals, burst);
    bencher.counter(ItemsCount::new(CALLS)).bench(|| crowd.independent());
}

fn bench_dependent<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64, burst: u32) {
    let crowd = Crowd::<L>::new(principals, burst);
    bencher.counter(ItemsCount::new(CALLS)).bench(|| crowd.dependent());
}

#[divan::bench(types = [Ours, Governor, Guide, OneRead], args = PRINCIPALS, threads = THREADS)]
fn allowed<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64) {
    bench::<L>(bencher, principals, u32::MAX);
}

#[divan::bench(types = [Ours, Governor, Guide, OneRead], args = PRINCIPALS, threads = THREADS)]
fn allowed_dependent<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64) {
    bench_dependent::<L>(bencher, principals, u32::MAX);
}

#[divan::bench(types = [Ours, Governor, Guide, OneRead], args = PRINCIPALS, threads = THREADS)]
fn denied<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64) {
    bench::<L>(bencher, principals, FEW);
}

#[divan::bench(types = [Ours, Governor, Guide, OneRead], args = PRINCIPALS, threads = THREADS)]
fn denied_dependent<L: Limiter>(bencher: Bencher<'_, '_>, principals: u64) {
    bench_dependent::<L>(bencher, principals, FEW);
}

/// What the tables hold for a principal with a block, a flood and one cooldown, and for each bucket beyond
/// that; the worst of many sizes, since tables grow by steps.
fn print_bytes() {
    let quota = Quota::per(FEW, HOUR);
    let [mut principal, mut further] = [0.0_f64; 2];
    let [one, five] = [1, 5].map(|buckets| (buckets, Limits::new(BYTES, Clock::manual())));
    for user in 1..=200_000 {
        for (buckets, limits) in [&one, &five] {
            assert!(limits.block(user, HOUR), "no room");
            assert!(limits.flood(user, quota).and(limits.take(user, *buckets, quota)).is_ok());
        }
        if user >= 50_000 && user % 1_000 == 0 {
            let [one, five] = [&one, &five].map(|(_, limits)| limits.bytes() as f64 / user as f64);
            principal = principal.max(one);
            further = further.max((five - one) / 4.0);
        }
    }
    println!("at most {principal:.1} bytes a principal, {further:.1} for each further bucket");
}
