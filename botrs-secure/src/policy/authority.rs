//! What somebody may do, and the four answers that it gives.

use crate::command::Need;
use crate::policy::PermissionSet;
use crate::policy::role::{Rank, Role};
use crate::policy::tables::Source;

/// An answer to "may they?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    Granted,
    Denied,
    /// The platform does not say what they are. Never a yes.
    Unknown,
    /// If the platform confirms that they administrate this channel.
    IfConfirmed,
}

/// What is known of somebody's standing in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authority {
    is_bot_owner: bool,
    /// What they certainly are.
    certain: Role,
    /// What they are besides, if they administrate this channel.
    in_channel: Role,
    /// Whether the platform said all their roles.
    is_complete: bool,
}

impl Authority {
    /// Of whom everything is known and nothing said.
    #[inline(always)]
    pub(crate) const fn nobody() -> Self {
        Self {
            is_bot_owner: false,
            certain: Role::none(),
            in_channel: Role::none(),
            is_complete: true,
        }
    }

    /// Of whom it is known that they have this role and no other.
    #[cfg(test)]
    pub(crate) const fn of(role: Role) -> Self {
        Self { certain: role, ..Self::nobody() }
    }

    pub(crate) const fn bot_owner() -> Self {
        Self { is_bot_owner: true, certain: Role::owner(), ..Self::nobody() }
    }

    /// The same, but the platform did not say their roles.
    pub(crate) const fn of_unknown_roles(self) -> Self {
        Self { is_complete: false, ..self }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, source: Source, role: Role) {
        let to = match source {
            Source::ChannelAdmin => &mut self.in_channel,
            _ => &mut self.certain,
        };
        *to = to.or(role);
    }

    /// The same, now that the platform confirmed that they administrate this channel.
    #[inline(always)]
    pub(crate) fn confirmed(self) -> Self {
        Self { certain: self.certain.or(self.in_channel), in_channel: Role::none(), ..self }
    }

    /// Whether they may run what needs `need` and, besides, all of `further`.
    #[inline(always)]
    pub(crate) fn grants(&self, need: &Need, further: PermissionSet) -> Grant {
        let holds = |held: PermissionSet| {
            held.contains(further)
                && match need {
                    Need::Nobody => false,
                    Need::Public => true,
                    Need::Owners => self.is_bot_owner,
                    Need::All(set) => !set.is_empty() && held.contains(*set),
                    Need::Any(set) => held.intersects(*set),
                }
        };
        let depends_on_roles = !matches!(need, Need::Nobody | Need::Owners);
        if holds(self.certain.permissions) {
            Grant::Granted
        } else if !depends_on_roles {
            Grant::Denied
        } else if !self.is_complete {
            Grant::Unknown
        } else if holds(self.certain.or(self.in_channel).permissions) {
            Grant::IfConfirmed
        } else {
            Grant::Denied
        }
    }

    /// What they certainly hold.
    #[cfg(feature = "_admin")]
    pub(crate) fn permissions(&self) -> PermissionSet {
        self.certain.permissions
    }

    /// Their rank when they act; `None` where it is unknown.
    pub(crate) fn rank(&self) -> Option<Rank> {
        self.is_complete.then_some(self.certain.rank)
    }

    /// Their rank when somebody acts on them: the highest that they may have; `None` where it is
    /// unknown.
    pub(crate) fn rank_as_target(&self) -> Option<Rank> {
        self.confirmed().rank()
    }

    /// Whether they may give and take this role: it is of a lower rank and holds nothing that they do not.
    pub(crate) fn covers(&self, role: &Role) -> bool {
        self.rank().is_some_and(|rank| role.rank < rank)
            && self.certain.permissions.contains(role.permissions)
    }

    /// Whether they are never blocked automatically.
    pub(crate) fn is_administrator(&self) -> bool {
        self.certain.permissions.is_administrator()
    }
}
