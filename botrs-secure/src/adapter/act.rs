//! What a power asks the platform to do, as data.

use std::time::Duration;

use super::channel_permissions::ChannelPermissions;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

/// One thing that the platform is asked to do. Ids are newtypes, so nothing can leave its path segment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "a field is what its type says")]
pub enum Act {
    /// Mutes a member; a zero `period` lifts the mute.
    Mute { guild: GuildId, user: UserId, period: Duration },
    /// Mutes these members; a zero `period` lifts the mutes. Never of nobody, which would be everybody.
    MuteMany { guild: GuildId, users: Vec<UserId>, period: Duration },
    /// Mutes everybody but administrators; a zero `period` lifts the mute.
    MuteAll { guild: GuildId, period: Duration },
    /// Removes a member, for good with `ban`. `history_days` is -1 for everything, 0 for nothing, else 3,
    /// 7, 15 or 30.
    Remove { guild: GuildId, user: UserId, ban: bool, history_days: i32 },
    /// Recalls a message.
    Recall { channel: ChannelId, id: MessageId },
    /// Makes a channel.
    CreateChannel { guild: GuildId, values: ChannelValues },
    /// Changes what is said of a channel.
    EditChannel { channel: ChannelId, values: ChannelValues },
    /// Deletes a channel.
    DeleteChannel { channel: ChannelId },
    /// Allows a member something in a channel, and takes something else from them.
    SetMemberPermissions {
        channel: ChannelId,
        user: UserId,
        allow: ChannelPermissions,
        deny: ChannelPermissions,
    },
    /// The same for a role.
    SetRolePermissions {
        channel: ChannelId,
        role: RoleId,
        allow: ChannelPermissions,
        deny: ChannelPermissions,
    },
    /// Makes a role.
    CreateRole { guild: GuildId, values: RoleValues },
    /// Changes a role.
    EditRole { guild: GuildId, role: RoleId, values: RoleValues },
    /// Deletes a role.
    DeleteRole { guild: GuildId, role: RoleId },
    /// Gives a role to a member.
    GiveRole { guild: GuildId, user: UserId, role: RoleId },
    /// Takes a role from a member.
    TakeRole { guild: GuildId, user: UserId, role: RoleId },
    /// Announces a message in its whole guild.
    Announce { guild: GuildId, channel: ChannelId, id: MessageId },
    /// Takes an announcement back.
    Unannounce { guild: GuildId, id: MessageId },
    /// Pins a message in its channel.
    Pin { channel: ChannelId, id: MessageId },
    /// Takes a pin back.
    Unpin { channel: ChannelId, id: MessageId },
}

/// What is said of a channel; `None` leaves it as it is. Text is escaped already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[allow(missing_docs, reason = "a field is what its name says")]
pub struct ChannelValues {
    pub name: Option<String>,
    /// As the platform counts: 0 text, 2 voice, 4 category.
    pub kind: Option<u32>,
    pub parent: Option<ChannelId>,
    /// From 1.
    pub position: Option<u32>,
    pub only_admins: bool,
}

/// What is said of a role: all of it, since botrs overwrites what is left out. Text is escaped already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[allow(missing_docs, reason = "a field is what its name says")]
pub struct RoleValues {
    pub name: String,
    /// Alpha, red, green and blue; 0 is the platform's own.
    pub color: u32,
    pub hoist: bool,
}

/// What the platform says of what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    Plainly,
    Channel(ChannelId),
    Role(RoleId),
    /// To these members, and not to others.
    Members(Vec<UserId>),
}
