//! Who is trusted and who may do what.
//!
//! A [`Policy`] says which places the bot listens to, who owns the bot and what the roles of a guild
//! mean. It turns what the platform says of somebody ([`Roles`]) into an [`Authority`], and that into
//! one of three answers: granted, denied, unknown. Unknown is an answer of its own and never a yes.

mod authority;
mod definitions;
mod permission;
mod role;
#[cfg(test)]
mod tests;
mod trust;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

pub(crate) use authority::{Authority, Grant};
pub(crate) use definitions::RefusedPermission;
pub use permission::{
    Administrator, BanMembers, DeleteMessages, KickMembers, ManageChannels, ManageGuild,
    ManageRoles, MuteMembers, Permission, PermissionDef, PermissionSet, SendMessages,
};
pub use role::Role;
pub(crate) use role::{Rank, is_platform_admin};

use crate::adapter::{GroupRole, Roles};
use crate::id::{GuildId, OpenId, RoleId};
use crate::place::{PersonId, Place};
use role::{PLATFORM_ADMIN, PLATFORM_CHANNEL_ADMIN, PLATFORM_OWNER};
use trust::Trust;

/// Trusted places, owners, and what roles mean.
///
/// ```
/// use botrs_secure::{GuildId, Policy, Role, RoleId};
///
/// let guild = GuildId::new(8_000);
/// let policy = Policy::new().trust_guild(guild).guild_role(guild, RoleId::new(11), Role::moderator());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    guilds: Trust<GuildId>,
    groups: Trust<OpenId>,
    direct: bool,
    c2c: bool,
    owners: HashSet<PersonId>,
    roles: HashMap<(GuildId, RoleId), Role>,
    pub(crate) replies: ReplyLimits,
}

/// How often refusals are answered in chat.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplyLimits {
    pub(crate) caller: Duration,
    pub(crate) channel: Duration,
}

impl Default for ReplyLimits {
    fn default() -> Self {
        Self { caller: Duration::from_secs(10), channel: Duration::from_secs(10) }
    }
}

impl Policy {
    /// A policy that trusts no place and knows no owner.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Listens in this guild, and to direct messages that were opened from it.
    #[must_use]
    pub fn trust_guild(mut self, guild: GuildId) -> Self {
        self.guilds.add(guild);
        self
    }

    /// Listens in every guild that invites the bot.
    #[must_use]
    pub fn trust_all_guilds(mut self) -> Self {
        self.guilds = Trust::All;
        self
    }

    /// Listens in this group.
    #[must_use]
    pub fn trust_group(mut self, group: OpenId) -> Self {
        self.groups.add(group);
        self
    }

    /// Listens in every group that invites the bot.
    #[must_use]
    pub fn trust_all_groups(mut self) -> Self {
        self.groups = Trust::All;
        self
    }

    /// Listens to every direct message, wherever it was opened from.
    #[must_use]
    pub fn trust_direct(mut self) -> Self {
        self.direct = true;
        self
    }

    /// Listens to C2C messages.
    #[must_use]
    pub fn trust_c2c(mut self) -> Self {
        self.c2c = true;
        self
    }

    /// Names an owner of the bot, who may run everything and whom nobody outranks.
    ///
    /// A person has another openid in each group and in C2C: name each.
    #[must_use]
    pub fn owner(mut self, person: PersonId) -> Self {
        self.owners.insert(person);
        self
    }

    /// Says what a role of a guild means here.
    ///
    /// Without being told, role 4 (the guild's owner) is [`Role::owner`], role 2 is [`Role::admin`],
    /// and every other role means nothing. Role 5 administrates one channel only, which the event does
    /// not name: a bot with a policy that gives it a meaning is not built.
    #[must_use]
    pub fn guild_role(mut self, guild: GuildId, role: RoleId, means: Role) -> Self {
        self.roles.insert((guild, role), means);
        self
    }

    /// How long a caller, and a channel, wait for the next answer to a refusal; 10 s each by default.
    ///
    /// Zero answers every refusal, which lets a flood of refused commands flood the chat.
    #[must_use]
    pub fn reply_windows(mut self, caller: Duration, channel: Duration) -> Self {
        self.replies = ReplyLimits { caller, channel };
        self
    }

    /// Whether the bot listens in this place.
    pub(crate) fn trusts(&self, place: &Place) -> bool {
        match place {
            Place::Guild { guild, .. } => self.guilds.contains(guild),
            Place::Direct { source, .. } => {
                self.direct || source.is_some_and(|guild| self.guilds.contains(&guild))
            }
            Place::Group { group } => self.groups.contains(group),
            Place::C2c { .. } => self.c2c,
        }
    }

    pub(crate) fn trusts_guild(&self, guild: GuildId) -> bool {
        self.guilds.contains(&guild)
    }

    pub(crate) fn trusts_group(&self, group: &OpenId) -> bool {
        self.groups.contains(group)
    }

    pub(crate) fn trusts_c2c(&self) -> bool {
        self.c2c
    }

    /// Whether the policy says where the bot listens at all.
    pub(crate) fn states_trust(&self) -> bool {
        self.guilds.is_stated() || self.groups.is_stated() || self.direct || self.c2c
    }

    /// Whether role 5, whose channel no event names, was given a meaning.
    pub(crate) fn maps_channel_admin(&self) -> bool {
        self.roles.keys().any(|(_, role)| *role == PLATFORM_CHANNEL_ADMIN)
    }

    /// A permission that a role holds in name only, because another type has its name.
    pub(crate) fn refused_permission(&self) -> Option<RefusedPermission> {
        self.roles.values().find_map(|role| role.refused?.bit().err())
    }

    /// The trusted places, for the banner.
    pub(crate) fn trusted(&self) -> Vec<String> {
        let mut places = self.guilds.list("guild");
        places.extend(self.groups.list("group"));
        places.extend(self.direct.then(|| "direct".to_owned()));
        places.extend(self.c2c.then(|| "c2c".to_owned()));
        places
    }

    pub(crate) fn is_owner(&self, person: &PersonId) -> bool {
        self.owners.contains(person)
    }

    /// What somebody may do in a place, by what the platform says of them.
    pub(crate) fn authority(&self, place: &Place, person: &PersonId, roles: &Roles) -> Authority {
        if self.is_owner(person) {
            return Authority::bot_owner();
        }
        match (place, roles) {
            (Place::Guild { guild, .. }, Roles::Guild(roles)) => {
                let role =
                    roles.iter().fold(Role::none(), |sum, &id| sum.or(self.meaning(*guild, id)));
                Authority::of(role)
            }
            (Place::Group { .. }, Roles::Group(role)) => Authority::of(match role {
                GroupRole::Owner => Role::owner(),
                GroupRole::Admin => Role::admin(),
                GroupRole::Member => Role::none(),
            }),
            // Roles that an event claims here are not trusted: these scenes have none.
            (Place::Direct { .. } | Place::C2c { .. }, _) => Authority::of(Role::none()),
            _ => Authority::unknown(),
        }
    }

    fn meaning(&self, guild: GuildId, id: RoleId) -> Role {
        let platform = match id {
            PLATFORM_OWNER => Role::owner(),
            PLATFORM_ADMIN => Role::admin(),
            _ => Role::none(),
        };
        self.roles.get(&(guild, id)).map_or(platform, |role| platform.or(*role))
    }
}
