//! Requests to the platform through botrs.

use std::sync::Arc;
use std::time::Duration;

use botrs::models::channel;
use botrs::models::guild::{GuildRoles, MemberDeleteOptions, normalize_delete_history_msg_days};
use botrs::models::message::{
    C2CMessageParams, DirectMessageParams, GroupMessageParams, MessageParams,
};
use botrs::{BotApi, BotError, Member, Message};

use super::channel_permissions::ChannelPermissions;
use super::login::Login;
use super::start::TOKEN_FAILED;
use super::transport::{
    MemberInfo, MessageInfo, PlatformError, PlatformErrorKind, ReplyTo, Request, RoleInfo,
    Transport,
};
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::place::Place;

/// The platform, as a bot that is logged in.
pub(crate) struct BotrsTransport {
    login: Arc<Login>,
}

impl BotrsTransport {
    pub(crate) fn new(login: Arc<Login>) -> Self {
        Self { login }
    }

    /// What a failed request tells, and what it tells of the token.
    fn failed(&self, error: BotError) -> PlatformError {
        let error = PlatformError::new(kind_of(&error), error.to_string());
        if error.kind() == PlatformErrorKind::Unauthorized {
            self.login.suspect();
        }
        error
    }
}

impl Transport for BotrsTransport {
    fn member(&self, guild: GuildId, user: UserId) -> Request<'_, MemberInfo> {
        Box::pin(async move {
            let api = self.login.api();
            let answer = api.get_guild_member(&guild.to_string(), &user.to_string()).await;
            member_info(user, &answer.map_err(|error| self.failed(error))?)
        })
    }

    fn guild_roles(&self, guild: GuildId) -> Request<'_, Vec<RoleInfo>> {
        Box::pin(async move {
            let answer = self.login.api().get_guild_roles(&guild.to_string()).await;
            role_infos(guild, answer.map_err(|error| self.failed(error))?)
        })
    }

    fn channel_permissions(
        &self,
        channel: ChannelId,
        user: UserId,
    ) -> Request<'_, ChannelPermissions> {
        Box::pin(async move {
            let api = self.login.api();
            let answer =
                api.get_channel_user_permissions(&channel.to_string(), &user.to_string()).await;
            permissions_in(channel, user, &answer.map_err(|error| self.failed(error))?)
        })
    }

    fn channel_guild(&self, channel: ChannelId) -> Request<'_, GuildId> {
        Box::pin(async move {
            let answer = self
                .login
                .api()
                .get_channel(&channel.to_string())
                .await
                .map_err(|error| self.failed(error))?;
            if answer.id != channel.to_string() {
                return Err(unreadable("another channel than asked for"));
            }
            answer.guild_id.parse().map_err(|_| unreadable("a channel without a guild"))
        })
    }

    fn message<'a>(&'a self, channel: ChannelId, id: &'a MessageId) -> Request<'a, MessageInfo> {
        Box::pin(async move {
            let answer = self.login.api().get_message(&channel.to_string(), id.as_str()).await;
            message_info(&answer.map_err(|error| self.failed(error))?)
        })
    }

    fn mute(&self, guild: GuildId, user: UserId, period: Duration) -> Request<'_, ()> {
        Box::pin(async move {
            let seconds = whole_seconds(period).to_string();
            // To lift a mute, the platform wants both as zero.
            let until = period.is_zero().then_some("0");
            let api = self.login.api();
            api.mute_member(&guild.to_string(), &user.to_string(), until, Some(&seconds))
                .await
                .map_err(|error| self.failed(error))
        })
    }

    fn remove(
        &self,
        guild: GuildId,
        user: UserId,
        ban: bool,
        history_days: i32,
    ) -> Request<'_, ()> {
        Box::pin(async move {
            // botrs turns days that the platform does not know into none without a word.
            if normalize_delete_history_msg_days(history_days) != history_days {
                let text = format!("{history_days} days of history cannot be deleted");
                return Err(PlatformError::new(PlatformErrorKind::Refused, text));
            }
            let options =
                MemberDeleteOptions { add_blacklist: ban, delete_history_msg_days: history_days };
            let api = self.login.api();
            api.delete_member_with_options(&guild.to_string(), &user.to_string(), &options)
                .await
                .map_err(|error| self.failed(error))
        })
    }

    fn recall<'a>(&'a self, channel: ChannelId, id: &'a MessageId) -> Request<'a, ()> {
        Box::pin(async move {
            let api = self.login.api();
            api.recall_message(&channel.to_string(), id.as_str(), None)
                .await
                .map_err(|error| self.failed(error))
        })
    }

    fn send<'a>(&'a self, to: ReplyTo<'a>, text: &'a str) -> Request<'a, ()> {
        Box::pin(async move {
            let api = self.login.api();
            let message = to.message.as_str();
            // Each scene has an endpoint of its own; botrs' `reply` uses the wrong one for direct
            // messages, and the same `msg_seq` for each reply to a group or a user.
            let sent = match to.place {
                Place::Guild { channel, .. } => {
                    let params = MessageParams::new_text(text).with_reply(message);
                    api.send_message(&channel.to_string(), params).await
                }
                Place::Direct { session, .. } => {
                    let params = DirectMessageParams::new_text(text).with_reply(message);
                    api.send_direct_message(&session.to_string(), params).await
                }
                Place::Group { group } => {
                    let mut params = GroupMessageParams::new_text(text).with_reply(message);
                    params.msg_seq = Some(to.seq);
                    api.send_group_message(group.as_str(), params).await
                }
                Place::C2c { user } => {
                    let mut params = C2CMessageParams::new_text(text).with_reply(message);
                    params.msg_seq = Some(to.seq);
                    api.send_c2c_message(user.as_str(), params).await
                }
            };
            sent.map(drop).map_err(|error| self.failed(error))
        })
    }

    fn unchecked(&self) -> Option<Arc<BotApi>> {
        Some(self.login.api())
    }
}

