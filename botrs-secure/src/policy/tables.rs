//! What a policy says, as tables that a decision looks into.
//!
//! Whoever writes the policy chooses the keys, and callers only look: a fast hash without a secret does.

use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::adapter::{GroupRole, Roles};
use crate::content::ContentPolicy;
use crate::id::{ChannelId, GuildId, OpenId, RoleId};
use crate::limit;
use crate::locale::Locale;
use crate::place::{PersonId, Place, Realm};
use crate::policy::RefusedPermission;
use crate::policy::authority::Authority;
use crate::policy::people::People;
use crate::policy::role::{PLATFORM_ADMIN, PLATFORM_CHANNEL_ADMIN, PLATFORM_OWNER, Role};
use crate::policy::trust::Trust;

/// Who is trusted, and what each source of authority gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tables {
    pub(super) guilds: Trust<GuildId>,
    pub(super) groups: Trust<OpenId>,
    pub(super) direct: bool,
    pub(super) c2c: bool,
    pub(super) owners: FxHashSet<PersonId>,
    guild_roles: FxHashMap<(GuildId, RoleId), Role>,
    group_roles: FxHashMap<(OpenId, GroupRole), Role>,
    channel_admins: FxHashMap<GuildId, Role>,
    grants: People<Role>,
    pub(crate) replies: ReplyLimits,
    pub(crate) content: ContentPolicy,
    pub(crate) intrusion: limit::Said,
    pub(crate) alert_channel: Option<ChannelId>,
    pub(crate) locale: Option<Locale>,
}

/// How often refusals are answered in chat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ReplyLimits {
    pub(crate) caller: Duration,
    pub(crate) channel: Duration,
}

impl Default for ReplyLimits {
    fn default() -> Self {
        Self { caller: Duration::from_secs(10), channel: Duration::from_secs(10) }
    }
}

/// From what somebody has a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A role of the guild, by what the platform and the policy make of it.
    GuildRole(RoleId),
    /// Role 5, once the platform confirmed it for this channel.
    ChannelAdmin,
    /// A role of the group.
    GroupRole(GroupRole),
    /// The policy names the person.
    Policy,
    /// Somebody granted it while the bot ran.
    RunTime,
}

impl Tables {
    pub(super) fn add_guild_role(&mut self, guild: GuildId, role: RoleId, means: Role) {
        add(&mut self.guild_roles, (guild, role), means);
    }

    pub(super) fn add_group_role(&mut self, group: OpenId, role: GroupRole, means: Role) {
        add(&mut self.group_roles, (group, role), means);
    }

    pub(super) fn add_channel_admin(&mut self, guild: GuildId, means: Role) {
        add(&mut self.channel_admins, guild, means);
    }

    pub(super) fn grant(&mut self, realm: Realm, person: PersonId, role: Role) {
        self.grants.change(realm, person, |said| Some(said.map_or(role, |said| said.or(role))));
    }

    /// Whether the bot listens in this place.
    pub(crate) fn trusts(&self, place: &Place) -> bool {
        match place {
            Place::Guild { guild, .. } => self.guilds.contains(guild),
            Place::Direct { source: None, .. } => self.direct,
            Place::Direct { source: Some(guild), .. } => {
                self.guilds.contains(guild) || self.direct && !self.guilds.denies(guild)
            }
            Place::Group { group } => self.groups.contains(group),
            Place::C2c { .. } => self.c2c,
        }
    }

    pub(crate) fn trusts_guild(&self, guild: GuildId) -> bool {
        self.guilds.contains(&guild)
    }

    #[cfg(test)]
    pub(crate) fn trusts_group(&self, group: &OpenId) -> bool {
        self.groups.contains(group)
    }

    #[cfg(test)]
    pub(crate) fn trusts_c2c(&self) -> bool {
        self.c2c
    }

    /// Whether anything says where the bot listens.
    pub(crate) fn states_trust(&self) -> bool {
        self.guilds.is_stated() || self.groups.is_stated() || self.direct || self.c2c
    }

