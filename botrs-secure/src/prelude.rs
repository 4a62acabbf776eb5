//! What a bot's sources usually need: `use botrs_secure::prelude::*;`.

pub use std::time::Duration;

pub use crate::{
    Administrator, Args, AuditLog, BanMembers, Builder, Channel, ChannelId, ChannelPermissions,
    ChannelSettings, Choice, Context, Credentials, DeleteMessages, FromArg, GuildId, GuildRole,
    Handler, History, KickMembers, Locale, ManageChannels, ManageGuild, ManageRoles, Message,
    MuteMembers, OpenId, Permission, PersonId, Place, Policy, Realm, Redact, Reply, Restriction,
    Result, Role, RoleId, RoleSettings, Scene, SecureBot, SendMessages, Show, State, Target, Text,
    UserId, Validate, ValidationError, async_trait, command, commands, reply, validate,
};
