//! What somebody may do, and the three answers that it gives.

use crate::command::Need;
use crate::policy::role::{Rank, Role};

/// An answer to "may they?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    Granted,
    Denied,
    /// The platform does not say what they are. Never a yes.
    Unknown,
}

/// What is known of somebody's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authority {
    is_bot_owner: bool,
    role: Option<Role>,
}

impl Authority {
    pub(crate) const fn of(role: Role) -> Self {
        Self { is_bot_owner: false, role: Some(role) }
    }

    pub(crate) const fn bot_owner() -> Self {
        Self { is_bot_owner: true, role: Some(Role::owner()) }
    }

    pub(crate) const fn unknown() -> Self {
        Self { is_bot_owner: false, role: None }
    }

    /// Whether they may run what needs `need`.
    pub(crate) fn grants(&self, need: &Need) -> Grant {
        let granted = match (need, self.role) {
            (Need::Nobody, _) => false,
            (Need::Public, _) => true,
            (Need::Owners, _) => self.is_bot_owner,
            (Need::All(_) | Need::Any(_), None) => return Grant::Unknown,
            (Need::All(set), Some(role)) => !set.is_empty() && role.permissions.contains(*set),
            (Need::Any(set), Some(role)) => role.permissions.intersects(*set),
        };
        if granted { Grant::Granted } else { Grant::Denied }
    }

    /// Their rank; `None` where it is unknown.
    pub(crate) fn rank(&self) -> Option<Rank> {
        self.role.map(|role| role.rank)
    }

    /// Whether they are never blocked automatically.
    pub(crate) fn is_administrator(&self) -> bool {
        self.is_bot_owner || self.role.is_some_and(|role| role.permissions.is_administrator())
    }
}
