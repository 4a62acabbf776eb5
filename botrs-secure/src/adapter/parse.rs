//! An event of the gateway or a webhook, read once: role and content come from the same JSON.
//!
//! botrs has models for these events and drops what they do not name, the role of a group member
//! among it, and a whole message for one `"mentions": null`. So the JSON is read here. What is
//! missing is unknown, an id that is missing or malformed makes the event [`Parsed::Malformed`],
//! and nothing is guessed.

use botrs::models::gateway::GatewayEvent;
use serde_json::Value;

use super::incoming::{Event, GroupRole, Incoming, Malformed, Roles};
use super::{press, timestamp};
use crate::id::{MessageId, OpenId};
use crate::place::{PersonId, Place, Scene};

/// What an event comes to.
#[derive(Debug)]
pub(crate) enum Parsed {
    /// A complete message.
    Message(Incoming),
    /// An event that is no message.
    Event(Event),
    /// A message that lacks what a decision needs, and what is known of it, for the record.
    Malformed(Malformed, Known),
    /// A new session of the gateway: what happened since the one before is not told.
    NewSession,
    /// A matter between the platform and the gateway.
    Ignored,
}

/// What could be read of a malformed message or press.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) kind: String,
    pub(crate) id: Option<MessageId>,
    pub(crate) place: Option<Place>,
    pub(crate) person: Option<PersonId>,
    /// What is to be answered, where it is a press.
    pub(crate) press: Option<press::InteractionId>,
}

pub(crate) fn parse(event: GatewayEvent) -> Parsed {
    let Some(kind) = event.event_type else { return Parsed::Ignored };
    let mut data = event.data.unwrap_or_default();
    let (scene, addressed) = match kind.as_str() {
        "AT_MESSAGE_CREATE" => (Scene::Guild, true),
        "MESSAGE_CREATE" => (Scene::Guild, false),
        "DIRECT_MESSAGE_CREATE" => (Scene::Direct, true),
        "GROUP_AT_MESSAGE_CREATE" => (Scene::Group, true),
        "GROUP_MESSAGE_CREATE" => (Scene::Group, false),
        "C2C_MESSAGE_CREATE" => (Scene::C2c, true),
        press::KIND => return press::parse(event.id.as_deref(), data),
        "READY" => return Parsed::NewSession,
        "RESUMED" => return Parsed::Ignored,
        _ => return Parsed::Event(Event { kind, data }),
    };
    match message(scene, addressed, &mut data) {
        Ok(message) => Parsed::Message(message),
        Err(why) => {
            let known = Known {
                kind,
                id: id(&data, "id", "id").ok(),
                place: place(scene, &data).ok(),
                person: person(scene, &data).ok(),
                press: None,
            };
            Parsed::Malformed(why, known)
        }
    }
}

fn message(scene: Scene, addressed: bool, data: &mut Value) -> Result<Incoming, Malformed> {
    // A direct message under a guild's event would be judged by a guild's roles.
    if scene == Scene::Guild && data["direct_message"] == true {
        return Err(Malformed { field: "direct_message", what: "set on a message of a guild" });
    }
    if scene == Scene::Guild && data["member"].is_null() {
        return Err(Malformed { field: "member", what: "missing" });
    }
    Ok(Incoming {
        place: place(scene, data)?,
        person: person(scene, data)?,
        name: name(data),
        is_bot: is_bot(data),
        roles: roles(scene, data),
        id: id(data, "id", "id")?,
        sent_at: timestamp::parse(&data["timestamp"]),
        quote: optional_id(
            &data["message_reference"],
            "message_id",
            "message_reference.message_id",
        )?,
        addressed,
        own_openid: own_openid(scene, data),
        press: None,
        // Last, because it is moved out of the JSON.
        content: content(data)?,
    })
}

