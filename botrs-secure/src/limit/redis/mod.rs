//! State that bots on several machines share, in a Redis or Valkey server.
//!
//! | file | holds |
//! |---|---|
//! | `config`, `error` | which server, and what is wrong with it |
//! | `server` | connecting, and what a server has to be |
//! | `link` | the connection: time limits, and how it comes back |
//! | `script`, `lua/` | one script a verb |
//! | `admit`, `take`, `fail`, `block`, `grants` | the verbs |
//! | `mirror` | blocks, for a server that loses its own |
//! | `names`, `seal` | what the server gets in place of ids, and MACs |
//! | `unavailable` | why a verb is not done |
//!
//! Each verb is one script, so it is atomic, and one round trip. Scripts go by the server's time: whole
//! microseconds, to which intervals are rounded up. Every key has an expiry, which only tidies up: what
//! counts is the time in the value.
//!
//! Confirmations are not here: all messages of a place come to one machine, by its shard, and whoever asked
//! on another has to ask again.
//!
//! # Trust
//!
//! Whoever can write to the server can lift blocks and give quotas back, but not grant: grants carry a
//! MAC under a key that the server does not have. Ids are in it as keyed fingerprints alone, except in the
//! grants, which name people.
//!
//! # When a clock jumps
//!
//! A machine's clock counts for nothing here. Where the server's steps back, quotas give nothing and open within
//! their windows, and blocks and marks last longer by as much. Where it steps forward, that time has passed:
//! quotas refill, and blocks and marks end. Messages grow older with it, so that none whose mark ended so runs
//! a privileged command again.
//!
//! # When the server does not answer
//!
//! A verb is then [`Unavailable`], at once where that is known, and within its time limit in any case.
//!
//! A server may also have lost what it held: it restarted empty, or somebody flushed it. So it holds a
//! *generation*, a random number that every script compares with the one that its caller knows. Where it
//! differs, nothing is done: a new generation begins, as it does with each run of the server, which may have
//! come back with what it held an hour ago: every process uploads the blocks that it knows, and
//! messages from before the generation are too old for privileged commands, since their marks are gone.

mod admit;
mod block;
mod config;
mod error;
mod fail;
mod grants;
mod link;
mod mirror;
mod names;
mod script;
mod seal;
mod server;
mod take;
#[cfg(all(test, unix))]
pub(crate) mod tests;
mod unavailable;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

pub(crate) use admit::{Admission, Refused};
pub use config::Redis;
pub use error::RedisError;
pub(crate) use grants::{Changed, Grant, Granted, Untrusted, Why};
use link::Link;
use names::Names;
use seal::Seal;
pub(crate) use unavailable::Unavailable;

use super::key::Key;
use crate::id::BotId;
use crate::secret::SecretKey;

/// How long a generation lives after the last admission.
const GENERATION_FOR: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// It is renewed when less than this is left, not by each admission.
const RENEW_BELOW: Duration = Duration::from_secs(59 * 24 * 60 * 60);
/// 73 years, as [`Quota`](super::Quota) has it: no sum of times reaches 2⁵³ microseconds.
const LONGEST: u64 = (u64::MAX / 8).div_ceil(1_000);
/// What a script says where no wait is long enough.
const NEVER: u64 = (1 << 53) - 1;

/// The shared state of one bot. Clones are the same.
#[derive(Clone)]
pub(crate) struct Shared {
    link: Arc<Link>,
    seal: Arc<Seal>,
    /// The latest version of the grants that was seen.
    seen: Arc<AtomicU64>,
}

impl Shared {
    /// Connects with the secret that [`Redis::secret`] gave; an error names what is wrong with the server,
    /// and the cure.
    pub(crate) async fn connect(
        config: &Redis,
        secret: &SecretKey,
        bot: BotId,
    ) -> Result<Self, RedisError> {
        let settings = config.settings().map_err(|cause| RedisError::new(None, cause))?;
        let seal = Arc::new(Seal::new(secret, &settings.prefix, bot));
        let names = Names::new(secret, &settings.prefix, bot);
        let link = Link::open(settings, names).await;
        let link = link.map_err(|(at, cause)| RedisError::new(Some(at), cause))?;
        Ok(Self { link, seal, seen: Arc::default() })
    }

    /// When what the server holds began, in milliseconds since 1970. Of older messages nobody knows
    /// whether they were let in.
    pub(crate) fn started_at(&self) -> u64 {
        self.link.started_at()
    }

    /// How long a message waits for the server.
    pub(crate) fn time_limit(&self) -> Duration {
        self.link.time_limit()
    }

    /// Why verbs are refused at present, if they are.
    pub(crate) fn trouble(&self) -> Option<Unavailable> {
        self.link.trouble()
    }

    /// For how long the principal is blocked as far as this process knows, without asking.
    pub(crate) fn known_block(&self, principal: Key) -> Option<Duration> {
        self.link.mirror.lock().blocked(principal)
    }

    /// For how long the principal is blocked by a block that the server was not told of yet.
    pub(crate) fn untold_block(&self, principal: Key) -> Option<Duration> {
        self.link.mirror.lock().untold(principal)
    }
}

/// Rounded up and at most 73 years.
fn micros(duration: Duration) -> u64 {
    let micros = duration.as_nanos().div_ceil(1_000);
    u64::try_from(micros).unwrap_or(u64::MAX).min(LONGEST)
}

fn millis(duration: Duration) -> u64 {
    micros(duration) / 1_000
}

/// What a script says of a wait.
fn wait(micros: u64) -> Duration {
    if micros >= NEVER { Duration::MAX } else { Duration::from_micros(micros) }
}
