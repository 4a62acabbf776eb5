//! Stage 12, limit: cooldowns and quotas, all in one atomic step or none.
//!
//! Peeked at with the permission, so that whoever has to wait is told so before their arguments are
//! read, and charged here: only a call that will run is charged.

use std::time::Duration;

use crate::command::{Limit, Registered, Scope};
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::limit::{self, BucketKey, Take};
use crate::place::Realm;

/// Refuses a call that would have to wait, and charges nothing.
pub(crate) fn peek(talk: &Talk, command: &Registered) -> Result<(), Denial> {
    with_takes(talk, command, |takes| talk.engine.memory.peek(takes, talk.now.mono))
}

/// Charges every limit of the command, or none and refuses.
pub(crate) fn take(talk: &Talk, command: &Registered) -> Result<(), Denial> {
    let now = talk.engine.clock.now().mono;
    with_takes(talk, command, |takes| talk.engine.memory.take(takes, now))
}

/// One limit for each scope: a command has no more.
const MOST: usize = 5;

fn with_takes(
    talk: &Talk,
    command: &Registered,
    verb: impl FnOnce(&[Take]) -> Result<(), Duration>,
) -> Result<(), Denial> {
    let [first, rest @ ..] = &*command.limits else { return Ok(()) };
    let charge = |limit: &Limit| Take {
        bucket: bucket(talk, command.bucket, limit.scope),
        quota: limit.quota,
        cost: 1,
    };
    let mut takes = [charge(first); MOST];
    for (take, limit) in takes[1..].iter_mut().zip(rest) {
        *take = charge(limit);
    }
    let takes = takes.get(..command.limits.len()).ok_or(Denial::Unproven)?;
    verb(takes).map_err(|wait| Denial::Cooldown { wait })
}

fn bucket(talk: &Talk, bucket: u64, scope: Scope) -> BucketKey {
    let keys = &talk.engine.keys;
    let bot = talk.engine.bot;
    let place = talk.incoming.place;
    let principal = talk.principal();
    let scope = match scope {
        Scope::User => limit::Scope::User(bot, talk.incoming.person),
        Scope::Member => limit::Scope::Member(keys.principal(&principal)),
        Scope::Channel => limit::Scope::Channel(bot, place),
        Scope::Guild => match principal.realm {
            Realm::Guild(_) | Realm::Group(_) => limit::Scope::Guild(bot, principal.realm),
            // A private conversation is a circle of its own.
            Realm::Direct | Realm::C2c => limit::Scope::Channel(bot, place),
        },
        Scope::Global => limit::Scope::Global(bot),
    };
    keys.bucket(bucket, scope)
}
