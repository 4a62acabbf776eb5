//! What powers do, as calls of botrs.
//!
//! botrs' traps, which are met here: days of history that the platform does not know become none; a mute
//! of an empty list of members is one of everybody; a role is written whole, so that what is left out is
//! overwritten; a colour of 0 is another colour; in a channel, zero values are left out; and the codes 201
//! and 202, accepted and waiting for an audit, are errors, which must not be sent again.

use std::time::Duration;

use botrs::models::channel::{
    ChannelType, ChannelValueObject, PrivateType, UpdateChannelPermissions,
};
use botrs::models::guild::{
    GuildRole, MemberAddRoleBody, MemberDeleteOptions, UpdateResult,
    normalize_delete_history_msg_days,
};
use botrs::{BotApi, BotError};

use super::errors::unreadable;
use crate::adapter::{
    Act, ChannelPermissions, ChannelValues, Done, PlatformError, PlatformErrorKind, RoleValues,
};
use crate::id::{GuildId, UserId};

/// Why something was not done.
pub(super) enum Failed {
    Botrs(BotError),
    Ours(PlatformError),
}

impl From<BotError> for Failed {
    fn from(error: BotError) -> Self {
        Self::Botrs(error)
    }
}

pub(super) async fn act(api: &BotApi, act: &Act) -> Result<Done, Failed> {
    match act {
        Act::Mute { .. } | Act::MuteMany { .. } | Act::MuteAll { .. } | Act::Remove { .. } => {
            over_members(api, act).await
        }
        Act::CreateChannel { .. }
        | Act::EditChannel { .. }
        | Act::DeleteChannel { .. }
        | Act::SetMemberPermissions { .. }
        | Act::SetRolePermissions { .. } => over_channels(api, act).await,
        Act::CreateRole { .. }
        | Act::EditRole { .. }
        | Act::DeleteRole { .. }
        | Act::GiveRole { .. }
        | Act::TakeRole { .. } => over_roles(api, act).await,
        Act::Recall { .. }
        | Act::Announce { .. }
        | Act::Unannounce { .. }
        | Act::Pin { .. }
        | Act::Unpin { .. } => over_messages(api, act).await,
    }
}

async fn over_members(api: &BotApi, act: &Act) -> Result<Done, Failed> {
    match act {
        Act::Mute { guild, user, period } => {
            let (seconds, until) = mute_of(*period);
            let (guild, user) = (guild.to_string(), user.to_string());
            api.mute_member(&guild, &user, until, Some(&seconds)).await?;
            Ok(Done::Plainly)
        }
        Act::MuteMany { guild, users, period } => {
            if users.is_empty() {
                // Such a request would mute everybody.
                return refused("nobody is to be muted");
            }
            let (seconds, until) = mute_of(*period);
            let ids = users.iter().map(ToString::to_string).collect();
            let guild = guild.to_string();
            let told = api.mute_multi_member(&guild, ids, until, Some(&seconds)).await?;
            Ok(Done::Members(among(users, &told.user_ids)))
        }
        Act::MuteAll { guild, period } => {
            let (seconds, until) = mute_of(*period);
            api.mute_all(&guild.to_string(), until, Some(&seconds)).await?;
            Ok(Done::Plainly)
        }
        Act::Remove { guild, user, ban, history_days } => {
            if normalize_delete_history_msg_days(*history_days) != *history_days {
                return refused(&format!("{history_days} days of history cannot be deleted"));
            }
            let options =
                MemberDeleteOptions { add_blacklist: *ban, delete_history_msg_days: *history_days };
            let (guild, user) = (guild.to_string(), user.to_string());
            api.delete_member_with_options(&guild, &user, &options).await?;
            Ok(Done::Plainly)
        }
        _ => not_here(),
    }
}

async fn over_channels(api: &BotApi, act: &Act) -> Result<Done, Failed> {
    match act {
        Act::CreateChannel { guild, values } => {
            let made = api.create_channel(&guild.to_string(), &channel_values(values)).await?;
            // It is there by now; where the answer does not say which, nobody gets a proof of it.
            if !made.guild_id.is_empty() && made.guild_id != guild.to_string() {
                return Err(Failed::Ours(unreadable("a channel of another guild")));
            }
            let id = made.id.parse().map_err(|_| unreadable("a channel without an id"));
            id.map(Done::Channel).map_err(Failed::Ours)
        }
        Act::EditChannel { channel, values } => {
            api.update_channel(&channel.to_string(), &channel_values(values)).await?;
            Ok(Done::Plainly)
        }
        Act::DeleteChannel { channel } => {
            api.delete_channel(&channel.to_string()).await?;
            Ok(Done::Plainly)
        }
        Act::SetMemberPermissions { channel, user, allow, deny } => {
            let (channel, user) = (channel.to_string(), user.to_string());
            let change = permissions(*allow, *deny);
            api.put_channel_permissions(&channel, &user, &change).await?;
            Ok(Done::Plainly)
        }
        Act::SetRolePermissions { channel, role, allow, deny } => {
            let (channel, role) = (channel.to_string(), role.to_string());
            let change = permissions(*allow, *deny);
            api.put_channel_roles_permissions(&channel, &role, &change).await?;
            Ok(Done::Plainly)
        }
        _ => not_here(),
    }
}