/// Rounded up: half a second as "0" would lift the mute.
fn whole_seconds(period: Duration) -> u64 {
    period.as_secs().saturating_add(u64::from(period.subsec_nanos() > 0))
}

/// botrs fills in an empty list where an answer has no `roles`, so the member's id, which it must
/// have, tells a member without a role from an answer that is not one.
fn member_info(asked: UserId, member: &Member) -> Result<MemberInfo, PlatformError> {
    let answered = member.user.as_ref().and_then(|user| user.id.parse::<UserId>().ok());
    if answered != Some(asked) {
        return Err(unreadable("another member than asked for"));
    }
    let roles: Option<_> = member.roles.iter().map(|role| role.parse::<RoleId>().ok()).collect();
    roles.map(|roles| MemberInfo { roles }).ok_or_else(|| unreadable("a role that is no number"))
}

/// botrs fills in an empty list where an answer has no `roles`; the guild's id tells the answers apart.
fn role_infos(asked: GuildId, listed: GuildRoles) -> Result<Vec<RoleInfo>, PlatformError> {
    if listed.guild_id != asked.to_string() {
        return Err(unreadable("the roles of another guild than asked for"));
    }
    let info = |role: botrs::models::guild::GuildRole| {
        let id = role.id.parse().ok()?;
        Some(RoleInfo { id, name: role.name, color: role.color, hoist: role.hoist != 0 })
    };
    let roles: Option<_> = listed.roles.into_iter().map(info).collect();
    roles.ok_or_else(|| unreadable("a role that is no number"))
}

fn permissions_in(
    asked: ChannelId,
    of: UserId,
    told: &channel::ChannelPermissions,
) -> Result<ChannelPermissions, PlatformError> {
    if told.channel_id != asked.to_string() || told.user_id != of.to_string() {
        return Err(unreadable("the permissions of another member or channel than asked for"));
    }
    // botrs fills in an empty text where the answer has none: that is no "0".
    let bits = told.permissions.parse();
    bits.map(ChannelPermissions::from_bits)
        .map_err(|_| unreadable("permissions that are no number"))
}

fn message_info(message: &Message) -> Result<MessageInfo, PlatformError> {
    Ok(MessageInfo {
        id: id(message.id.as_deref(), "a message without an id")?,
        channel: id(message.channel_id.as_deref(), "a message without a channel")?,
        guild: id(message.guild_id.as_deref(), "a message without a guild")?,
        author: match message.author.as_ref().and_then(|author| author.id.as_deref()) {
            None | Some("") => None,
            named => Some(id(named, "a message with an author that is no number")?),
        },
    })
}

fn id<T: std::str::FromStr>(text: Option<&str>, lack: &str) -> Result<T, PlatformError> {
    text.and_then(|text| text.parse().ok()).ok_or_else(|| unreadable(lack))
}

fn unreadable(what: &str) -> PlatformError {
    PlatformError::new(PlatformErrorKind::Unknown, format!("the platform answered with {what}"))
}

/// botrs keeps the HTTP status and the text of an answer, and drops the platform's code.
fn kind_of(error: &BotError) -> PlatformErrorKind {
    use PlatformErrorKind as Kind;
    match error {
        BotError::Api { message, .. } if message.starts_with(TOKEN_FAILED) => Kind::Unauthorized,
        BotError::Auth(_) | BotError::AuthenticationFailed(_) => Kind::Unauthorized,
        // Accepted, and shown once it has been looked at.
        BotError::Api { code: 201 | 202, .. } => Kind::Pending,
        BotError::RateLimit { .. } | BotError::SequenceNumber(_) => Kind::RateLimited,
        BotError::NotFound(_) => Kind::NotFound,
        BotError::Api { code: 400..=499, message } | BotError::Forbidden(message) => {
            refused(message)
        }
        BotError::MethodNotAllowed(_) => Kind::Refused,
        // Before the request was sent, even if by a time limit.
        BotError::Connection(_) => Kind::Unreachable,
        BotError::Http(error) if error.is_connect() => Kind::Unreachable,
        BotError::Http(error) if error.is_timeout() => Kind::TimedOut,
        BotError::Timeout => Kind::TimedOut,
        _ => Kind::Unknown,
    }
}

fn refused(message: &str) -> PlatformErrorKind {
    let message = message.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| message.contains(sign));
    if says(&["expire", "过期"]) {
        PlatformErrorKind::ReplyWindow
    } else if says(&["limit exceed", "超频", "频率"]) {
        PlatformErrorKind::RateLimited
    } else {
        PlatformErrorKind::Refused
    }
}

#[cfg(test)]
mod tests;
