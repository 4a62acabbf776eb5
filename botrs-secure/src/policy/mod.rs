//! Who is trusted and who may do what.
//!
//! A [`Policy`] is what code says, and a file if it has one ([`Policy::load`]): the places that the bot
//! listens to, its owners, what the roles of guilds and groups mean, who is given a role by name, and what
//! is restricted. With the names of the bot's commands and permissions ([`Known`]) it becomes [`Rules`];
//! rules and the grants made at run time are [`InForce`] together, behind one pointer ([`Current`]): a
//! decision reads one version of all of it, and a power sees by the pointer that something moved since its
//! call was admitted.
//!
//! What the platform says of somebody ([`Roles`]) and what the rules make of it is their [`Authority`];
//! asked for a need it gives one of four answers: granted, denied, unknown, or granted if the platform
//! confirms that role 5 is of this channel. Unknown is an answer of its own and never a yes.

mod authority;
mod current;
mod definitions;
mod error;
mod file;
mod known;
mod people;
mod permission;
mod restriction;
mod role;
mod rules;
mod tables;
#[cfg(test)]
mod tests;
mod trust;

use std::sync::Arc;
use std::time::Duration;

pub(crate) use authority::{Authority, Grant};
pub(crate) use current::{Current, Grants, InForce, Reader};
pub(crate) use definitions::RefusedPermission;
#[cfg(feature = "cli")]
pub(crate) use definitions::reserve as reserve_permission;
pub use error::PolicyError;
pub(crate) use error::{Mistake, Position};
pub(crate) use file::{File, Mistakes, Sources, load, shown};
#[cfg(feature = "cli")]
pub(crate) use file::{template, words_of};
pub(crate) use known::Known;
#[cfg(feature = "cli")]
pub(crate) use known::KnownCommand;
pub use permission::{
    Administrator, BanMembers, DeleteMessages, KickMembers, ManageChannels, ManageGuild,
    ManageRoles, MuteMembers, Permission, PermissionDef, PermissionSet, SendMessages,
};
pub use restriction::Restriction;
pub use role::Role;
pub(crate) use role::{Rank, is_platform_admin, is_platforms_own};
pub(crate) use rules::Rules;

use crate::adapter::GroupRole;
use crate::content::ContentPolicy;
use crate::id::{GuildId, OpenId, RoleId};
use crate::locale::Locale;
use crate::place::{PersonId, Realm};
#[cfg(feature = "_admin")]
pub(crate) use tables::Source;
use tables::Tables;

