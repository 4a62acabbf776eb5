//! Requests to the platform through botrs: look-ups and replies; what powers do is in `acts`.

mod acts;
mod buttons;
mod errors;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use botrs::models::channel;
use botrs::models::guild::GuildRoles;
use botrs::models::message::{
    C2CMessageParams, DirectMessageParams, GroupMessageParams, MessageParams,
};
use botrs::{BotApi, BotError, Member, Message};

use super::act::{Act, Done};
use super::channel_permissions::ChannelPermissions;
use acts::Failed;
use buttons::Body;
use errors::{kind_of, no_token, said_by, unreadable};

use super::login::Login;
use super::press::{InteractionId, PressCode};
use super::start::is_of_address;
use super::transport::{
    Button, MemberInfo, MessageInfo, PlatformError, PlatformErrorKind, ReplyTo, Request, RoleInfo,
    Transport,
};
use crate::gate::AlertKind;
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

    /// The API, unless there is no token to use it with.
    async fn api(&self) -> Result<Arc<BotApi>, PlatformError> {
        self.login.api().await.map_err(|error| no_token(&error))
    }

    /// What was answered, and what that tells of the token and of what the bot may do.
    fn told<T>(&self, answer: Result<T, BotError>) -> Result<T, PlatformError> {
        answer.inspect(|_| self.login.permitted(true)).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &BotError) -> PlatformError {
        let kind = kind_of(error);
        let said = PlatformError::new(kind, said_by(error));
        match (kind, error) {
            (PlatformErrorKind::Unauthorized, _) if is_of_address(&said.message) => {
                self.login.alarm(AlertKind::Address);
            }
            (PlatformErrorKind::Unauthorized, _) => {
                self.login.suspect();
                self.login.alarm(AlertKind::Unauthorized);
            }
            (PlatformErrorKind::Refused, BotError::Forbidden(_)) => {
                tracing::warn!(error = %said, "the platform forbids it / 平台不允许");
                self.login.permitted(false);
            }
            _ => {}
        }
        said
    }

    /// Each scene has an endpoint of its own; botrs' `reply` uses the wrong one for direct messages, and the
    /// same `msg_seq` for each reply to a group or a user.
    async fn reply(&self, to: ReplyTo<'_>, body: Body) -> Result<(), PlatformError> {
        let api = self.api().await?;
        let msg_id = to.event.is_none().then(|| to.message.to_string());
        let event_id = to.event.map(|event| event.as_str().to_owned());
        // A number on the first reply to an event would make it a message that answers none.
        let msg_seq = Some(to.seq).filter(|&seq| to.event.is_none() || seq > 1);
        let (msg_type, keyboard) = (body.kind(), body.keyboard_payload());
        let sent = match to.place {
            Place::Guild { channel, .. } => {
                let keyboard = body.keyboard();
                let Body { content, markdown, .. } = body;
                let params = MessageParams {
                    content,
                    markdown,
                    keyboard,
                    msg_id,
                    event_id,
                    ..MessageParams::default()
                };
                api.send_message(&channel.to_string(), params).await
            }
            Place::Direct { session, .. } => {
                let keyboard = body.keyboard();
                let Body { content, markdown, .. } = body;
                let params = DirectMessageParams {
                    content,
                    markdown,
                    keyboard,
                    msg_id,
                    event_id,
                    ..DirectMessageParams::default()
                };
                api.send_direct_message(&session.to_string(), params).await
            }
            Place::Group { group } => {
                let Body { content, markdown, .. } = body;
                let params = GroupMessageParams {
                    msg_type,
                    content,
                    markdown,
                    keyboard,
                    msg_id,
                    event_id,
                    msg_seq,
                    ..GroupMessageParams::default()
                };
                api.send_group_message(group.as_str(), params).await
            }
            Place::C2c { user } => {
                let Body { content, markdown, .. } = body;
                let params = C2CMessageParams {
                    msg_type,
                    content,
                    markdown,
                    keyboard,
                    msg_id,
                    event_id,
                    msg_seq,
                    ..C2CMessageParams::default()
                };
                api.send_c2c_message(user.as_str(), params).await
            }
        };
        self.told(sent).map(drop)
    }
}

impl Transport for BotrsTransport {
    fn member(&self, guild: GuildId, user: UserId) -> Request<'_, MemberInfo> {
        Box::pin(async move {
            let api = self.api().await?;
            let answer = api.get_guild_member(&guild.to_string(), &user.to_string()).await;
            member_info(user, &self.told(answer)?)
        })
    }

    fn guild_roles(&self, guild: GuildId) -> Request<'_, Vec<RoleInfo>> {
        Box::pin(async move {
            let answer = self.api().await?.get_guild_roles(&guild.to_string()).await;
            role_infos(guild, self.told(answer)?)
        })
    }

    fn channel_permissions(
        &self,
        channel: ChannelId,
        user: UserId,
    ) -> Request<'_, ChannelPermissions> {
        Box::pin(async move {
            let api = self.api().await?;
            let answer =
                api.get_channel_user_permissions(&channel.to_string(), &user.to_string()).await;
            permissions_in(channel, user, &self.told(answer)?)
        })
    }

    fn channel_guild(&self, channel: ChannelId) -> Request<'_, GuildId> {
        Box::pin(async move {
            let answer = self.api().await?.get_channel(&channel.to_string()).await;
            let answer = self.told(answer)?;
            if answer.id != channel.to_string() {
                return Err(unreadable("another channel than asked for"));
            }
            answer.guild_id.parse().map_err(|_| unreadable("a channel without a guild"))
        })
    }

    fn message<'a>(&'a self, channel: ChannelId, id: &'a MessageId) -> Request<'a, MessageInfo> {
        Box::pin(async move {
            let answer = self.api().await?.get_message(&channel.to_string(), id.as_str()).await;
            message_info(&self.told(answer)?)
        })
    }

    fn act<'a>(&'a self, act: &'a Act) -> Request<'a, Done> {
        Box::pin(async move {
            match acts::act(&*self.api().await?, act).await {
                Ok(done) => self.told(Ok(done)),
                Err(Failed::Botrs(error)) => self.told(Err(error)),
                Err(Failed::Ours(error)) => Err(error),
            }
        })
    }

    fn send<'a>(&'a self, to: ReplyTo<'a>, text: &'a str) -> Request<'a, ()> {
        Box::pin(self.reply(to, Body::text(text)))
    }

    fn send_button<'a>(&'a self, to: ReplyTo<'a>, button: &'a Button<'a>) -> Request<'a, ()> {
        Box::pin(self.reply(to, Body::button(button)))
    }

    fn answer<'a>(&'a self, press: &'a InteractionId, code: PressCode) -> Request<'a, ()> {
        Box::pin(async move {
            let api = self.api().await?;
            let answered = api.on_interaction_result(press.as_str(), code as i32).await;
            self.told(answered).map(drop)
        })
    }

    fn post<'a>(&'a self, channel: ChannelId, text: &'a str) -> Request<'a, ()> {
        Box::pin(async move {
            let params = MessageParams::new_text(text);
            let sent = self.api().await?.send_message(&channel.to_string(), params).await;
            self.told(sent).map(drop)
        })
    }

    fn unchecked(&self) -> Option<Arc<BotApi>> {
        Some(self.login.last_api())
    }
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
