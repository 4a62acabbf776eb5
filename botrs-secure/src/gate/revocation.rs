//! Revocation: whether what admitted a call still stands at the moment when it is used.
//!
//! Each power compares what is in force, and the epoch of everybody it is about, with what they were when
//! the call was admitted. Where they are the same, nothing is decided again and nothing is asked. Where an
//! event touched the caller, their channel or the target, both are asked about anew, and no answer refuses;
//! where policy or grants moved, permission and rank are decided again by what is known.

use std::sync::Arc;

use crate::adapter::Roles;
use crate::engine::Engine;
use crate::gate::authority;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::permission;
use crate::gate::talk::Talk;
use crate::id::UserId;
use crate::place::{PersonId, Place};
use crate::policy::InForce;

/// Up to when events are accounted for in what is known of those whom a call is about.
#[derive(Debug)]
pub(crate) struct Seen {
    caller: u64,
    targets: Vec<SeenTarget>,
}

/// What the platform told of a target.
#[derive(Debug)]
struct SeenTarget {
    user: UserId,
    roles: Roles,
    epoch: u64,
}

impl Seen {
    /// By the roles of the event itself.
    pub(crate) fn of(talk: &Talk) -> Self {
        Self { caller: epoch_of_caller(talk), targets: Vec::new() }
    }

    pub(crate) fn note_caller(&mut self, epoch: u64) {
        self.caller = epoch;
    }

    pub(crate) fn note_target(&mut self, user: UserId, roles: Roles, epoch: u64) {
        self.targets.retain(|target| target.user != user);
        self.targets.push(SeenTarget { user, roles, epoch });
    }

    /// What the platform told in this call of somebody whom it is about.
    #[cfg(feature = "_admin")]
    pub(crate) fn roles_of_target(&self, user: UserId) -> Option<&Roles> {
        self.target(user).map(|target| &target.roles)
    }

    fn target(&self, user: UserId) -> Option<&SeenTarget> {
        self.targets.iter().find(|target| target.user == user)
    }
}

/// The epochs of those whom a call is about, to be compared where the call cannot be reached.
#[cfg(feature = "_admin")]
pub(crate) struct Epochs {
    engine: Arc<Engine>,
    place: Place,
    person: PersonId,
    caller: u64,
    targets: Vec<(UserId, u64)>,
}

#[cfg(feature = "_admin")]
impl Epochs {
    pub(crate) fn of(live: &Live) -> Self {
        let (seen, incoming) = (live.seen.lock(), &live.talk.incoming);
        Self {
            engine: Arc::clone(&live.talk.engine),
            place: incoming.place,
            person: incoming.person,
            caller: seen.caller,
            targets: seen.targets.iter().map(|target| (target.user, target.epoch)).collect(),
        }
    }

    /// Whether an event touched one of them since.
    pub(crate) fn moved(&self) -> bool {
        let lookups = &self.engine.lookups;
        let now = |user: UserId| self.place.guild().map(|guild| lookups.epoch(guild, user));
        epoch(&self.engine, self.place, self.person) != self.caller
            || self.targets.iter().any(|&(user, epoch)| now(user) != Some(epoch))
    }
}

/// Moves with events about the caller, where they are a member of a guild: elsewhere no event tells of
/// roles.
fn epoch_of_caller(talk: &Talk) -> u64 {
    epoch(&talk.engine, talk.incoming.place, talk.incoming.person)
}

fn epoch(engine: &Engine, place: Place, person: PersonId) -> u64 {
    match (place, person) {
        (Place::Guild { guild, channel }, PersonId::User(user)) => {
            engine.lookups.epoch_in(guild, channel, user)
        }
        _ => 0,
    }
}

/// Whether the caller still satisfies the command's rule, and outranks all of `users`, who are targets of
/// the call.
///
/// What is asked here is asked once: an event that comes meanwhile is the next power's to see. Whoever
/// changes their own name without end delays nobody for ever.
pub(crate) async fn still_granted(live: &Live, users: &[UserId]) -> Result<(), Denial> {
    let asks = must_ask(live, users);
    if !asks && Arc::ptr_eq(&live.talk.engine.current.load(), &live.in_force) {
        return Ok(());
    }
    if asks {
        let current = live.talk.engine.current.load_full();
        authority::ask_again(live, &current, users).await?;
    }
    let current = live.talk.engine.current.load_full();
    live.is_granted_by(&current)?;
    outranks(live, &current, users)
}

/// Whether an event touched somebody on whom the call hangs.
pub(crate) fn must_ask(live: &Live, users: &[UserId]) -> bool {
    let seen = live.seen.lock();
    let is_touched = |target: &SeenTarget| {
        let guild = live.talk.incoming.place.guild();
        let now = guild.map(|guild| live.talk.engine.lookups.epoch(guild, target.user));
        now != Some(target.epoch)
    };
    users.iter().filter_map(|&user| seen.target(user)).any(is_touched)
        || seen.caller != epoch_of_caller(&live.talk) && (!users.is_empty() || is_for_some(live))
}

/// Whether the command is for some and not for all: then it matters what the caller is, and, where
/// they were granted it, that they are still a member. An owner of the bot need not be one.
fn is_for_some(live: &Live) -> bool {
    let current = live.talk.engine.current.load();
    let (command, incoming) = (&live.command, &live.talk.incoming);
    let is_for_all = permission::is_for_all(&current, command, &incoming.place);
    !is_for_all && !current.rules.tables.is_owner(&incoming.person)
}

/// Refuses unless the caller outranks every target, by what the platform told of them.
pub(crate) fn outranks(live: &Live, in_force: &InForce, targets: &[UserId]) -> Result<(), Denial> {
    if targets.is_empty() {
        return Ok(());
    }
    let caller = live.authority(in_force).and_then(|caller| caller.rank());
    let caller = caller.ok_or(Denial::UnknownRank)?;
    let (place, seen) = (&live.talk.incoming.place, live.seen.lock());
    for &user in targets {
        let known = seen.target(user).ok_or(Denial::UnknownRank)?;
        let authority = in_force.authority(place, &PersonId::User(user), &known.roles);
        if authority.rank_as_target().ok_or(Denial::UnknownRank)? >= caller {
            return Err(Denial::Outranked);
        }
    }
    Ok(())
}
