//! Stage 6, permission: by what the event says and the policy makes of it.

use crate::adapter::Incoming;
use crate::adapter::Roles;
use crate::command::{Need, Registered};
use crate::gate::denial::Denial;
use crate::policy::{Grant, PermissionSet, Policy};

pub(crate) fn check(
    policy: &Policy,
    command: &Registered,
    incoming: &Incoming,
    roles: &Roles,
) -> Result<(), Denial> {
    if !command.scenes.contains(incoming.place.scene()) {
        return Err(Denial::WrongScene);
    }
    let authority = policy.authority(&incoming.place, &incoming.person, roles);
    match authority.grants(&command.need) {
        Grant::Granted => Ok(()),
        Grant::Unknown => Err(Denial::UnknownPermission),
        Grant::Denied => Err(missing(&command.need)),
    }
}

fn missing(need: &Need) -> Denial {
    match need {
        Need::All(needed) | Need::Any(needed) => Denial::MissingPermission { needed: *needed },
        Need::Owners => Denial::NotOwner,
        Need::Public | Need::Nobody => Denial::MissingPermission { needed: PermissionSet::EMPTY },
    }
}
