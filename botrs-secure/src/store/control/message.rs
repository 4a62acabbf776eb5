//! What is asked and answered, each a line of JSON.

use serde::{Deserialize, Serialize};

use crate::id::InvalidId;
use crate::place::{PersonId, Principal, Realm};
use crate::store::Block;

/// The longest request, in bytes.
pub(super) const LONGEST_REQUEST: u64 = 4_096;
/// The longest answer, in bytes.
pub(super) const LONGEST_ANSWER: u64 = 1 << 20;
/// How many blocks an answer lists.
pub(super) const MOST_LISTED: usize = 2_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "verb", deny_unknown_fields)]
pub(super) enum Request {
    #[serde(rename = "unblock")]
    Unblock { principal: Who },
    #[serde(rename = "list blocks")]
    ListBlocks {},
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(super) enum Answer {
    Unblocked {
        was_blocked: bool,
    },
    Blocks {
        blocks: Vec<Listed>,
        /// How many there are besides.
        more: usize,
    },
    Refused {
        zh: String,
        en: String,
    },
}

/// A principal as text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Who {
    bot: String,
    /// `guild ID`, `direct`, `group OPENID` or `c2c`.
    realm: String,
    person: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Listed {
    principal: Who,
    /// Milliseconds since 1970; the largest number for no end.
    until: u64,
}

impl From<&Principal> for Who {
    fn from(principal: &Principal) -> Self {
        let realm = match principal.realm {
            Realm::Guild(guild) => format!("guild {guild}"),
            Realm::Direct => "direct".to_owned(),
            Realm::Group(group) => format!("group {group}"),
            Realm::C2c => "c2c".to_owned(),
        };
        Self { bot: principal.bot.to_string(), realm, person: principal.person.to_string() }
    }
}

impl TryFrom<&Who> for Principal {
    type Error = InvalidId;

    fn try_from(who: &Who) -> Result<Self, InvalidId> {
        let (kind, id) = who.realm.split_once(' ').unwrap_or((&who.realm, ""));
        let (realm, is_open) = match (kind, id) {
            ("guild", id) => (Realm::Guild(id.parse()?), false),
            ("direct", "") => (Realm::Direct, false),
            ("group", id) => (Realm::Group(id.parse()?), true),
            ("c2c", "") => (Realm::C2c, true),
            _ => return Err(InvalidId::Empty),
        };
        let person = if is_open {
            PersonId::Open(who.person.parse()?)
        } else {
            PersonId::User(who.person.parse()?)
        };
        Ok(Self { bot: who.bot.parse()?, realm, person })
    }
}

impl From<&Block> for Listed {
    fn from(block: &Block) -> Self {
        Self { principal: (&block.principal).into(), until: block.until }
    }
}

impl TryFrom<&Listed> for Block {
    type Error = InvalidId;

    fn try_from(listed: &Listed) -> Result<Self, InvalidId> {
        Ok(Self { principal: (&listed.principal).try_into()?, until: listed.until })
    }
}
