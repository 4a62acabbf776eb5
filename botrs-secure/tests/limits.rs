//! The limits in a flood and in a race: small by default, and in full by `.ci/long/floods`.

use std::env;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use botrs_secure::Quota;
use botrs_secure::testing::{Clock, Limits};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
const FLOOD: Quota = Quota::per(10, Duration::from_secs(60));
const COOLDOWN: Quota = Quota::once_per(HOUR);

/// Of the full flood; a smaller one has a bound that is smaller in proportion.
const PRINCIPALS: usize = 10_000_000;
const DEFAULT_BOUND: usize = 64 << 20;
/// With room for a block of each of them.
const WIDE_BOUND: usize = 640 << 20;
/// What a process may occupy beyond the bound: its code and stacks, and the table that is being moved.
const BEYOND: usize = 16 << 20;
/// One in so many strangers fails until it is blocked.
const OFFENDERS: u64 = 500;
/// Users who are there before the flood.
const EARLIER: u64 = 100;

/// `BOTRS_SECURE_LONG=1` asks for all of it.
fn is_long() -> bool {
    env::var_os("BOTRS_SECURE_LONG").is_some_and(|value| value == "1")
}

/// What is resident of this process, where the system says so.
fn resident() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok().map(|kilobytes: usize| kilobytes << 10)
}

static FLOODS: Mutex<()> = Mutex::new(());

/// Fails until blocked, or as often as the default rule forgives and once more.
fn offend(limits: &Limits, user: u64) -> bool {
    (0..6).any(|_| limits.fail(user).is_some())
}

/// So many strangers do this to limits that know earlier offenders, from two threads at full speed; the limits
/// after it.
fn flood(name: &str, bound: usize, stranger: impl Fn(&Limits, u64) -> bool + Sync) -> Limits {
    let part = if is_long() { 1 } else { 20 };
    let (principals, bound) = (PRINCIPALS / part, bound / part);
    // What is resident is the process's: one flood at a time, and what was there before does not count.
    let _alone = FLOODS.lock().unwrap_or_else(PoisonError::into_inner);
    let before = resident().unwrap_or_default();
    let limits = Limits::new(bound, Clock::manual());
    for user in 1..=EARLIER {
        assert!(offend(&limits, user));
        limits.take(1_000 + user, 1, COOLDOWN).unwrap();
    }
    let (most, begun) = (AtomicUsize::new(0), std::time::Instant::now());
    let blocked: Vec<u64> = thread::scope(|scope| {
        let threads = [0, 1].map(|thread| {
            let (limits, most, stranger) = (&limits, &most, &stranger);
            scope.spawn(move || {
                let mut blocked = Vec::new();
                for number in (thread..principals).step_by(2) {
                    let user = 10_000 + number as u64;
                    if stranger(limits, user) && blocked.len() < 1 << 16 {
                        blocked.push(user);
                    }
                    if thread == 0 && number % (principals / 50) == 0 {
                        most.fetch_max(resident().unwrap_or_default(), Ordering::Relaxed);
                        assert!(limits.bytes() <= bound);
                        if number % (principals / 10) == 0 {
                            eprintln!("{name}: {number} of {principals} principals");
                        }
                    }
                }
                blocked
            })
        });
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let most = most.into_inner().saturating_sub(before);
    let millions = principals as f64 / 1e6;
    let rate = millions / begun.elapsed().as_secs_f64();
    eprintln!(
        "{name}: {millions} M principals, {rate:.2} M a second; a bound of {} KiB: the tables have {} KiB, \
         resident are {} KiB at most; {} blocks looked at",
        bound >> 10,
        limits.bytes() >> 10,
        most >> 10,
        blocked.len(),
    );
    assert!(limits.bytes() > bound / 4, "the flood did not fill the tables");
    assert!(most <= bound + BEYOND, "{most} bytes are resident");
    assert!(!blocked.is_empty());
    for user in (1..=EARLIER).chain(blocked) {
        assert!(limits.blocked(user).is_some(), "{user} is no longer blocked");
    }
    for user in 1..=EARLIER {
        assert!(limits.take(1_000 + user, 1, COOLDOWN).is_err(), "{user} has its cooldown back");
    }
    limits
}

#[test]
fn a_flood_of_offenders_who_have_room_blocks_them_all_and_a_new_one() {
    let missed = AtomicUsize::new(0);
    let limits = flood("offenders with room", WIDE_BOUND, |limits, user| {
        let _ = limits.flood(user, FLOOD);
        let blocked = offend(limits, user);
        missed.fetch_add(usize::from(!blocked), Ordering::Relaxed);
        blocked
    });
    assert_eq!(missed.into_inner(), 0, "offenders were not blocked");
    assert!(offend(&limits, ANOTHER));
    assert_eq!(limits.blocked(ANOTHER), Some(DAY));
}

/// Nobody's number in a flood.
const ANOTHER: u64 = u64::MAX;

#[test]
fn a_flood_of_strangers_frees_nobody_and_a_new_offender_is_blocked() {
    let limits = flood("strangers", DEFAULT_BOUND, |limits, user| {
        let _ = limits.flood(user, FLOOD);
        let _ = limits.take(user, 1, COOLDOWN);
        user % OFFENDERS == 0 && {
            assert!(offend(limits, user), "an offender in the flood is not blocked");
            true
        }
    });
    assert!(offend(&limits, ANOTHER));
    assert_eq!(limits.blocked(ANOTHER), Some(DAY));
}

/// Once all there is room for are blocked, whoever else fails shares one quota with all other strangers.
#[test]
fn a_flood_of_offenders_frees_nobody_and_leaves_a_new_one_the_quota_of_strangers() {
    let limits = flood("offenders", DEFAULT_BOUND, |limits, user| {
        let _ = limits.flood(user, FLOOD);
        limits.fail(user).is_some()
    });
    let others = ANOTHER - 1_000..=ANOTHER;
    assert!(others.clone().all(|user| limits.blocked(user).is_some() || !offend(&limits, user)));
    assert!(others.clone().all(|user| limits.flood(user, FLOOD).is_err()));
}

/// How many of so many calls pass, made by two threads at once.
fn race(calls: usize, call: impl Fn(usize, usize) -> bool + Sync) -> usize {
    let start = Barrier::new(2);
    thread::scope(|scope| {
        let threads = [0, 1].map(|thread| {
            let (start, call) = (&start, &call);
            scope.spawn(move || {
                start.wait();
                (0..calls).filter(|&number| call(thread, number)).count()
            })
        });
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

#[test]
fn two_threads_get_exactly_the_quota_and_again_after_a_jump() {
    let calls = if is_long() { 1_000_000 } else { 50_000 };
    let quota = Quota::per(10_007, HOUR);
    for buckets in [0, 1, 3] {
        let clock = Clock::manual();
        let limits = Limits::new(0, clock.clone());
        let call = || match buckets {
            0 => limits.flood(1, quota).is_ok(),
            _ => limits.take(1, buckets, quota).is_ok(),
        };
        assert_eq!(race(calls, |_, _| call()), 10_007);
        clock.advance(DAY);
        // The clock jumps once more, in mid-race, when a thread alone has used up all there was.
        let passed = race(calls, |thread, number| {
            if thread == 0 && number == calls / 2 {
                clock.advance(DAY);
            }
            call()
        });
        assert_eq!(passed, 2 * 10_007);
    }
}
