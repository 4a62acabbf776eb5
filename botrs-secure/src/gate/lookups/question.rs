//! What the platform is asked, and which events make an answer old.

use std::hash::Hash;

use super::epochs::{Epochs, Topic};
use crate::adapter::{ChannelPermissions, MemberInfo, Request, RoleInfo, Transport};
use crate::id::{ChannelId, GuildId, UserId};

/// A question to the platform.
pub(super) trait Question: Copy + Eq + Hash + Send + Sync + 'static {
    type Answer: Clone + Send + Sync + 'static;

    /// Moves with each event that may change the answer.
    fn epoch(self, epochs: &Epochs) -> u64;

    fn put(self, platform: &dyn Transport) -> Request<'_, Self::Answer>;
}

/// The roles of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct MemberOf {
    pub(super) guild: GuildId,
    pub(super) user: UserId,
}

impl Question for MemberOf {
    type Answer = MemberInfo;

    fn epoch(self, epochs: &Epochs) -> u64 {
        epochs.sum(&Topic::of_member(self.guild, self.user))
    }

    fn put(self, platform: &dyn Transport) -> Request<'_, MemberInfo> {
        platform.member(self.guild, self.user)
    }
}

/// The roles that a guild has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RolesOf {
    pub(super) guild: GuildId,
}

impl Question for RolesOf {
    type Answer = Vec<RoleInfo>;

    fn epoch(self, epochs: &Epochs) -> u64 {
        epochs.sum(&[Topic::Guild(self.guild)])
    }

    fn put(self, platform: &dyn Transport) -> Request<'_, Vec<RoleInfo>> {
        platform.guild_roles(self.guild)
    }
}

/// The guild of a channel, asked by somebody who hopes that it is `guild`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ChannelIn {
    pub(super) guild: GuildId,
    pub(super) channel: ChannelId,
}

impl Question for ChannelIn {
    type Answer = GuildId;

    fn epoch(self, epochs: &Epochs) -> u64 {
        epochs.sum(&[Topic::Guild(self.guild), Topic::Channel(self.channel)])
    }

    fn put(self, platform: &dyn Transport) -> Request<'_, GuildId> {
        platform.channel_guild(self.channel)
    }
}

/// What a member may do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PermissionsOf {
    pub(super) guild: GuildId,
    pub(super) channel: ChannelId,
    pub(super) user: UserId,
}

impl Question for PermissionsOf {
    type Answer = ChannelPermissions;

    fn epoch(self, epochs: &Epochs) -> u64 {
        let [guild, member] = Topic::of_member(self.guild, self.user);
        epochs.sum(&[guild, member, Topic::Channel(self.channel)])
    }

    fn put(self, platform: &dyn Transport) -> Request<'_, ChannelPermissions> {
        platform.channel_permissions(self.channel, self.user)
    }
}
