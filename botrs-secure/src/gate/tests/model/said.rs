//! What a policy says, as plain data that the model reads and from which the real one is made.

use super::commands::Auction;
use crate::policy::PermissionSet;
use crate::prelude::*;
use crate::{GroupRole, Realm, Restriction};

/// A person: a number in guilds and direct messages, an openid in groups and C2C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    User(u64),
    Open(u128),
}

/// Where a grant holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circle {
    Guild(u64),
    Direct,
    Group(u128),
    C2c,
}

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Means {
    /// One of the roles that have a name.
    Named(&'static str),
    /// One of the policy's own, with these permissions.
    Own(Vec<&'static str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Everywhere,
    Guild(u64),
    Channel(u64),
    Group(u128),
}

/// A restriction.
#[derive(Debug, Clone)]
pub(super) struct Narrow {
    pub(super) within: Within,
    pub(super) command: Option<&'static str>,
    pub(super) disabled: bool,
    pub(super) require: Vec<&'static str>,
    /// In seconds; 0 for none.
    pub(super) cooldown: u64,
}

pub(super) type Grants = Vec<(Circle, Who, Means)>;

/// A policy, and what was granted at run time.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) all_guilds: bool,
    pub(super) guilds: Vec<u64>,
    pub(super) denied_guilds: Vec<u64>,
    pub(super) all_groups: bool,
    pub(super) groups: Vec<u128>,
    pub(super) denied_groups: Vec<u128>,
    pub(super) direct: bool,
    pub(super) c2c: bool,
    pub(super) owners: Vec<Who>,
    pub(super) guild_roles: Vec<(u64, u64, Means)>,
    pub(super) channel_admins: Vec<(u64, Means)>,
    pub(super) group_roles: Vec<(u128, &'static str, Means)>,
    pub(super) grants: Grants,
    pub(super) granted: Grants,
    pub(super) restrictions: Vec<Narrow>,
}

impl Said {
    /// Trusts every place and says nothing else.
    pub(super) fn trusting() -> Self {
        Self { all_guilds: true, all_groups: true, direct: true, c2c: true, ..Self::default() }
    }

    /// The real policy.
    pub(super) fn policy(&self) -> Policy {
        let mut policy = Policy::new().reply_windows(Duration::ZERO, Duration::ZERO);
        let when = |said: bool, policy: Policy, then: fn(Policy) -> Policy| {
            if said { then(policy) } else { policy }
        };
        policy = when(self.all_guilds, policy, Policy::trust_all_guilds);
        policy = when(self.all_groups, policy, Policy::trust_all_groups);
        policy = when(self.direct, policy, Policy::trust_direct);
        policy = when(self.c2c, policy, Policy::trust_c2c);
        let guild = |id: &u64| GuildId::new(*id);
        policy = self.guilds.iter().map(guild).fold(policy, Policy::trust_guild);
        policy = self.denied_guilds.iter().map(guild).fold(policy, Policy::deny_guild);
        policy = self.groups.iter().map(|id| open(*id)).fold(policy, Policy::trust_group);
        policy = self.denied_groups.iter().map(|id| open(*id)).fold(policy, Policy::deny_group);
        policy = self.owners.iter().map(|who| who.person()).fold(policy, Policy::owner);
        for (guild, role, means) in &self.guild_roles {
            policy = policy.guild_role(GuildId::new(*guild), RoleId::new(*role), means.role());
        }
        for (guild, means) in &self.channel_admins {
            policy = policy.channel_admin(GuildId::new(*guild), means.role());
        }
        for (group, role, means) in &self.group_roles {
            policy = policy.group_role(open(*group), group_role(role), means.role());
        }
        for (circle, who, means) in &self.grants {
            policy = policy.grant(circle.realm(), who.person(), means.role());
        }
        self.restrictions.iter().map(Narrow::restriction).fold(policy, Policy::restrict)
    }
}

impl Who {
    pub(super) fn person(self) -> PersonId {
        match self {
            Self::User(id) => PersonId::User(UserId::new(id)),
            Self::Open(id) => PersonId::Open(open(id)),
        }
    }
}

impl Circle {
    pub(super) fn realm(self) -> Realm {
        match self {
            Self::Guild(id) => Realm::Guild(GuildId::new(id)),
            Self::Direct => Realm::Direct,
            Self::Group(id) => Realm::Group(open(id)),
            Self::C2c => Realm::C2c,
        }
    }
}

impl Means {
    pub(super) fn role(&self) -> Role {
        match self {
            Self::Named("moderator") => Role::moderator(),
            Self::Named("admin") => Role::admin(),
            Self::Named("owner") => Role::owner(),
            Self::Named(other) => panic!("no role {other}"),
            Self::Own(permissions) => permissions.iter().fold(Role::custom(), |role, name| Role {
                permissions: role.permissions.and(set(name)),
                ..role
            }),
        }
    }
}

impl Narrow {
    pub(super) fn of(within: Within, command: Option<&'static str>) -> Self {
        Self { within, command, disabled: false, require: Vec::new(), cooldown: 0 }
    }

    pub(super) fn restriction(&self) -> Restriction {
        let mut restriction = match self.within {
            Within::Everywhere => Restriction::everywhere(),
            Within::Guild(id) => Restriction::in_guild(GuildId::new(id)),
            Within::Channel(id) => Restriction::in_channel(ChannelId::new(id)),
            Within::Group(id) => Restriction::in_group(open(id)),
        };
        if let Some(command) = self.command {
            restriction = restriction.command(command);
        }
        if self.disabled {
            restriction = restriction.disabled();
        }
        for name in &self.require {
            restriction = restriction.require_all(set(name));
        }
        if self.cooldown > 0 {
            restriction = restriction.cooldown(Duration::from_secs(self.cooldown));
        }
        restriction
    }
}

fn group_role(name: &str) -> GroupRole {
    match name {
        "owner" => GroupRole::Owner,
        "admin" => GroupRole::Admin,
        "member" => GroupRole::Member,
        other => panic!("no role {other}"),
    }
}

/// The openid whose digits spell this number.
pub(super) fn open(number: u128) -> crate::OpenId {
    open_text(number).parse().unwrap()
}

pub(super) fn open_text(number: u128) -> String {
    format!("{number:032X}")
}

macro_rules! permissions {
    ($($name:ident),+) => {
        /// The permissions by name: those of the library, and one of the author's own.
        pub(super) const PERMISSIONS: &[&str] = &[$(stringify!($name)),+];

        fn set(name: &str) -> PermissionSet {
            match name {
                $(stringify!($name) => PermissionSet::default().with::<$name>(),)+
                other => panic!("no permission {other}"),
            }
        }
    };
}

permissions!(
    SendMessages,
    DeleteMessages,
    MuteMembers,
    KickMembers,
    BanMembers,
    ManageChannels,
    ManageRoles,
    ManageGuild,
    Administrator,
    Auction
);
