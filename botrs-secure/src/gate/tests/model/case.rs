//! One row: what is said, who calls, where, and what.

use serde_json::{Value, json};

use super::event::Event;
use super::said::{Circle, Said, Who, open_text};

/// Where a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Guild { guild: u64, channel: u64 },
    Direct { session: u64, source: Option<u64> },
    Group(u128),
    C2c,
}

/// What QQ answers when it is asked what the caller may do in the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Manages,
    DoesNot,
    /// It tells the caller's roles and nothing of the channel.
    OnlyRoles,
    /// It tells neither.
    NoAnswer,
}

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) said: Said,
    pub(super) at: At,
    pub(super) who: Who,
    pub(super) event: Event,
    pub(super) asked: Asked,
    /// What is typed, without the slash.
    pub(super) command: &'static str,
    /// Called again after so many seconds; the second call is the one that counts.
    pub(super) again: Option<u64>,
}

impl Case {
    pub(super) fn scene(&self) -> &'static str {
        match self.at {
            At::Guild { .. } => "guild",
            At::Direct { .. } => "direct",
            At::Group(_) => "group",
            At::C2c => "c2c",
        }
    }

    /// Where a grant has to be made for it to count here.
    pub(super) fn circle(&self) -> Circle {
        match self.at {
            At::Guild { guild, .. } => Circle::Guild(guild),
            At::Direct { .. } => Circle::Direct,
            At::Group(group) => Circle::Group(group),
            At::C2c => Circle::C2c,
        }
    }

    /// The event as the platform sends it: its kind and its data.
    pub(super) fn json(&self, id: &str) -> (&'static str, Value) {
        let content = format!("/{}", self.command);
        let author = match self.who {
            Who::User(user) => json!({ "id": user.to_string() }),
            Who::Open(id) => json!({ "id": open_text(id) }),
        };
        let mut data = json!({ "id": id, "content": content, "author": author });
        let kind = match self.at {
            At::Guild { guild, channel } => {
                data["guild_id"] = json!(guild.to_string());
                data["channel_id"] = json!(channel.to_string());
                "AT_MESSAGE_CREATE"
            }
            At::Direct { session, source } => {
                data["guild_id"] = json!(session.to_string());
                data["channel_id"] = json!("77");
                data["direct_message"] = json!(true);
                if let Some(source) = source {
                    data["src_guild_id"] = json!(source.to_string());
                }
                "DIRECT_MESSAGE_CREATE"
            }
            At::Group(group) => {
                data["group_openid"] = json!(open_text(group));
                data["author"]["member_openid"] = data["author"]["id"].clone();
                "GROUP_AT_MESSAGE_CREATE"
            }
            At::C2c => {
                data["author"]["user_openid"] = data["author"]["id"].clone();
                "C2C_MESSAGE_CREATE"
            }
        };
        if self.event.is_direct {
            data["direct_message"] = json!(true);
        }
        if let Some(member) = &self.event.member {
            data["member"] = member.clone();
        }
        if let Some(role) = &self.event.member_role {
            data["author"]["member_role"] = role.clone();
        }
        (kind, data)
    }
}
