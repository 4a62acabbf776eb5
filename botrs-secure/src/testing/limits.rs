//! The limits without a bot.

use std::time::Duration;

use crate::clock::Clock;
use crate::id::{BotId, UserId};
#[cfg(feature = "redis")]
use crate::limit::redis::{Admission, Redis, RedisError, Shared};
use crate::limit::{Bounds, Intrusion, Key, Keys, MAX_TAKES, Memory, Quota, Scope, Take};
use crate::place::{PersonId, Principal, Realm};
use crate::testing::Harness;

/// The limits without a bot, asked about members of one guild by their numbers: for benches and floods.
///
/// Each call hashes the ids and reads the clock, as the gate does.
#[doc(hidden)]
pub struct Limits {
    memory: Memory,
    keys: Keys,
    clock: Clock,
}

impl Limits {
    /// Empty, and never larger than so many bytes.
    #[must_use]
    pub fn new(bytes: usize, clock: Clock) -> Self {
        Self { memory: Memory::new(Bounds { bytes }), keys: Keys::new(), clock }
    }

    /// Counts a command of the user, or says how long to wait.
    ///
    /// # Errors
    ///
    /// The wait, where the quota is used up.
    pub fn flood(&self, user: u64, quota: Quota) -> Result<(), Duration> {
        self.memory.flood(self.key(user), quota, self.clock.now().mono)
    }

    /// Charges so many buckets of the user's own at once, or none.
    ///
    /// # Errors
    ///
    /// The longest wait, where a quota is used up.
    ///
    /// # Panics
    ///
    /// Where there are more buckets than one call may be charged for.
    pub fn take(&self, user: u64, buckets: usize, quota: Quota) -> Result<(), Duration> {
        let owner = self.key(user);
        let mut takes = [Take::NONE; MAX_TAKES];
        for (number, take) in (0..).zip(&mut takes[..buckets]) {
            let bucket = self.keys.bucket(number, Scope::Member(owner));
            *take = Take { bucket, quota, cost: 1 };
        }
        self.memory.take(&takes[..buckets], self.clock.now().mono)
    }

    /// Counts a failure; says how long the user is blocked if it was one too many.
    pub fn fail(&self, user: u64) -> Option<Duration> {
        let now = self.clock.now().mono;
        self.memory.fail(self.key(user), 1, Intrusion::DEFAULT, now).blocked
    }

    /// Blocks the user for so long, without a failure; false where there is no room.
    pub fn block(&self, user: u64, period: Duration) -> bool {
        let now = self.clock.now().mono;
        self.memory.block(self.key(user), now + period, now)
    }

    /// For how long the user stays blocked.
    #[must_use]
    pub fn blocked(&self, user: u64) -> Option<Duration> {
        self.memory.blocked(self.key(user), self.clock.now().mono)
    }

    /// What the tables occupy.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.memory.bytes()
    }

    fn key(&self, user: u64) -> Key {
        key(&self.keys, user)
    }
}

fn key(keys: &Keys, user: u64) -> Key {
    keys.principal(&Principal {
        bot: BotId::new(1),
        realm: Realm::Guild(Harness::GUILD),
        person: PersonId::User(UserId::new(user)),
    })
}

/// The limits that bots share by a server, likewise.
#[cfg(feature = "redis")]
#[doc(hidden)]
pub struct SharedLimits {
    shared: Shared,
    keys: Keys,
}

#[cfg(feature = "redis")]
impl SharedLimits {
    /// Connects to the server.
    ///
    /// # Errors
    ///
    /// Where it is not there, or not as it has to be.
    pub async fn connect(config: &Redis) -> Result<Self, RedisError> {
        let shared = Shared::connect(config, &config.secret()?, BotId::new(1)).await?;
        Ok(Self { shared, keys: Keys::new() })
    }

    /// All that the front of the gate asks of a message, a cooldown of the user's included.
    ///
    /// # Panics
    ///
    /// Where the server does not answer.
    pub async fn admit(&self, user: u64, message: u64, quota: Quota) -> bool {
        let principal = key(&self.keys, user);
        let bucket = self.keys.bucket(0, Scope::Member(principal));
        let ask = Admission {
            principal,
            message: Key::from_bits(message),
            flood: quota,
            mark_for: Duration::from_secs(3600),
            stale: false,
            takes: &[Take { bucket, quota, cost: 1 }],
        };
        self.shared.admit(&ask).await.expect("an answer").result.is_ok()
    }

    /// Charges a bucket of the user's own.
    ///
    /// # Panics
    ///
    /// Where the server does not answer.
    pub async fn take(&self, user: u64, quota: Quota) -> bool {
        let bucket = self.keys.bucket(0, Scope::Member(key(&self.keys, user)));
        self.shared.take(&[Take { bucket, quota, cost: 1 }]).await.expect("an answer").is_ok()
    }
}
