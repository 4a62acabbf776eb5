//! Ids and mentions.

use crate::command::arg::{ArgError, FromArg};
use crate::content::mention::{MentionError, channel_id, open_id, user_id};
use crate::id::{ChannelId, GuildId, InvalidId, OpenId, RoleId, UserId};

/// A member, by mention or id.
#[inline]
pub(crate) fn user(word: &str) -> Result<UserId, ArgError> {
    user_id(word).map_err(|error| refuse(&error, "成员", "member"))
}

/// A channel, by mention or id.
pub(crate) fn channel(word: &str) -> Result<ChannelId, ArgError> {
    channel_id(word).map_err(|error| refuse(&error, "子频道", "channel"))
}

#[cold]
fn refuse(error: &MentionError, zh: &str, en: &str) -> ArgError {
    match error {
        MentionError::Unclosed => ArgError::new(
            format!("提及没有写完：应为 @{zh} 或数字 id"),
            format!("the mention is not closed; mention the {en} or give the id"),
        ),
        MentionError::NotAMention => ArgError::new(
            format!("应为 @{zh} 或数字 id"),
            format!("mention the {en} or give the id"),
        ),
        MentionError::Id(why) => invalid(*why),
    }
}

#[cold]
fn invalid(why: InvalidId) -> ArgError {
    match why {
        InvalidId::Empty => ArgError::new("id 不能为空", "an id is not empty"),
        InvalidId::TooLong => ArgError::new("id 的长度不对", "an id has another length"),
        InvalidId::TooLarge => ArgError::new("id 太大", "too large for an id"),
        InvalidId::Character(wrong) => ArgError::new(
            format!("id 里不能有 {wrong:?}"),
            format!("{wrong:?} does not belong in an id"),
        ),
    }
}

impl FromArg for UserId {
    #[inline]
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        user(word)
    }
}

impl FromArg for ChannelId {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        channel(word)
    }
}

impl FromArg for GuildId {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        word.parse().map_err(invalid)
    }
}

impl FromArg for RoleId {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        word.parse().map_err(invalid)
    }
}

impl FromArg for OpenId {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        open_id(word).map_err(|error| refuse(&error, "成员", "member"))
    }
}
