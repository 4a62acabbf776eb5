//! `--as`: who calls, where, and what the platform says of them.

use std::str::FromStr;

use crate::adapter::{GroupRole, Roles};
use crate::id::{ChannelId, GuildId, OpenId, RoleId, UserId};
use crate::place::{PersonId, Place};

/// Somebody in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    pub(super) place: Place,
    pub(super) person: PersonId,
    pub(super) roles: Roles,
    pub(super) is_channel_admin: bool,
}

/// The forms of `--as`.
pub(super) const FORMS: &str = "guild=ID user=ID [channel=ID] [roles=2,11] [channel_admin=yes]
group=OPENID member=OPENID [role=owner|admin|member]
direct=ID user=ID [guild=ID]
c2c=OPENID";

impl FromStr for Caller {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut said = Said(Vec::new());
        for word in text.split_whitespace() {
            let (key, value) =
                word.split_once('=').ok_or_else(|| format!("`{word}`: KEY=VALUE"))?;
            if said.0.iter().any(|(known, _)| *known == key) {
                return Err(format!("`{key}` 写了两次 / `{key}` is said twice"));
            }
            said.0.push((key, value));
        }
        let caller = said.caller()?;
        match said.0.first() {
            Some((key, _)) => Err(format!("这里没有 `{key}` / there is no `{key}` here\n{FORMS}")),
            None => Ok(caller),
        }
    }
}

/// What is said and not read yet.
struct Said<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Said<'a> {
    fn caller(&mut self) -> Result<Caller, String> {
        if let Some(user) = self.id::<OpenId>("c2c")? {
            return Ok(Caller::new(Place::C2c { user }, PersonId::Open(user), Roles::None));
        }
        if let Some(group) = self.id("group")? {
            let member = PersonId::Open(self.need("member")?);
            return Ok(Caller::new(Place::Group { group }, member, self.group_role()?));
        }
        if let Some(session) = self.id("direct")? {
            let source = self.id("guild")?;
            let user = PersonId::User(self.need::<UserId>("user")?);
            return Ok(Caller::new(Place::Direct { session, source }, user, Roles::None));
        }
        let guild: GuildId = self.need("guild")?;
        let user = PersonId::User(self.need::<UserId>("user")?);
        // A restriction of a channel is for that channel: without one, none is met.
        let channel = self.id("channel")?.unwrap_or(ChannelId::new(0));
        let caller = Caller::new(Place::Guild { guild, channel }, user, self.guild_roles()?);
        let is_channel_admin = match self.take("channel_admin") {
            None | Some("no") => false,
            Some("yes") => true,
            Some(other) => return Err(format!("channel_admin={other}: yes | no")),
        };
        Ok(Caller { is_channel_admin, ..caller })
    }

    /// Without `roles` they are unknown; `roles=` is a list without any.
    fn guild_roles(&mut self) -> Result<Roles, String> {
        let Some(list) = self.take("roles") else { return Ok(Roles::Unknown) };
        let roles = list.split(',').filter(|role| !role.is_empty());
        let roles: Result<_, _> = roles.map(|role| parsed::<RoleId>("roles", role)).collect();
        roles.map(Roles::Guild)
    }

    fn group_role(&mut self) -> Result<Roles, String> {
        Ok(match self.take("role") {
            None => Roles::Unknown,
            Some("owner") => Roles::Group(GroupRole::Owner),
            Some("admin") => Roles::Group(GroupRole::Admin),
            Some("member") => Roles::Group(GroupRole::Member),
            Some(other) => return Err(format!("role={other}: owner | admin | member")),
        })
    }

    fn take(&mut self, key: &str) -> Option<&'a str> {
        let n = self.0.iter().position(|(known, _)| *known == key)?;
        Some(self.0.remove(n).1)
    }

    fn id<T: FromStr<Err: ToString>>(&mut self, key: &str) -> Result<Option<T>, String> {
        self.take(key).map(|value| parsed(key, value)).transpose()
    }

    fn need<T: FromStr<Err: ToString>>(&mut self, key: &str) -> Result<T, String> {
        self.id(key)?.ok_or_else(|| format!("缺少 `{key}=` / `{key}=` is missing\n{FORMS}"))
    }
}

impl Caller {
    fn new(place: Place, person: PersonId, roles: Roles) -> Self {
        Self { place, person, roles, is_channel_admin: false }
    }
}

fn parsed<T: FromStr<Err: ToString>>(key: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|error: T::Err| format!("{key}={value}: {}", error.to_string()))
}
