//! Presses of buttons (`INTERACTION_CREATE`), read as messages are: what is missing is never guessed.
//!
//! The platform wants an answer to types 11 (a button of a message) and 12 (a menu of a private
//! conversation), once for each, and to no others, which are events like any other. It says of nobody who
//! presses which roles they have.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::incoming::{Event, Incoming, Malformed, Roles};
use super::parse::{Known, Parsed, id};
use super::timestamp;
use crate::id::{InvalidId, MessageId};
use crate::place::{PersonId, Place, Scene};

/// The event's name.
pub(crate) const KIND: &str = "INTERACTION_CREATE";

/// The press itself, for the answer to it: what a message id may be, so that it cannot leave its path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct InteractionId(MessageId);

impl InteractionId {
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for InteractionId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        text.parse().map(Self)
    }
}

impl fmt::Display for InteractionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The event that told of a press, for replies: like a message id, and with colons. It goes into bodies only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventId(Box<str>);

impl EventId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The platform takes replies to events of its own naming only; botrs makes up other ids.
    fn of(envelope: &str) -> Option<Self> {
        let (kind, rest) = envelope.split_once(':')?;
        (kind == KIND && rest.parse::<MessageId>().is_ok()).then(|| Self(envelope.into()))
    }
}

/// What a message is that is a press.
#[derive(Debug, Clone)]
pub(crate) struct Press {
    pub(crate) interaction: InteractionId,
    /// What replies answer; without it there are none.
    pub(crate) event: Option<EventId>,
    /// The event as it came, for the inner handler.
    pub(crate) raw: Event,
}

impl Press {
    /// The event as it came but for the button's data, of which something may have been masked.
    pub(crate) fn event(&self, data: &str) -> Event {
        let mut event = self.raw.clone();
        let came = event.data["data"]["resolved"]["button_data"].as_str().unwrap_or_default();
        if came != data {
            event.data["data"]["resolved"]["button_data"] = data.into();
        }
        event
    }
}

#[cfg(any(test, feature = "testing"))]
impl Press {
    /// A press as this message, of which the event says nothing else.
    pub(crate) fn of(id: &MessageId) -> Self {
        let event = EventId::of(&format!("{KIND}:{id}"));
        let raw = Event { kind: KIND.into(), data: Value::Null };
        Self { interaction: InteractionId(id.clone()), event, raw }
    }
}

/// What the platform is answered, which shows it to whoever pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(any(test, feature = "testing")), allow(unreachable_pub))]
pub enum PressCode {
    /// It was done.
    Done = 0,
    /// It failed.
    Failed = 1,
    /// Too often.
    TooOften = 2,
    /// It was done before.
    Again = 3,
    /// Whoever pressed may not.
    NotAllowed = 4,
    /// Only administrators may.
    AdministratorsOnly = 5,
}

pub(super) fn parse(envelope: Option<&str>, data: Value) -> Parsed {
    match wants_answer(&data) {
        Ok(false) => Parsed::Event(Event { kind: KIND.into(), data }),
        Ok(true) => match press(envelope, &data) {
            Ok((mut incoming, interaction, event)) => {
                let raw = Event { kind: KIND.into(), data };
                incoming.press = Some(Box::new(Press { interaction, event, raw }));
                Parsed::Message(incoming)
            }
            Err(why) => malformed(why, &data),
        },
        Err(why) => malformed(why, &data),
    }
}

fn malformed(why: Malformed, data: &Value) -> Parsed {
    let scene = scene(data).ok();
    let known = Known {
        kind: KIND.into(),
        id: id(data, "id", "id").ok(),
        place: scene.and_then(|scene| place(scene, data).ok()),
        person: scene.and_then(|scene| person(scene, data).ok()),
        press: id(data, "id", "id").ok(),
    };
    Parsed::Malformed(why, known)
}

fn wants_answer(data: &Value) -> Result<bool, Malformed> {
    let outer = &data["type"];
    if outer.is_null() {
        return Err(Malformed { field: "type", what: "missing" });
    }
    let outer = outer.as_u64().ok_or(Malformed { field: "type", what: "not a number" })?;
    let inner = &data["data"]["type"];
    if !inner.is_null() && inner.as_u64() != Some(outer) {
        return Err(Malformed { field: "data.type", what: "another type" });
    }
    Ok(matches!(outer, 11 | 12))
}

fn press(
    envelope: Option<&str>,
    data: &Value,
) -> Result<(Incoming, InteractionId, Option<EventId>), Malformed> {
    let scene = scene(data)?;
    let incoming = Incoming {
        place: place(scene, data)?,
        person: person(scene, data)?,
        name: None,
        is_bot: false,
        roles: match scene {
            Scene::Direct | Scene::C2c => Roles::None,
            Scene::Guild | Scene::Group => Roles::Unknown,
        },
        id: id(data, "id", "id")?,
        content: match &data["data"]["resolved"]["button_data"] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            _ => return Err(Malformed { field: "button_data", what: "not a text" }),
        },
        sent_at: timestamp::parse(&data["timestamp"]),
        quote: None,
        addressed: false,
        own_openid: None,
        press: None,
    };
    Ok((incoming, id(data, "id", "id")?, envelope.and_then(EventId::of)))
}

/// The scene by `chat_type` and by `scene`, of which the platform may say one.
fn scene(data: &Value) -> Result<Scene, Malformed> {
    let chat_type = match &data["chat_type"] {
        Value::Null => None,
        number => Some(match number.as_u64() {
            Some(0) => Scene::Guild,
            Some(1) => Scene::Group,
            Some(2) => Scene::C2c,
            _ => return Err(Malformed { field: "chat_type", what: "not known" }),
        }),
    };
    let named = match &data["scene"] {
        Value::Null => None,
        name => Some(match name.as_str() {
            Some("guild") => Scene::Guild,
            Some("group") => Scene::Group,
            Some("c2c") => Scene::C2c,
            _ => return Err(Malformed { field: "scene", what: "not known" }),
        }),
    };
    match (chat_type, named) {
        (Some(one), Some(other)) if one != other => {
            Err(Malformed { field: "scene", what: "another one than `chat_type` says" })
        }
        (Some(scene), _) | (None, Some(scene)) => Ok(scene),
        (None, None) => Err(Malformed { field: "chat_type", what: "missing" }),
    }
}

/// Where an interaction of any type happened.
pub(crate) fn place_of(data: &Value) -> Result<Place, Malformed> {
    place(scene(data)?, data)
}

/// Whose it was.
pub(crate) fn person_of(data: &Value) -> Result<PersonId, Malformed> {
    person(scene(data)?, data)
}

fn place(scene: Scene, data: &Value) -> Result<Place, Malformed> {
    Ok(match scene {
        Scene::Guild | Scene::Direct => Place::Guild {
            guild: id(data, "guild_id", "guild_id")?,
            channel: id(data, "channel_id", "channel_id")?,
        },
        Scene::Group => Place::Group { group: id(data, "group_openid", "group_openid")? },
        Scene::C2c => Place::C2c { user: id(data, "user_openid", "user_openid")? },
    })
}

fn person(scene: Scene, data: &Value) -> Result<PersonId, Malformed> {
    Ok(match scene {
        Scene::Guild | Scene::Direct => {
            PersonId::User(id(&data["data"]["resolved"], "user_id", "data.resolved.user_id")?)
        }
        Scene::Group => PersonId::Open(id(data, "group_member_openid", "group_member_openid")?),
        Scene::C2c => PersonId::Open(id(data, "user_openid", "user_openid")?),
    })
}

#[cfg(test)]
mod tests;
