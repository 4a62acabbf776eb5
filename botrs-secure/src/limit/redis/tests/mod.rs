//! The shared state against a real server, which each test starts for itself.

#[cfg(target_os = "linux")]
mod clock;
mod connect;
mod faults;
mod grants;
mod hangs;
mod mirror;
mod processes;
pub(crate) mod proxy;
mod race;
pub(crate) mod server;
#[cfg(all(feature = "redis-tls", feature = "testing"))]
mod tls;
mod verbs;

use std::time::Duration;

use self::server::Server;
use super::super::key::Key;
use super::super::quota::Quota;
use super::super::take::{MAX_TAKES, Take};
use super::super::{BucketKey, Intrusion};
use super::*;
use crate::private_file::FileError;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

const BOT: BotId = BotId::new(102_000_001);

/// The default: more than 5 failures in an hour block for a day.
const RULE: Intrusion = Intrusion::DEFAULT;

/// Where the time of tests begins, in microseconds since 1970.
const BEGIN: u64 = 1_800_000_000_000_000;

fn secret() -> SecretKey {
    SecretKey::new([7; 32])
}

async fn connect(server: &Server) -> Shared {
    // The machine may be busy: no test but those of the time limit may fail for it.
    Shared::connect(&Redis::new(server.url()).time_limit(5 * SECOND), &secret(), BOT).await.unwrap()
}

/// Waits until verbs are let through again.
async fn healed(shared: &Shared) {
    let back = async {
        while shared.trouble().is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(MINUTE, back).await.unwrap();
}

async fn block(shared: &Shared, principal: u64) {
    for count in 1..=6 {
        let failure = shared.fail(key(principal), 1, RULE).await.unwrap();
        assert_eq!((failure.count, failure.blocked), (count, (count == 6).then_some(DAY)));
    }
}

async fn is_blocked(shared: &Shared, principal: u64, number: u64) -> bool {
    matches!(admit(shared, message(principal, number)).await, Err(Refused::Blocked(_)))
}

impl Shared {
    /// From now on scripts go by this time after the beginning.
    fn set_time(&self, after: Duration) {
        self.set_wall(Duration::from_micros(BEGIN) + after);
    }

    /// The same since 1970.
    pub(crate) fn set_wall(&self, now: Duration) {
        *self.link.test_now.lock() = Some(micros(now));
    }
}

/// A well mixed key for a number.
fn key(number: u64) -> Key {
    let mut bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    Key((bits ^ bits >> 31).max(1))
}

fn take(number: u64, quota: Quota) -> Take {
    Take { bucket: BucketKey { key: key(1 << 40 | number), owner: None }, quota, cost: 1 }
}

/// A message of a principal, with nothing to look at.
fn message(principal: u64, message: u64) -> Admission<'static> {
    Admission {
        principal: key(principal),
        message: key(1 << 32 | message),
        flood: Quota::per(10, MINUTE),
        mark_for: HOUR,
        stale: false,
        stale_after: None,
        takes: &[],
    }
}

async fn admit(shared: &Shared, ask: Admission<'_>) -> Result<(), Refused> {
    shared.admit(&ask).await.unwrap().result
}
