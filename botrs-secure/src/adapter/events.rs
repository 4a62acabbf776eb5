//! Every event beside messages that botrs knows: where it says where it happened, and whose doing it was.
//!
//! What is not in the table is not handed on. An id that is missing where the platform sends it, or that is
//! none, makes the event malformed.

use std::str::FromStr;

use serde_json::Value;

use super::incoming::{Event, Malformed};
use super::press;
use crate::id::{ChannelId, GuildId, MessageId, OpenId, UserId};
use crate::place::{PersonId, Place};

/// Events that say the same in the same fields.
struct Kinds {
    names: &'static [&'static str],
    at: At,
    ids: &'static [Id],
}

/// Which fields say where it happened.
#[derive(Clone, Copy)]
enum At {
    /// In a guild, whichever the channel.
    Guild(&'static str),
    /// In a direct message: its session, and the guild from which it was opened.
    Direct(&'static str, &'static str),
    Group(&'static str),
    C2c(&'static str),
    /// In a group, or where that is empty in C2C.
    GroupOrC2c(&'static str, &'static str),
    /// As the presses of buttons say it.
    Interaction,
}

/// A field with an id.
#[derive(Clone, Copy)]
struct Id {
    path: &'static str,
    form: Form,
    is_needed: bool,
    /// Whether the event is this person's doing; a bot's is not handed on.
    is_author: bool,
}

#[derive(Clone, Copy)]
enum Form {
    User,
    Open,
    Channel,
    Message,
}

const fn by(path: &'static str, form: Form) -> Id {
    Id { path, form, is_needed: true, is_author: true }
}

/// By whom, where the platform says it.
const fn perhaps_by(path: &'static str, form: Form) -> Id {
    Id { is_needed: false, ..by(path, form) }
}

const fn about(path: &'static str, form: Form) -> Id {
    Id { is_author: false, ..by(path, form) }
}

const fn perhaps_about(path: &'static str, form: Form) -> Id {
    Id { is_needed: false, ..about(path, form) }
}

const CHANNEL: Id = about("channel_id", Form::Channel);
const OPERATOR: Id = perhaps_by("op_user_id", Form::User);

const TABLE: &[Kinds] = &[
    Kinds {
        names: &["GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"],
        at: At::Guild("id"),
        ids: &[perhaps_about("owner_id", Form::User), OPERATOR],
    },
    Kinds {
        names: &["CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"],
        at: At::Guild("guild_id"),
        ids: &[about("id", Form::Channel), perhaps_about("owner_id", Form::User), OPERATOR],
    },
    Kinds {
        names: &["GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"],
        at: At::Guild("guild_id"),
        ids: &[by("user.id", Form::User), OPERATOR],
    },
    Kinds {
        names: &["MESSAGE_DELETE", "PUBLIC_MESSAGE_DELETE"],
        at: At::Guild("message.guild_id"),
        ids: &[
            about("message.channel_id", Form::Channel),
            about("message.id", Form::Message),
            perhaps_about("message.author.id", Form::User),
            by("op_user.id", Form::User),
        ],
    },
    Kinds {
        names: &["DIRECT_MESSAGE_DELETE"],
        at: At::Direct("message.guild_id", "message.src_guild_id"),
        ids: &[
            about("message.id", Form::Message),
            perhaps_about("message.author.id", Form::User),
            by("op_user.id", Form::User),
        ],
    },
    Kinds {
        names: &["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"],
        at: At::Guild("guild_id"),
        ids: &[CHANNEL, by("user_id", Form::User), about("target.id", Form::Message)],
    },
    Kinds {
        names: &["MESSAGE_AUDIT_PASS", "MESSAGE_AUDIT_REJECT"],
        at: At::Guild("guild_id"),
        ids: &[CHANNEL, perhaps_about("message_id", Form::Message)],
    },
    Kinds {
        names: &[
            "AUDIO_START",
            "AUDIO_FINISH",
            "ON_MIC",
            "OFF_MIC",
            "AUDIO_ON_MIC",
            "AUDIO_OFF_MIC",
        ],
        at: At::Guild("guild_id"),
        ids: &[CHANNEL],
    },
    Kinds {
        names: &["AUDIO_OR_LIVE_CHANNEL_MEMBER_ENTER", "AUDIO_OR_LIVE_CHANNEL_MEMBER_EXIT"],
        at: At::Guild("guild_id"),
        ids: &[CHANNEL, by("user_id", Form::User)],
    },
    Kinds {
        names: &[
            "FORUM_THREAD_CREATE",
            "FORUM_THREAD_UPDATE",
            "FORUM_THREAD_DELETE",
            "FORUM_POST_CREATE",
            "FORUM_POST_DELETE",
            "FORUM_REPLY_CREATE",
            "FORUM_REPLY_DELETE",
            "FORUM_PUBLISH_AUDIT_RESULT",
            "OPEN_FORUM_THREAD_CREATE",
            "OPEN_FORUM_THREAD_UPDATE",
            "OPEN_FORUM_THREAD_DELETE",
            "OPEN_FORUM_POST_CREATE",
            "OPEN_FORUM_POST_DELETE",
            "OPEN_FORUM_REPLY_CREATE",
            "OPEN_FORUM_REPLY_DELETE",
        ],
        at: At::Guild("guild_id"),
        ids: &[CHANNEL, by("author_id", Form::User)],
    },
    Kinds {
        names: &["GROUP_ADD_ROBOT", "GROUP_DEL_ROBOT", "GROUP_MSG_REJECT", "GROUP_MSG_RECEIVE"],
        at: At::Group("group_openid"),
        ids: &[by("op_member_openid", Form::Open)],
    },
    Kinds {
        names: &["FRIEND_ADD", "FRIEND_DEL", "C2C_MSG_REJECT", "C2C_MSG_RECEIVE"],
        at: At::C2c("openid"),
        ids: &[],
    },
    Kinds { names: &["ENTER_AIO"], at: At::C2c("user_openid"), ids: &[] },
    Kinds {
        names: &["SUBSCRIBE_MESSAGE_STATUS"],
        at: At::GroupOrC2c("group_openid", "openid"),
        ids: &[perhaps_by("openid", Form::Open)],
    },
    // Those that are no presses.
    Kinds { names: &[press::KIND], at: At::Interaction, ids: &[] },
];

/// What an event says of its origin.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) spot: Spot,
    /// Whose doing it is, as far as it says.
    pub(crate) authors: Vec<PersonId>,
    /// Whether it says that one of them is a bot.
    pub(crate) is_by_bot: bool,
}

/// Where an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Guild(GuildId),
    Place(Place),
}

/// Where an event comes from; none for an event that is not in the table.
pub(crate) fn origin(event: &Event) -> Option<Result<Origin, Malformed>> {
    let kinds = TABLE.iter().find(|kinds| kinds.names.contains(&event.kind()))?;
    Some(read(kinds, event.data()))
}

fn read(kinds: &Kinds, data: &Value) -> Result<Origin, Malformed> {
    let spot = spot(kinds.at, data)?;
    let mut origin = Origin { spot, authors: Vec::new(), is_by_bot: false };
    if matches!(kinds.at, At::Interaction) {
        origin.authors.push(press::person_of(data)?);
    }
    for id in kinds.ids {
        let person = match id.form {
            Form::User => field::<UserId>(data, id)?.map(PersonId::User),
            Form::Open => field::<OpenId>(data, id)?.map(PersonId::Open),
            Form::Channel => field::<ChannelId>(data, id)?.and(None),
            Form::Message => field::<MessageId>(data, id)?.and(None),
        };
        if id.is_author {
            origin.authors.extend(person);
            origin.is_by_bot |= says_bot(data, id.path);
        }
    }
    Ok(origin)
}

fn spot(at: At, data: &Value) -> Result<Spot, Malformed> {
    Ok(match at {
        At::Guild(guild) => Spot::Guild(needed(data, guild)?),
        At::Direct(session, source) => Spot::Place(Place::Direct {
            session: needed(data, session)?,
            source: parsed(data, source)?,
        }),
        At::Group(group) => Spot::Place(Place::Group { group: needed(data, group)? }),
        At::C2c(user) => Spot::Place(Place::C2c { user: needed(data, user)? }),
        At::GroupOrC2c(group, user) => match parsed(data, group)? {
            Some(group) => Spot::Place(Place::Group { group }),
            None => Spot::Place(Place::C2c { user: needed(data, user)? }),
        },
        At::Interaction => Spot::Place(press::place_of(data)?),
    })
}

fn field<T: FromStr>(data: &Value, id: &Id) -> Result<Option<T>, Malformed> {
    if id.is_needed { needed(data, id.path).map(Some) } else { parsed(data, id.path) }
}

fn needed<T: FromStr>(data: &Value, path: &'static str) -> Result<T, Malformed> {
    parsed(data, path)?.ok_or(Malformed { field: path, what: "missing" })
}

/// An id that may be missing, or empty as the platform sends it, but not be malformed.
fn parsed<T: FromStr>(data: &Value, path: &'static str) -> Result<Option<T>, Malformed> {
    let not_an_id = Malformed { field: path, what: "not an id" };
    match at(data, path) {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => text.parse().map(Some).map_err(|_| not_an_id),
        _ => Err(not_an_id),
    }
}

fn at<'d>(data: &'d Value, path: &str) -> &'d Value {
    path.split('.').fold(data, |value, key| &value[key])
}

/// Whether what stands beside the id says so; anything but `false` does.
fn says_bot(data: &Value, path: &str) -> bool {
    let beside = path.strip_suffix(".id").map_or(&Value::Null, |person| &at(data, person)["bot"]);
    !matches!(beside, Value::Null | Value::Bool(false))
}

#[cfg(test)]
pub(crate) mod tests;