    /// Whether role 5, whose channel no event names, was given a meaning in a whole guild.
    pub(crate) fn maps_channel_admin(&self) -> bool {
        self.guild_roles.keys().any(|(_, role)| *role == PLATFORM_CHANNEL_ADMIN)
    }

    /// A permission that a role holds in name only, because another type has its name.
    pub(crate) fn refused_permission(&self) -> Option<RefusedPermission> {
        let guilds = self.guild_roles.values().chain(self.channel_admins.values());
        let grants = self.grants.iter().map(|(_, _, role)| role);
        let roles = guilds.chain(self.group_roles.values()).copied().chain(grants);
        roles.into_iter().find_map(|role| role.refused?.bit().err())
    }

    /// The trusted places, for the banner.
    pub(crate) fn trusted(&self) -> Vec<String> {
        let mut places = self.guilds.list("guild");
        places.extend(self.groups.list("group"));
        places.extend(self.direct.then(|| "direct".to_owned()));
        places.extend(self.c2c.then(|| "c2c".to_owned()));
        places
    }

    #[inline(always)]
    pub(crate) fn is_owner(&self, person: &PersonId) -> bool {
        !self.owners.is_empty() && self.owners.contains(person)
    }

    /// What somebody may do in a place, by what the platform says of them and what they were granted.
    #[inline(always)]
    pub(crate) fn authority(
        &self,
        place: &Place,
        person: &PersonId,
        roles: &Roles,
        granted: Option<Role>,
    ) -> Authority {
        if self.is_owner(person) {
            return Authority::bot_owner();
        }
        let mut authority = Authority::nobody();
        let known = self.each_source(place, person, roles, granted, |source, role| {
            authority.add(source, role);
        });
        if known { authority } else { authority.of_unknown_roles() }
    }

    /// Calls `each` with every role that somebody has in a place, and from what. False where the
    /// platform should say their roles and does not.
    #[inline(always)]
    pub(crate) fn each_source(
        &self,
        place: &Place,
        person: &PersonId,
        roles: &Roles,
        granted: Option<Role>,
        mut each: impl FnMut(Source, Role),
    ) -> bool {
        if let Some(role) = granted {
            each(Source::RunTime, role);
        }
        if let Some(role) = self.grants.at(place, person) {
            each(Source::Policy, role);
        }
        match (place, roles) {
            (Place::Guild { guild, .. }, Roles::Guild(roles)) => {
                for &id in roles {
                    each(Source::GuildRole(id), self.guild_role(*guild, id));
                }
                if !self.channel_admins.is_empty()
                    && roles.contains(&PLATFORM_CHANNEL_ADMIN)
                    && let Some(&role) = self.channel_admins.get(guild)
                {
                    each(Source::ChannelAdmin, role);
                }
                true
            }
            (Place::Group { group }, Roles::Group(role)) => {
                each(Source::GroupRole(*role), self.group_role(*group, *role));
                true
            }
            // Roles that an event claims here are not trusted: these scenes have none.
            (Place::Direct { .. } | Place::C2c { .. }, _) => true,
            _ => false,
        }
    }

    /// What a role of a guild means.
    pub(crate) fn guild_role(&self, guild: GuildId, id: RoleId) -> Role {
        let platform = match id {
            PLATFORM_OWNER => Role::owner(),
            PLATFORM_ADMIN => Role::admin(),
            // Whatever a table says of it: it counts in one channel only.
            PLATFORM_CHANNEL_ADMIN => return Role::none(),
            _ => Role::none(),
        };
        self.guild_roles.get(&(guild, id)).map_or(platform, |role| platform.or(*role))
    }

    fn group_role(&self, group: OpenId, role: GroupRole) -> Role {
        let platform = match role {
            GroupRole::Owner => Role::owner(),
            GroupRole::Admin => Role::admin(),
            GroupRole::Member => Role::none(),
        };
        self.group_roles.get(&(group, role)).map_or(platform, |role| platform.or(*role))
    }
}

/// Several meanings of one thing add up.
fn add<K: Eq + std::hash::Hash>(table: &mut FxHashMap<K, Role>, key: K, role: Role) {
    table.entry(key).and_modify(|said| *said = said.or(role)).or_insert(role);
}
