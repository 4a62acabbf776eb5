//! Where something happens and who acts there.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{BotId, ChannelId, GuildId, OpenId, UserId};

/// The four kinds of conversation that QQ has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scene {
    /// A channel of a guild.
    Guild,
    /// A direct message that comes from a guild.
    Direct,
    /// A group.
    Group,
    /// A conversation of one QQ user with the bot.
    C2c,
}

impl Scene {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Guild, Self::Direct, Self::Group, Self::C2c];

    /// `guild`, `direct`, `group` or `c2c`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guild => "guild",
            Self::Direct => "direct",
            Self::Group => "group",
            Self::C2c => "c2c",
        }
    }
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A set of scenes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scenes(u8);

impl Scenes {
    /// Every scene.
    pub const ALL: Self = Self(0b1111);

    /// No scene.
    pub(crate) const NONE: Self = Self(0);

    /// No scene but this one.
    #[must_use]
    pub const fn only(scene: Scene) -> Self {
        Self(1 << scene as u8)
    }

    /// This set and that scene.
    #[must_use]
    pub const fn and(self, scene: Scene) -> Self {
        Self(self.0 | Self::only(scene).0)
    }

    /// Every scene of both.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The scenes that are in both.
    pub(crate) const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the scene is one of these.
    #[must_use]
    pub const fn contains(self, scene: Scene) -> bool {
        self.0 & Self::only(scene).0 != 0
    }

    /// The scenes, in the order of [`Scene`].
    pub(crate) fn iter(self) -> impl Iterator<Item = Scene> {
        Scene::ALL.into_iter().filter(move |&scene| self.contains(scene))
    }

    /// Whether every one of these is that scene.
    #[must_use]
    pub const fn is_only(self, scene: Scene) -> bool {
        self.0 == Self::only(scene).0
    }
}

/// One conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A channel of a guild.
    Guild {
        /// The guild.
        guild: GuildId,
        /// Its channel.
        channel: ChannelId,
    },
    /// A direct message.
    Direct {
        /// The session, which the platform addresses like a guild.
        session: GuildId,
        /// The guild from which the conversation was opened, where the event says it.
        source: Option<GuildId>,
    },
    /// A group.
    Group {
        /// The group.
        group: OpenId,
    },
    /// A conversation with one user.
    C2c {
        /// The user.
        user: OpenId,
    },
}

impl Place {
    /// The scene of this place.
    #[must_use]
    pub const fn scene(&self) -> Scene {
        match self {
            Self::Guild { .. } => Scene::Guild,
            Self::Direct { .. } => Scene::Direct,
            Self::Group { .. } => Scene::Group,
            Self::C2c { .. } => Scene::C2c,
        }
    }

    /// The guild, if this is a channel of one.
    #[must_use]
    pub const fn guild(&self) -> Option<GuildId> {
        match self {
            Self::Guild { guild, .. } => Some(*guild),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guild { guild, channel } => write!(f, "guild {guild} channel {channel}"),
            Self::Direct { session, .. } => write!(f, "direct {session}"),
            Self::Group { group } => write!(f, "group {group}"),
            Self::C2c { user } => write!(f, "c2c {user}"),
        }
    }
}

/// The id of whoever acts: guild-side and group-side ids never compare equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonId {
    /// In a guild or a direct message.
    User(UserId),
    /// In a group or C2C.
    Open(OpenId),
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => id.fmt(f),
            Self::Open(id) => id.fmt(f),
        }
    }
}

/// Within which circle a principal is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Realm {
    /// One guild, whatever the channel.
    Guild(GuildId),
    /// Direct messages.
    Direct,
    /// One group.
    Group(OpenId),
    /// C2C conversations.
    C2c,
}

impl Realm {
    /// The circle of whoever acts in this place.
    #[must_use]
    pub const fn of(place: &Place) -> Self {
        match place {
            Place::Guild { guild, .. } => Self::Guild(*guild),
            Place::Direct { .. } => Self::Direct,
            Place::Group { group } => Self::Group(*group),
            Place::C2c { .. } => Self::C2c,
        }
    }
}

/// Whoever acts, as the security layer keys it: a person in a realm, towards one bot.
///
/// Principals of different bots, scenes, guilds or groups are different principals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Principal {
    /// The bot that is addressed.
    pub bot: BotId,
    /// The circle.
    pub realm: Realm,
    /// The person.
    pub person: PersonId,
}

impl Principal {
    /// The principal that acts in this place.
    #[must_use]
    pub const fn new(bot: BotId, place: &Place, person: PersonId) -> Self {
        Self { bot, realm: Realm::of(place), person }
    }
}
