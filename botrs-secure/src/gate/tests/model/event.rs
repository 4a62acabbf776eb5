//! What QQ says of an author: JSON as it comes, and as the model reads it.

use serde_json::{Value, json};

/// The parts of an event that speak of roles.
#[derive(Debug, Clone, Default)]
pub(super) struct Event {
    /// `member`; absent if `None`.
    pub(super) member: Option<Value>,
    /// `author.member_role`; absent if `None`.
    pub(super) member_role: Option<Value>,
    /// `direct_message` is true on a message of a guild.
    pub(super) is_direct: bool,
}

/// What `member.roles` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    Absent,
    NoList,
    Unreadable,
    Roles(Vec<u64>),
}

impl Event {
    /// These roles, as texts.
    pub(super) fn roles(roles: &[u64]) -> Self {
        let texts: Vec<_> = roles.iter().map(u64::to_string).collect();
        Self::listed(json!(texts))
    }

    /// This in the place of the list of roles.
    pub(super) fn listed(list: Value) -> Self {
        Self { member: Some(json!({ "roles": list })), ..Self::default() }
    }

    /// A member of whom nothing is said.
    pub(super) fn silent() -> Self {
        Self { member: Some(json!({ "nick": "强" })), ..Self::default() }
    }

    /// This as `member_role`.
    pub(super) fn member_role(role: impl Into<Value>) -> Self {
        Self { member_role: Some(role.into()), ..Self::default() }
    }

    /// What the model reads: the list is one of texts, each 1 to 20 digits that fit 64 bits.
    pub(super) fn read(&self) -> Listed {
        let list = match self.member.as_ref().and_then(|member| member.get("roles")) {
            None | Some(Value::Null) => return Listed::Absent,
            Some(Value::Array(list)) => list,
            Some(_) => return Listed::NoList,
        };
        let roles: Option<Vec<u64>> = list.iter().map(id).collect();
        roles.map_or(Listed::Unreadable, Listed::Roles)
    }

    /// Whether there is a `member` at all.
    pub(super) fn has_member(&self) -> bool {
        !matches!(self.member, None | Some(Value::Null))
    }

    /// `owner`, `admin` or `member`, if it is one of them.
    pub(super) fn known_member_role(&self) -> Option<&str> {
        let role = self.member_role.as_ref()?.as_str()?;
        ["owner", "admin", "member"].contains(&role).then_some(role)
    }

    /// Whether `member_role` says anything.
    pub(super) fn has_member_role(&self) -> bool {
        !matches!(self.member_role, None | Some(Value::Null))
    }
}

fn id(entry: &Value) -> Option<u64> {
    let text = entry.as_str()?;
    let is_id = (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { text.parse().ok() } else { None }
}
