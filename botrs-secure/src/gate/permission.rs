//! Stage 6, permission: by what the event says, and what policy and grants make of it.
//!
//! It is inlined through the tables: of a whole [`Authority`], rank and origin of each role included, it
//! needs the permissions only (`benches/policy.rs`: 24 ns when called, 17 ns inlined).

use crate::adapter::{Incoming, Roles};
use crate::command::{Need, Registered, Requirement};
use crate::gate::denial::Denial;
use crate::gate::press;
use crate::place::{PersonId, Place};
use crate::policy::{Authority, Grant, InForce, PermissionSet};

/// Who calls, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a> {
    pub(crate) place: &'a Place,
    pub(crate) person: &'a PersonId,
    pub(crate) roles: &'a Roles,
    /// Whether the platform confirmed that they administrate this channel.
    pub(crate) is_channel_admin: bool,
}

impl<'a> Standing<'a> {
    /// By what the event says.
    #[inline(always)]
    pub(crate) fn of(incoming: &'a Incoming) -> Self {
        let Incoming { place, person, roles, .. } = incoming;
        Self { place, person, roles, is_channel_admin: false }
    }

    #[inline(always)]
    pub(crate) fn authority(&self, in_force: &InForce) -> Authority {
        let authority = in_force.authority(self.place, self.person, self.roles);
        if self.is_channel_admin { authority.confirmed() } else { authority }
    }
}

/// A yes, and whether it hangs on the platform's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permitted {
    Yes,
    /// If the platform confirms that they administrate this channel.
    IfChannelAdmin,
}

#[inline(always)]
pub(crate) fn check(
    in_force: &InForce,
    command: Requirement,
    who: Standing<'_>,
) -> Result<Permitted, Denial> {
    if !command.scenes.contains(who.place.scene()) {
        return Err(Denial::WrongScene);
    }
    let tightening = in_force.rules.tightening(command.number, who.place);
    if tightening.disabled {
        return Err(Denial::Disabled);
    }
    match who.authority(in_force).grants(&command.need, tightening.require) {
        Grant::Granted => Ok(Permitted::Yes),
        Grant::IfConfirmed => Ok(Permitted::IfChannelAdmin),
        Grant::Unknown => Err(Denial::UnknownPermission),
        Grant::Denied => Err(missing(&command.need, tightening.require)),
    }
}

/// The same by what the event says; false where it says nothing and the platform is asked, which decides.
#[inline(always)]
pub(crate) fn check_event(
    in_force: &InForce,
    command: Requirement,
    incoming: &Incoming,
) -> Result<bool, Denial> {
    match check(in_force, command, Standing::of(incoming)) {
        Err(Denial::UnknownPermission) if press::is_open(incoming) => Ok(false),
        decided => decided.map(|_| true),
    }
}

/// Whether a command is for some and not for all: by its own rule, or by what the policy asks in this place.
pub(crate) fn is_privileged(in_force: &InForce, command: &Registered, place: &Place) -> bool {
    command.need.is_privileged()
        || !in_force.rules.tightening(command.number, place).require.is_empty()
}

/// Whether a command is for everybody: nothing hangs on who calls.
pub(crate) fn is_for_all(in_force: &InForce, command: &Registered, place: &Place) -> bool {
    command.need == Need::Public
        && in_force.rules.tightening(command.number, place).require.is_empty()
}

/// Decides where the platform has been asked, or is not: what hangs on its word is lacking.
pub(crate) fn check_now(
    in_force: &InForce,
    command: Requirement,
    who: Standing<'_>,
) -> Result<(), Denial> {
    match check(in_force, command, who)? {
        Permitted::Yes => Ok(()),
        Permitted::IfChannelAdmin => {
            let further = in_force.rules.tightening(command.number, who.place).require;
            Err(missing(&command.need, further))
        }
    }
}

/// What is missing, as far as the caller may know it.
fn missing(need: &Need, further: PermissionSet) -> Denial {
    let needed = match need {
        Need::All(needed) | Need::Any(needed) => *needed,
        Need::Owners => return Denial::NotOwner,
        Need::Public | Need::Nobody => PermissionSet::EMPTY,
    };
    Denial::MissingPermission { needed: needed.and(further) }
}
