//! What the gate reads: a message as data, whichever way it came.

use super::press::Press;
use crate::id::{MessageId, OpenId, RoleId};
use crate::place::{PersonId, Place};

/// What the platform says of an author's standing. Whatever it does not say is unknown, never a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roles {
    /// The roles of a guild member; an empty list is known to be empty.
    Guild(Vec<RoleId>),
    /// The role of a group member.
    Group(GroupRole),
    /// The scene has no roles: direct messages and C2C, whatever the event says.
    None,
    /// The event should say it and does not, or says something that is not understood.
    Unknown,
}

/// The role of a group member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupRole {
    /// `owner`: 群主.
    Owner,
    /// `admin`: 管理员.
    Admin,
    /// `member`: 群成员.
    Member,
}

/// A message as it came, or what the press of a button says, complete: events that lack an author, an id or a place become none.
#[derive(Debug, Clone)]
pub struct Incoming {
    pub(crate) place: Place,
    pub(crate) person: PersonId,
    pub(crate) name: Option<Box<str>>,
    pub(crate) is_bot: bool,
    pub(crate) roles: Roles,
    pub(crate) id: MessageId,
    pub(crate) content: String,
    /// Milliseconds since 1970; `None` where the event does not say it.
    pub(crate) sent_at: Option<u64>,
    pub(crate) quote: Option<MessageId>,
    /// The platform delivered the message because it mentions the bot, and may have cut the mention.
    pub(crate) addressed: bool,
    /// The bot's own id in this group, where the event says it.
    pub(crate) own_openid: Option<OpenId>,
    /// What it is besides, where it is no message but the press of a button.
    pub(crate) press: Option<Box<Press>>,
}

impl Incoming {
    /// Where it was written.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Who wrote it.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Which message it is; of a press, which interaction.
    #[must_use]
    pub fn id(&self) -> &MessageId {
        &self.id
    }

    /// The text as the platform sent it; of a press, the button's data.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Whether it is the press of a button, by the person and in the place that are said.
    #[must_use]
    pub fn is_press(&self) -> bool {
        self.press.is_some()
    }

    /// What the platform says of the author's standing.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }
}

/// Why an event is no [`Incoming`]: recorded, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event's `{field}` is {what}")]
pub(crate) struct Malformed {
    pub(crate) field: &'static str,
    pub(crate) what: &'static str,
}

/// An event that is no message.
#[derive(Debug, Clone)]
pub struct Event {
    pub(crate) kind: String,
    pub(crate) data: serde_json::Value,
}

impl Event {
    /// The platform's name of it, like `GUILD_MEMBER_ADD`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What it carries.
    #[must_use]
    pub fn data(&self) -> &serde_json::Value {
        &self.data
    }
}
