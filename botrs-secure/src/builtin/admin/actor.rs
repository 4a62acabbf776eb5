//! Who changes something for whom, and whether they still may when it comes into force.

use crate::adapter::Roles;
use crate::command::{Requirement, Target};
use crate::gate::permission::{self, Standing};
use crate::gate::revocation::Epochs;
use crate::gate::{Denial, Live};
use crate::id::{BotId, UserId};
use crate::place::{PersonId, Place, Principal};
use crate::policy::{Authority, InForce, PermissionSet, Rank};

/// The caller, by what the platform told in this call.
///
/// What role 5 gives in one channel does not count: grants and blocks are the whole guild's.
pub(crate) struct Actor {
    bot: BotId,
    place: Place,
    person: PersonId,
    roles: Roles,
    command: Requirement,
    epochs: Epochs,
}

/// Whom the caller acts upon, by what the platform told in this call.
pub(crate) struct Subject {
    person: PersonId,
    roles: Roles,
}

impl Actor {
    pub(crate) fn of(live: &Live) -> Result<Self, Denial> {
        let asked = live.asked.lock().clone().ok_or(Denial::Unproven)?;
        let incoming = &live.talk.incoming;
        if incoming.place.guild().is_none() {
            return Err(Denial::WrongScene);
        }
        Ok(Self {
            bot: live.talk.engine.bot,
            place: incoming.place,
            person: incoming.person,
            roles: asked.roles,
            command: live.command.requirement(),
            epochs: Epochs::of(live),
        })
    }

    /// Somebody in the guild of the call.
    pub(crate) fn principal(&self, user: UserId) -> Principal {
        Principal::new(self.bot, &self.place, PersonId::User(user))
    }

    /// What they may do in the whole guild, if they may still run the command there.
    pub(crate) fn authority(&self, in_force: &InForce) -> Result<Authority, Denial> {
        let Self { place, person, roles, command, .. } = self;
        // The change may have waited: for the disk, or for a server.
        if self.epochs.moved() || !in_force.rules.tables.trusts(place) {
            return Err(Denial::Revoked);
        }
        let who = Standing { place, person, roles, is_channel_admin: false };
        permission::check_now(in_force, *command, who)?;
        Ok(who.authority(in_force))
    }

    /// Whether they may grant it: they hold it themselves, and whoever gets it stays below them.
    pub(crate) fn may_grant(
        &self,
        in_force: &InForce,
        to: &Subject,
        permission: PermissionSet,
    ) -> Result<(), Denial> {
        let authority = self.authority(in_force)?;
        if permission.is_administrator() || !authority.permissions().contains(permission) {
            return Err(Denial::MissingPermission { needed: permission });
        }
        let after = to.rank(in_force, &self.place)?.max(Rank::of_grants());
        is_below(after, &authority)
    }

    /// Whether they may take something from somebody.
    pub(crate) fn may_act_on(&self, in_force: &InForce, on: &Subject) -> Result<(), Denial> {
        let authority = self.authority(in_force)?;
        is_below(on.rank(in_force, &self.place)?, &authority)
    }

    /// Whether they may block somebody: never whoever holds Administrator, whatever their rank.
    pub(crate) fn may_block(&self, in_force: &InForce, whom: &Subject) -> Result<(), Denial> {
        self.may_act_on(in_force, whom)?;
        let authority = in_force.authority(&self.place, &whom.person, &whom.roles).confirmed();
        if authority.is_administrator() { Err(Denial::Outranked) } else { Ok(()) }
    }
}

impl Subject {
    pub(crate) fn of(live: &Live, target: &Target<'_>) -> Result<Self, Denial> {
        let roles = live.roles_of_target(target.id()).ok_or(Denial::Unproven)?;
        Ok(Self::new(PersonId::User(target.id()), roles))
    }

    pub(crate) fn new(person: PersonId, roles: Roles) -> Self {
        Self { person, roles }
    }

    fn rank(&self, in_force: &InForce, place: &Place) -> Result<Rank, Denial> {
        let authority = in_force.authority(place, &self.person, &self.roles);
        authority.rank_as_target().ok_or(Denial::UnknownRank)
    }
}

fn is_below(rank: Rank, actor: &Authority) -> Result<(), Denial> {
    if rank < actor.rank().ok_or(Denial::UnknownRank)? { Ok(()) } else { Err(Denial::Outranked) }
}
