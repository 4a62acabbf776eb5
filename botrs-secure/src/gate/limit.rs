//! Stage 12, limit: cooldowns and quotas, all in one atomic step or none.
//!
//! Peeked at with the permission, so that whoever has to wait is told so before their arguments are
//! read, and charged here: only a call that will run is charged.

use crate::command::{Registered, Scope};
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::limit::{Key, Take};
use crate::place::{Place, Realm};

/// Refuses a call that would have to wait, and charges nothing.
pub(crate) fn peek(talk: &Talk, command: &Registered) -> Result<(), Denial> {
    with_takes(talk, command, |takes| talk.engine.memory.peek(takes, talk.now.mono))
}

/// Charges every limit of the command, or none and refuses.
pub(crate) fn take(talk: &Talk, command: &Registered) -> Result<(), Denial> {
    let now = talk.engine.clock.now().mono;
    with_takes(talk, command, |takes| talk.engine.memory.take(takes, now))
}

/// One scope each: a command cannot have more limits than there are scopes.
const MOST: usize = 5;

fn with_takes(
    talk: &Talk,
    command: &Registered,
    verb: impl FnOnce(&[Take]) -> Result<(), std::time::Duration>,
) -> Result<(), Denial> {
    if command.limits.is_empty() {
        return Ok(());
    }
    let mut takes = [const { None }; MOST];
    for (slot, limit) in takes.iter_mut().zip(&command.limits) {
        *slot = Some(Take::one(key(talk, command.bucket, limit.scope), limit.quota));
    }
    let takes: arrayvec::ArrayVec<Take, MOST> = takes.into_iter().flatten().collect();
    verb(&takes).map_err(|wait| Denial::Cooldown { wait })
}

fn key(talk: &Talk, bucket: u64, scope: Scope) -> Key {
    let keys = &talk.engine.keys;
    let incoming = &talk.incoming;
    match scope {
        Scope::User => keys.bucket(bucket, &(scope, incoming.person)),
        Scope::Member => keys.bucket(bucket, &(scope, talk.principal())),
        Scope::Channel => keys.bucket(bucket, &(scope, incoming.place)),
        Scope::Guild => keys.bucket(bucket, &(scope, circle(talk))),
        Scope::Global => keys.bucket(bucket, &scope),
    }
}

/// The guild or group; a private conversation is a circle of its own.
fn circle(talk: &Talk) -> (Realm, Option<Place>) {
    let realm = talk.principal().realm;
    match realm {
        Realm::Guild(_) | Realm::Group(_) => (realm, None),
        Realm::Direct | Realm::C2c => (realm, Some(talk.incoming.place)),
    }
}
