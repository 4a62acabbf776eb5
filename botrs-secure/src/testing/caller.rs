//! Who writes a message to the bot under test, where and when.

use crate::adapter::{GroupRole, Roles};
use crate::id::{GuildId, MessageId, OpenId, RoleId, UserId};
use crate::place::{PersonId, Place};
use crate::testing::Harness;

/// Somebody who writes a message, and where.
#[derive(Debug, Clone)]
pub struct Caller {
    pub(crate) place: Place,
    pub(crate) person: PersonId,
    pub(super) roles: Roles,
    pub(super) is_bot: bool,
    pub(super) quote: Option<MessageId>,
    pub(super) id: Option<MessageId>,
    pub(super) sent_at: SentAt,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum SentAt {
    Now,
    Unknown,
    /// So many milliseconds ago.
    Ago(u64),
}

impl Caller {
    /// A member of the guild [`Harness::GUILD`], in its channel [`Harness::CHANNEL`].
    #[must_use]
    pub fn guild(user: u64, roles: &[u64]) -> Self {
        let roles = Roles::Guild(roles.iter().copied().map(RoleId::new).collect());
        let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
        Self::new(place, PersonId::User(UserId::new(user)), roles)
    }

    /// Somebody in a direct message that was opened from [`Harness::GUILD`].
    #[must_use]
    pub fn direct(user: u64) -> Self {
        let place = Place::Direct { session: GuildId::new(user), source: Some(Harness::GUILD) };
        Self::new(place, PersonId::User(UserId::new(user)), Roles::None)
    }

    /// A member of a group; both ids are given by a number.
    #[must_use]
    pub fn group(group: u128, member: u128, role: GroupRole) -> Self {
        let place = Place::Group { group: open_id(group) };
        Self::new(place, PersonId::Open(open_id(member)), Roles::Group(role))
    }

    /// Somebody in a conversation of their own with the bot.
    #[must_use]
    pub fn c2c(user: u128) -> Self {
        let user = open_id(user);
        Self::new(Place::C2c { user }, PersonId::Open(user), Roles::None)
    }

    fn new(place: Place, person: PersonId, roles: Roles) -> Self {
        let (is_bot, quote, id, sent_at) = (false, None, None, SentAt::Now);
        Self { place, person, roles, is_bot, quote, id, sent_at }
    }

    /// The same person in another place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same, but the event says other roles.
    #[must_use]
    pub fn with_roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// The same, but the event says that a bot wrote it.
    #[must_use]
    pub fn as_bot(mut self) -> Self {
        self.is_bot = true;
        self
    }

    /// The same, quoting a message.
    #[must_use]
    pub fn quoting(mut self, message: &MessageId) -> Self {
        self.quote = Some(message.clone());
        self
    }

    /// The same, with this id of the message: twice is a repeated delivery.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        self.id = id.parse().ok();
        self
    }

    /// The same, but the message was sent so long ago.
    #[must_use]
    pub fn sent_ago(mut self, ago: std::time::Duration) -> Self {
        self.sent_at = SentAt::Ago(u64::try_from(ago.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// The same, but the event does not say when it was sent.
    #[must_use]
    pub fn sent_at_no_time(mut self) -> Self {
        self.sent_at = SentAt::Unknown;
        self
    }
}

/// The openid whose digits spell this number.
fn open_id(number: u128) -> OpenId {
    format!("{number:032X}").parse().unwrap_or_else(|_| unreachable!("32 hexadecimal digits"))
}
