//! Who is where.

use super::bot::Bot;
use super::platform::Platform;
use super::world::{GroupMember, GuildMember, GuildRecord, GuildRole, World};

/// A guild. Its methods add to it and return it.
#[derive(Debug, Clone)]
pub struct Guild {
    platform: Platform,
    id: u64,
}

/// A group. Its methods add to it and return it.
#[derive(Debug, Clone)]
pub struct Group {
    platform: Platform,
    openid: String,
}

impl Platform {
    /// The guild with this id, made if there is none.
    pub fn guild(&self, id: u64) -> Guild {
        self.change(|world| {
            world.guilds.entry(id).or_default();
        });
        Guild { platform: self.clone(), id }
    }

    /// The group with this openid (32 hexadecimal digits), made if there is none.
    pub fn group(&self, openid: &str) -> Group {
        self.change(|world| {
            world.groups.entry(openid.to_string()).or_default();
        });
        Group { platform: self.clone(), openid: openid.to_string() }
    }
}

impl Guild {
    /// Adds a channel.
    pub fn channel(self, id: u64) -> Self {
        self.set(|guild| guild.channels.extend([id]));
        self
    }

    /// Adds a member, or changes its name and roles: 4 is the owner, 2 an administrator. No event tells of
    /// it.
    pub fn member(self, user: u64, name: &str, roles: &[u64]) -> Self {
        self.add(user, GuildMember { name: name.into(), roles: roles.to_vec(), bot: false });
        self
    }

    /// Adds a role beside those that every guild has: 1, 2, 4 and 5.
    pub fn role(self, id: u64, name: &str) -> Self {
        let role = GuildRole { name: name.into(), color: super::manage::COLOR, hoist: 0 };
        self.set(|guild| guild.roles.extend([(id, role)]));
        self
    }

    /// Says what a member may do in a channel: a sum of 1 (view), 2 (manage) and 4 (speak).
    pub fn permissions(self, channel: u64, user: u64, bits: u64) -> Self {
        self.set(|guild| guild.permissions.extend([((channel, user), bits)]));
        self
    }

    /// Adds the bot, with these roles: what it may do depends on them.
    pub fn bot(self, bot: &Bot, roles: &[u64]) -> Self {
        let member = GuildMember { name: bot.name(), roles: roles.to_vec(), bot: true };
        self.add(bot.user_id(), member);
        self
    }

    /// Whether this user is a member: not, once removed.
    #[must_use]
    pub fn has(&self, user: u64) -> bool {
        self.platform.read(|world| world.guilds[&self.id].members.contains_key(&user))
    }

    fn add(&self, user: u64, member: GuildMember) {
        self.set(|guild| guild.members.extend([(user, member)]));
    }

    fn set(&self, change: impl FnOnce(&mut GuildRecord)) {
        self.change(|world, id| change(world.guilds.entry(id).or_default()));
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut World, u64)) {
        self.platform.change(|world| change(world, self.id));
    }
}

impl Group {
    /// Adds a member, or changes its name and role: `owner`, `admin` or `member`.
    pub fn member(self, openid: &str, name: &str, role: &str) -> Self {
        let member = GroupMember { name: name.into(), role: role.into() };
        self.platform.change(|world| {
            world.groups.entry(self.openid.clone()).or_default().insert(openid.into(), member);
        });
        self
    }
}
