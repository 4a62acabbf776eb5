//! Roles: a set of permissions and a rank.

use crate::id::RoleId;
use crate::policy::permission::{
    Administrator, BanMembers, DeleteMessages, KickMembers, ManageChannels, ManageGuild,
    MuteMembers, Permission, PermissionDef, PermissionSet, SendMessages,
};

/// The platform's role of everybody in a guild.
pub(crate) const PLATFORM_EVERYBODY: RoleId = RoleId::new(1);
/// The platform's role of a guild's owner.
pub(crate) const PLATFORM_OWNER: RoleId = RoleId::new(4);
/// The platform's role of a guild's administrators.
pub(crate) const PLATFORM_ADMIN: RoleId = RoleId::new(2);
/// The platform's role of whoever administrates one channel.
pub(crate) const PLATFORM_CHANNEL_ADMIN: RoleId = RoleId::new(5);

/// Whether the platform lets a holder of the role administrate the guild.
pub(crate) fn is_platform_admin(role: RoleId) -> bool {
    role == PLATFORM_OWNER || role == PLATFORM_ADMIN
}

/// Whether the role is everybody's, the owner's, or of one channel only: nobody gives or takes these
/// through the bot.
pub(crate) fn is_platforms_own(role: RoleId) -> bool {
    role == PLATFORM_EVERYBODY || role == PLATFORM_OWNER || role == PLATFORM_CHANNEL_ADMIN
}

/// Who outranks whom: only the higher acts on the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Member,
    Moderator,
    Admin,
    Owner,
}

impl Rank {
    /// What a grant that is made while the bot runs brings.
    #[cfg(feature = "_admin")]
    pub(crate) const fn of_grants() -> Self {
        Role::custom().rank
    }
}

/// What a role of a guild means to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    pub(crate) permissions: PermissionSet,
    pub(crate) rank: Rank,
    /// A permission that it was to have and that has no bit, because another type has its name.
    pub(crate) refused: Option<&'static PermissionDef>,
}

impl Role {
    pub(crate) const fn none() -> Self {
        Self { permissions: PermissionSet::EMPTY, rank: Rank::Member, refused: None }
    }

    /// Writes, recalls messages, mutes and kicks.
    #[must_use]
    pub const fn moderator() -> Self {
        let permissions = PermissionSet::built_in(&[
            SendMessages::DEF,
            DeleteMessages::DEF,
            MuteMembers::DEF,
            KickMembers::DEF,
        ]);
        Self { permissions, rank: Rank::Moderator, refused: None }
    }

    /// A moderator who also bans and manages channels and the guild.
    #[must_use]
    pub const fn admin() -> Self {
        let more =
            PermissionSet::built_in(&[BanMembers::DEF, ManageChannels::DEF, ManageGuild::DEF]);
        let permissions = Self::moderator().permissions.and(more);
        Self { permissions, rank: Rank::Admin, refused: None }
    }

    /// Everything.
    #[must_use]
    pub const fn owner() -> Self {
        Self {
            permissions: PermissionSet::built_in(&[Administrator::DEF]),
            rank: Rank::Owner,
            refused: None,
        }
    }

    /// A role of one's own without permissions, of a moderator's rank; see [`allow`](Self::allow).
    #[must_use]
    pub const fn custom() -> Self {
        Self { permissions: PermissionSet::EMPTY, rank: Rank::Moderator, refused: None }
    }

    /// This role and the permission `P`.
    #[must_use]
    pub fn allow<P: Permission>(mut self) -> Self {
        self.permissions = self.permissions.with::<P>();
        if P::DEF.bit().is_err() {
            self.refused = Some(P::DEF);
        }
        self
    }

    /// The permissions of both and the higher rank.
    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            permissions: self.permissions.and(other.permissions),
            rank: self.rank.max(other.rank),
            refused: self.refused.or(other.refused),
        }
    }
}