async fn over_roles(api: &BotApi, act: &Act) -> Result<Done, Failed> {
    match act {
        Act::CreateRole { guild, values } => {
            let made = api.create_guild_role(&guild.to_string(), role_values(values)).await?;
            created(*guild, &made)
        }
        Act::EditRole { guild, role, values } => {
            let (guild, role) = (guild.to_string(), role.to_string());
            api.update_guild_role(&guild, &role, role_values(values)).await?;
            Ok(Done::Plainly)
        }
        Act::DeleteRole { guild, role } => {
            api.delete_guild_role(&guild.to_string(), &role.to_string()).await?;
            Ok(Done::Plainly)
        }
        Act::GiveRole { guild, user, role } => {
            let (guild, user, role) = (guild.to_string(), user.to_string(), role.to_string());
            let body = MemberAddRoleBody::default();
            api.create_guild_role_member(&guild, &role, &user, &body).await?;
            Ok(Done::Plainly)
        }
        Act::TakeRole { guild, user, role } => {
            let (guild, user, role) = (guild.to_string(), user.to_string(), role.to_string());
            let body = MemberAddRoleBody::default();
            api.delete_guild_role_member(&guild, &role, &user, &body).await?;
            Ok(Done::Plainly)
        }
        _ => not_here(),
    }
}

async fn over_messages(api: &BotApi, act: &Act) -> Result<Done, Failed> {
    match act {
        Act::Recall { channel, id } => {
            api.recall_message(&channel.to_string(), id.as_str(), None).await?;
        }
        Act::Announce { guild, channel, id } => {
            let (guild, channel) = (guild.to_string(), channel.to_string());
            api.create_announce(&guild, &channel, id.as_str()).await?;
        }
        Act::Unannounce { guild, id } => {
            api.delete_guild_announce(&guild.to_string(), id.as_str()).await?;
        }
        Act::Pin { channel, id } => {
            api.put_pin(&channel.to_string(), id.as_str()).await?;
        }
        Act::Unpin { channel, id } => api.delete_pin(&channel.to_string(), id.as_str()).await?,
        _ => return not_here(),
    }
    Ok(Done::Plainly)
}

fn refused(why: &str) -> Result<Done, Failed> {
    Err(Failed::Ours(PlatformError::new(PlatformErrorKind::Refused, why)))
}

/// Of the other functions; only a mistake in `act` leads here.
fn not_here() -> Result<Done, Failed> {
    refused("nothing knows how to do this")
}

/// To lift a mute, the platform wants both as zero.
fn mute_of(period: Duration) -> (String, Option<&'static str>) {
    (whole_seconds(period).to_string(), period.is_zero().then_some("0"))
}

/// Rounded up: half a second as "0" would lift the mute.
pub(super) fn whole_seconds(period: Duration) -> u64 {
    period.as_secs().saturating_add(u64::from(period.subsec_nanos() > 0))
}

/// Those who were asked for and are among the ids of an answer.
fn among(asked: &[UserId], told: &[String]) -> Vec<UserId> {
    let is_told = |user: &&UserId| told.iter().any(|id| id.parse() == Ok(**user));
    asked.iter().filter(is_told).copied().collect()
}

fn channel_values(values: &ChannelValues) -> ChannelValueObject {
    ChannelValueObject {
        name: values.name.clone(),
        channel_type: values.kind.map(ChannelType::from),
        parent_id: values.parent.map(|parent| parent.to_string()),
        position: values.position.map(i64::from),
        private_type: values.only_admins.then_some(PrivateType::OnlyAdmin),
        ..ChannelValueObject::default()
    }
}

fn role_values(values: &RoleValues) -> GuildRole {
    GuildRole {
        name: values.name.clone(),
        color: values.color,
        hoist: u32::from(values.hoist),
        ..GuildRole::default()
    }
}

fn permissions(allow: ChannelPermissions, deny: ChannelPermissions) -> UpdateChannelPermissions {
    let text = |set: ChannelPermissions| (!set.is_empty()).then(|| set.bits().to_string());
    UpdateChannelPermissions { add: text(allow), remove: text(deny) }
}

fn created(guild: GuildId, made: &UpdateResult) -> Result<Done, Failed> {
    if !made.guild_id.is_empty() && made.guild_id != guild.to_string() {
        return Err(Failed::Ours(unreadable("a role of another guild")));
    }
    let id = made.role_id.parse().map_err(|_| unreadable("a role without an id"));
    id.map(Done::Role).map_err(Failed::Ours)
}