fn place(scene: Scene, data: &Value) -> Result<Place, Malformed> {
    Ok(match scene {
        Scene::Guild => Place::Guild {
            guild: id(data, "guild_id", "guild_id")?,
            channel: id(data, "channel_id", "channel_id")?,
        },
        Scene::Direct => Place::Direct {
            session: id(data, "guild_id", "guild_id")?,
            source: optional_id(data, "src_guild_id", "src_guild_id")?,
        },
        Scene::Group => Place::Group { group: id(data, "group_openid", "group_openid")? },
        Scene::C2c => {
            Place::C2c { user: id(&data["author"], "user_openid", "author.user_openid")? }
        }
    })
}

fn person(scene: Scene, data: &Value) -> Result<PersonId, Malformed> {
    let author = &data["author"];
    Ok(match scene {
        Scene::Guild | Scene::Direct => PersonId::User(id(author, "id", "author.id")?),
        Scene::Group => PersonId::Open(id(author, "member_openid", "author.member_openid")?),
        Scene::C2c => PersonId::Open(id(author, "user_openid", "author.user_openid")?),
    })
}

/// The nickname in the guild, else the name.
fn name(data: &Value) -> Option<Box<str>> {
    [&data["member"]["nick"], &data["author"]["username"]]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|name| !name.is_empty())
        .map(Into::into)
}

/// An author of whom nothing is said is a person: the field is new in groups and left out in guilds.
fn is_bot(data: &Value) -> bool {
    !matches!(data["author"]["bot"], Value::Null | Value::Bool(false))
}

fn roles(scene: Scene, data: &Value) -> Roles {
    match scene {
        // The sample of a direct message has roles; they are those of no place.
        Scene::Direct | Scene::C2c => Roles::None,
        Scene::Group => match data["author"]["member_role"].as_str() {
            Some("owner") => Roles::Group(GroupRole::Owner),
            Some("admin") => Roles::Group(GroupRole::Admin),
            Some("member") => Roles::Group(GroupRole::Member),
            _ => Roles::Unknown,
        },
        Scene::Guild => data["member"]["roles"]
            .as_array()
            .and_then(|roles| roles.iter().map(|role| role.as_str()?.parse().ok()).collect())
            .map_or(Roles::Unknown, Roles::Guild),
    }
}

/// The entry of `mentions` that says `is_you`, which only groups have.
fn own_openid(scene: Scene, data: &Value) -> Option<OpenId> {
    if scene != Scene::Group {
        return None;
    }
    let own = data["mentions"].as_array()?.iter().find(|mention| mention["is_you"] == true)?;
    own["member_openid"].as_str().or_else(|| own["id"].as_str())?.parse().ok()
}

/// The text. A message may lack it only if it is made of attachments.
fn content(data: &mut Value) -> Result<String, Malformed> {
    let attached = data["attachments"].as_array().is_some_and(|list| !list.is_empty());
    match data.get_mut("content").map(Value::take) {
        Some(Value::String(text)) => Ok(text),
        None | Some(Value::Null) if attached => Ok(String::new()),
        None | Some(Value::Null) => Err(Malformed { field: "content", what: "missing" }),
        Some(_) => Err(Malformed { field: "content", what: "not a text" }),
    }
}

pub(super) fn id<T: std::str::FromStr>(
    from: &Value,
    key: &str,
    field: &'static str,
) -> Result<T, Malformed> {
    optional_id(from, key, field)?.ok_or(Malformed { field, what: "missing" })
}

/// An id that may be missing, but not be malformed.
fn optional_id<T: std::str::FromStr>(
    from: &Value,
    key: &str,
    field: &'static str,
) -> Result<Option<T>, Malformed> {
    match &from[key] {
        Value::Null => Ok(None),
        Value::String(text) => {
            text.parse().map(Some).map_err(|_| Malformed { field, what: "not an id" })
        }
        _ => Err(Malformed { field, what: "not an id" }),
    }
}

#[cfg(test)]
pub(crate) mod tests;
