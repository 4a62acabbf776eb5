//! What the library asks of the platform. botrs stays behind this trait.

use std::sync::Arc;

use botrs::BotApi;

use super::act::{Act, Done};
use super::channel_permissions::ChannelPermissions;
use super::press::{EventId, InteractionId, PressCode};
use crate::command::BoxFuture;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::place::{PersonId, Place};

/// What became of a request that did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlatformErrorKind {
    /// Refused: the bot may not, or the content may not be sent.
    Refused,
    /// Refused for an address in the text (304003, 40054010). A bare name such as `main.rs` may count as one.
    UrlNotAllowed,
    /// No such thing.
    NotFound,
    /// The credentials or the address of this machine are not accepted.
    Unauthorized,
    /// Too many requests.
    RateLimited,
    /// Accepted and waiting for an audit of the platform's: it must not be sent again.
    Pending,
    /// No answer in time: whether it was done is unknown.
    TimedOut,
    /// The platform could not be reached: it was not done.
    Unreachable,
    /// No safe connection to the platform: its certificate was not accepted. It was not done.
    Tls,
    /// The reply window of the message has closed, or its replies are used up.
    ReplyWindow,
    /// Anything else: whether it was done is unknown.
    Unknown,
}

impl PlatformErrorKind {
    /// A short name, for records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::UrlNotAllowed => "url_not_allowed",
            Self::NotFound => "not_found",
            Self::Unauthorized => "unauthorized",
            Self::RateLimited => "rate_limited",
            Self::Pending => "pending",
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::ReplyWindow => "reply_window",
            Self::Unknown => "unknown",
        }
    }

    /// What helps, where it is not plain.
    const fn cure(self) -> &'static str {
        match self {
            Self::UrlNotAllowed => {
                "; register its domain at q.qq.com, or leave the address out, in groups and C2C always; \
                 a name with a dot such as main.rs counts as one / 请在 q.qq.com 登记域名，或去掉网址\
                 （群聊和单聊一律去掉）；main.rs 这样带点的名字也算网址"
            }
            _ => "",
        }
    }
}

/// A request that the platform did not fulfil.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}: {message}{}", kind.as_str().replace('_', " "), kind.cure())]
pub struct PlatformError {
    pub(crate) kind: PlatformErrorKind,
    pub(crate) message: String,
}

impl PlatformError {
    pub(crate) fn new(kind: PlatformErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// Says which of several messages it is about.
    pub(crate) fn within(mut self, number: u32, count: u32) -> Self {
        if count > 1 {
            self.message += &format!(" (message {number} of {count})");
        }
        self
    }

    /// What became of the request.
    #[must_use]
    pub fn kind(&self) -> PlatformErrorKind {
        self.kind
    }
}

/// A member of a guild, as the platform tells it now.
#[derive(Debug, Clone)]
pub(crate) struct MemberInfo {
    pub(crate) roles: Vec<RoleId>,
}

/// A role of a guild, as the platform lists it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleInfo {
    pub(crate) id: RoleId,
    pub(crate) name: String,
    /// As the platform counts: alpha, red, green, blue.
    pub(crate) color: u32,
    /// Whether its members are listed apart from others.
    pub(crate) hoist: bool,
}

/// A message, as the platform tells it now. Ids are the platform's, not the question's.
#[derive(Debug, Clone)]
pub(crate) struct MessageInfo {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelId,
    pub(crate) guild: GuildId,
    pub(crate) author: Option<UserId>,
}

/// Which reply of which message is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplyTo<'a> {
    pub(crate) place: &'a Place,
    pub(crate) message: &'a MessageId,
    /// What is answered instead of a message, where a press called.
    pub(crate) event: Option<&'a EventId>,
    /// 1 for the first reply to this message.
    pub(crate) seq: u32,
}

/// A message with one button that calls the bot back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Button<'a> {
    /// What stands above it: markdown, so never a user's.
    pub(crate) text: &'static str,
    pub(crate) label: &'static str,
    /// What stands on it once it was pressed.
    pub(crate) pressed: &'static str,
    pub(crate) data: &'a str,
    /// Who may press it, as far as clients go; none for all.
    pub(crate) only: Option<PersonId>,
}

pub(crate) type Request<'a, T> = BoxFuture<'a, Result<T, PlatformError>>;

/// The platform. Ids are newtypes, so nothing can leave its path segment.
pub(crate) trait Transport: Send + Sync + 'static {
    fn member(&self, guild: GuildId, user: UserId) -> Request<'_, MemberInfo>;
    /// All roles of a guild, its platform roles among them.
    fn guild_roles(&self, guild: GuildId) -> Request<'_, Vec<RoleInfo>>;
    /// What a member may do in a channel, their roles included. The bot has to be an administrator.
    fn channel_permissions(
        &self,
        channel: ChannelId,
        user: UserId,
    ) -> Request<'_, ChannelPermissions>;
    /// The guild of a channel.
    fn channel_guild(&self, channel: ChannelId) -> Request<'_, GuildId>;
    fn message<'a>(&'a self, channel: ChannelId, id: &'a MessageId) -> Request<'a, MessageInfo>;
    /// Does what a power asks. It is not sent a second time.
    fn act<'a>(&'a self, act: &'a Act) -> Request<'a, Done>;
    fn send<'a>(&'a self, to: ReplyTo<'a>, text: &'a str) -> Request<'a, ()>;
    /// Sends a button.
    fn send_button<'a>(&'a self, to: ReplyTo<'a>, button: &'a Button<'a>) -> Request<'a, ()>;
    /// Tells whoever pressed a button what became of it: once for each press.
    fn answer<'a>(&'a self, press: &'a InteractionId, code: PressCode) -> Request<'a, ()>;
    /// Sends a message to a channel of a guild that answers none. It is not sent a second time.
    fn post<'a>(&'a self, channel: ChannelId, text: &'a str) -> Request<'a, ()>;
    /// What is behind it, past every check; none where that is not QQ.
    fn unchecked(&self) -> Option<Arc<BotApi>>;
}