/// Trusted places, owners, what roles mean, and what is restricted.
///
/// What is concluded from it and from what the platform says stands in the [tables of
/// authority](mod@crate::authority).
///
/// ```
/// use botrs_secure::{GuildId, Policy, Role, RoleId};
///
/// let guild = GuildId::new(8_000);
/// let policy = Policy::new().trust_guild(guild).guild_role(guild, RoleId::new(11), Role::moderator());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    tables: Tables,
    restrictions: Vec<Restriction>,
    /// What a file says besides.
    pub(crate) file: Option<Arc<File>>,
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
        self.tables.guilds.add(guild);
        self
    }

    /// Listens in every guild that invites the bot.
    #[must_use]
    pub fn trust_all_guilds(mut self) -> Self {
        self.tables.guilds.add_all();
        self
    }

    /// What messages may hold; by default what [`ContentPolicy::new`] says.
    #[must_use]
    pub fn content(mut self, content: ContentPolicy) -> Self {
        self.tables.content = content;
        self
    }

    /// Never listens in this guild, nor to direct messages that were opened from it, whatever else says
    /// so.
    #[must_use]
    pub fn deny_guild(mut self, guild: GuildId) -> Self {
        self.tables.guilds.deny(guild);
        self
    }

    /// Listens in this group.
    #[must_use]
    pub fn trust_group(mut self, group: OpenId) -> Self {
        self.tables.groups.add(group);
        self
    }

    /// Listens in every group that invites the bot.
    #[must_use]
    pub fn trust_all_groups(mut self) -> Self {
        self.tables.groups.add_all();
        self
    }

    /// Never listens in this group, whatever else says so.
    #[must_use]
    pub fn deny_group(mut self, group: OpenId) -> Self {
        self.tables.groups.deny(group);
        self
    }

    /// Listens to every direct message, wherever it was opened from.
    #[must_use]
    pub fn trust_direct(mut self) -> Self {
        self.tables.direct = true;
        self
    }

    /// Listens to C2C messages.
    #[must_use]
    pub fn trust_c2c(mut self) -> Self {
        self.tables.c2c = true;
        self
    }

    /// Names an owner of the bot, who may run everything and whom nobody outranks.
    ///
    /// A person has another openid in each group and in C2C: name each.
    #[must_use]
    pub fn owner(mut self, person: PersonId) -> Self {
        self.tables.owners.insert(person);
        self
    }

    /// Says what a role of a guild means here, beyond what it means anyway.
    ///
    /// Role 4 (the guild's owner) is [`Role::owner`] and role 2 is [`Role::admin`], whatever else they
    /// are told to be; every other role means nothing until told. Role 5 administrates one channel only:
    /// it is given a meaning by [`channel_admin`](Self::channel_admin), and a bot whose policy names it
    /// here is not built.
    #[must_use]
    pub fn guild_role(mut self, guild: GuildId, role: RoleId, means: Role) -> Self {
        self.tables.add_guild_role(guild, role, means);
        self
    }

    /// Says what role 5, whose holders administrate single channels, means in this guild.
    ///
    /// It counts only where a command is called in the caller's own channel, and the platform is asked
    /// for that each time.
    #[must_use]
    pub fn channel_admin(mut self, guild: GuildId, means: Role) -> Self {
        self.tables.add_channel_admin(guild, means);
        self
    }

    /// Says what a role of a group's member means, beyond what it means anyway: `owner` is
    /// [`Role::owner`], `admin` is [`Role::admin`], `member` nothing.
    #[must_use]
    pub fn group_role(mut self, group: OpenId, role: GroupRole, means: Role) -> Self {
        self.tables.add_group_role(group, role, means);
        self
    }

    /// Gives a role to one person, in one guild, one group, in direct messages or in C2C.
    ///
    /// In direct messages and C2C nobody has another role, since the platform knows none there.
    #[must_use]
    pub fn grant(mut self, realm: Realm, person: PersonId, role: Role) -> Self {
        self.tables.grant(realm, person, role);
        self
    }

    /// Makes commands stricter than their attributes say.
    #[must_use]
    pub fn restrict(mut self, restriction: Restriction) -> Self {
        self.restrictions.push(restriction);
        self
    }

    /// How long a caller, and a channel, wait for the next answer to a refusal; 10 s each by default.
    ///
    /// Besides, the bot answers at most 5 refusals a second in all, and 5 more of whoever may run a
    /// privileged command and erred. Zero leaves a window out; with both zero every refusal is answered,
    /// which lets a flood of refused commands flood the chat.
    #[must_use]
    pub fn reply_windows(mut self, caller: Duration, channel: Duration) -> Self {
        self.tables.replies.caller = caller;
        self.tables.replies.channel = channel;
        self
    }

    /// The language of replies to whoever writes no Chinese, in place of the bot's.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.tables.locale = Some(locale);
        self
    }

    /// What it says of content, whatever the bot's commands are.
    #[cfg(feature = "cli")]
    pub(crate) fn said_of_content(&self) -> ContentPolicy {
        let said = self.clone();
        match &self.file {
            Some(file) => file.read(Self { file: None, ..said }, None).0.tables.content,
            None => said.tables.content,
        }
    }

    /// Whether it listens wherever somebody puts the bot, by what its file says.
    #[cfg(feature = "cli")]
    pub(crate) fn trusts_all(&self) -> bool {
        let base = Self { file: None, ..self.clone() };
        let said = self.file.as_ref().map_or(base.clone(), |file| file.read(base, None).0);
        said.tables.guilds.is_all() || said.tables.groups.is_all()
    }

    /// The rules that this policy makes for a bot of these commands and permissions.
    ///
    /// # Errors
    ///
    /// Names that the bot does not know, and restrictions that would loosen something.
    pub(crate) fn rules(&self, known: &dyn Known) -> Result<Rules, PolicyError> {
        let said = Arc::new(self.clone());
        let Some(file) = &self.file else { return Rules::new(self.clone(), said, known) };
        let base = Self { file: None, ..self.clone() };
        let (policy, mut mistakes) = file.read(base, Some(known));
        let rules = Rules::new(policy, said, known);
        if let Err(more) = &rules {
            mistakes.extend(more.mistakes().iter().cloned());
        }
        if mistakes.is_empty() { rules } else { Err(file.error(mistakes)) }
    }
}
