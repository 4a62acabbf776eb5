//! What is queued: plain data, so that a refusal costs its caller no allocation.

use std::time::Duration;

use crate::id::{BotId, UserId};
use crate::peer::Peer;
use crate::place::{PersonId, Place};

/// What an event is about.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The gate allowed or refused something.
    Decision,
    /// A power was used: its intent, then its result.
    Effect,
    /// The bot or a part of it started, stopped or changed.
    Lifecycle,
    /// Something that a person should look at.
    Alert,
    /// An author's own, written as `author.NAME`, so that it cannot pass for one of ours.
    Author(&'static str),
    /// The gate refused so many times, of which this is the last; when the first was, as in [`Event::wall_ms`].
    /// Made by the writer only.
    Repeated { count: u64, since_ms: u64 },
    /// So many events found no room. Made by the writer only.
    Lost(u64),
}

impl Kind {
    /// How many records it stands for.
    pub(crate) fn count(self) -> u64 {
        match self {
            Self::Repeated { count, .. } | Self::Lost(count) => count,
            _ => 1,
        }
    }
}

/// How a record is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It was refused: equal ones that follow may be counted together.
    Refusal,
    /// As it comes.
    Usual,
    /// It has room where others have none.
    Privileged,
}

/// One decision or effect on its way to the log.
///
/// It has no `Debug`: ids are in it as they are, and only the writer makes pseudonyms of them.
#[derive(Clone)]
pub(crate) struct Event {
    /// What it is about.
    pub(crate) kind: Kind,
    /// How it is treated.
    pub(crate) weight: Weight,
    /// When: milliseconds since 1970, UTC.
    pub(crate) wall_ms: u64,
    /// How long it took.
    pub(crate) took: Duration,
    /// Joins the records of one call.
    pub(crate) correlation: u64,
    /// The bot, unless it concerns the whole process.
    pub(crate) bot: Option<BotId>,
    /// Where.
    pub(crate) place: Option<Place>,
    /// Who acted.
    pub(crate) person: Option<PersonId>,
    /// From where, if it is about a request to the webhook.
    pub(crate) peer: Option<Peer>,
    /// The name of a command or a power, such as `members.mute`.
    pub(crate) action: &'static str,
    /// Why: `allowed`, `permission` and so on.
    pub(crate) rule: &'static str,
    /// Whether it was allowed, or done.
    pub(crate) success: bool,
    /// On whom.
    pub(crate) target: Option<UserId>,
    /// The rest; ids of persons in it become pseudonyms, secrets must not be in it.
    pub(crate) details: Option<Box<str>>,
}

impl Event {
    /// An event about nobody and nowhere, which did not succeed.
    pub(crate) fn new(kind: Kind, wall_ms: u64, action: &'static str, rule: &'static str) -> Self {
        Self {
            kind,
            weight: Weight::Usual,
            wall_ms,
            took: Duration::ZERO,
            correlation: 0,
            bot: None,
            place: None,
            person: None,
            peer: None,
            action,
            rule,
            success: false,
            target: None,
            details: None,
        }
    }
}
