//! Identifiers of the platform, each a type of its own.
//!
//! botrs puts ids into URL paths as they are, so `../../../channels/1` as a member id deletes a
//! channel. Here an id is a number or 32 hexadecimal digits and nothing else can be built, so
//! whatever reaches a path is harmless by construction.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use crate::digits;

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// The text is empty.
    #[error("an id is not empty")]
    Empty,
    /// The text is longer than an id of this kind can be.
    #[error("too long for an id")]
    TooLong,
    /// A character that no id of this kind has.
    #[error("{0:?} does not belong in an id")]
    Character(char),
    /// A guild-side id that does not fit 64 bits.
    #[error("too large for an id")]
    TooLarge,
}

/// Parses 1 to 20 digits that fit `u64`.
#[inline]
fn parse_number(text: &str) -> Result<u64, InvalidId> {
    digits::parse(text.as_bytes()).ok_or_else(|| why_no_number(text))
}

#[cold]
fn why_no_number(text: &str) -> InvalidId {
    if text.is_empty() {
        return InvalidId::Empty;
    }
    match text.chars().find(|c| !c.is_ascii_digit()) {
        Some(wrong) => InvalidId::Character(wrong),
        None if text.len() > 20 => InvalidId::TooLong,
        None => InvalidId::TooLarge,
    }
}

macro_rules! guild_side_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// 1 to 20 decimal digits that fit `u64`; parsing anything else is an [`InvalidId`].
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: u64) -> Self {
                Self(number)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            #[inline]
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_number(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

guild_side_ids! {
    /// A guild (频道服务器).
    GuildId;
    /// A channel of a guild (子频道).
    ChannelId;
    /// A member of guilds and direct messages.
    UserId;
    /// A role of a guild; 4 is the owner, 2 an administrator, 5 the administrator of one channel.
    RoleId;
    /// A bot, by its AppID.
    BotId;
}

/// A group, a member of a group or a C2C user: 32 hexadecimal digits.
///
/// Compared without regard to case and kept as the platform wrote it, for paths. One person has
/// another openid for each bot and each group.
#[derive(Clone, Copy)]
pub struct OpenId([u8; 32]);

impl OpenId {
    /// The id as the platform wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Built from ASCII only; a failure would yield an id that names nobody.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The 128 bits that the digits spell.
    #[must_use]
    pub fn bits(&self) -> u128 {
        self.0.iter().fold(0, |bits, &digit| {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                _ => (digit | 0x20) - b'a' + 10,
            };
            bits << 4 | u128::from(value)
        })
    }
}

impl FromStr for OpenId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        // A byte for each, and no branch, so that they are compared at once.
        let others =
            |id: &[u8; 32]| id.iter().fold(0, |any, b| any | u8::from(!b.is_ascii_hexdigit()));
        match text.as_bytes().try_into() {
            Ok(id) if others(&id) == 0 => Ok(Self(id)),
            _ => Err(why_no_openid(text)),
        }
    }
}

#[cold]
fn why_no_openid(text: &str) -> InvalidId {
    if text.is_empty() {
        return InvalidId::Empty;
    }
    let wrong = text.chars().find(|c| !c.is_ascii_hexdigit());
    // Too short is as wrong as too long: both have another length than 32.
    wrong.map_or(InvalidId::TooLong, InvalidId::Character)
}

impl PartialEq for OpenId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for OpenId {}

impl Hash for OpenId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}

impl fmt::Display for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenId({})", self.as_str())
    }
}

/// A message: 1 to 256 letters, digits, `_`, `.`, `-` and `!`, and neither `.` nor `..`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MessageId(Arc<str>);

impl MessageId {
    /// The id as the platform wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MessageId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text.is_empty() {
            return Err(InvalidId::Empty);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-!".contains(c);
        if let Some(wrong) = text.chars().find(|&c| !allowed(c)) {
            return Err(InvalidId::Character(wrong));
        }
        if text == "." || text == ".." {
            return Err(InvalidId::Character('.'));
        }
        if text.len() > 256 {
            return Err(InvalidId::TooLong);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageId({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guild_side_ids_are_digits_that_fit() {
        assert_eq!("18446744073709551615".parse(), Ok(UserId::new(u64::MAX)));
        for (text, why) in [
            ("", InvalidId::Empty),
            ("12a", InvalidId::Character('a')),
            ("１２", InvalidId::Character('１')),
            ("+1", InvalidId::Character('+')),
            ("18446744073709551616", InvalidId::TooLarge),
            ("100000000000000000000", InvalidId::TooLong),
            ("../../../channels/1", InvalidId::Character('.')),
            ("%2e%2e", InvalidId::Character('%')),
            ("1\n2", InvalidId::Character('\n')),
            ("9?add_blacklist=true#", InvalidId::Character('?')),
        ] {
            assert_eq!(text.parse::<UserId>(), Err(why), "{text:?}");
        }
    }

    #[test]
    fn openids_compare_without_case_and_keep_it() {
        let upper: OpenId = "0123456789ABCDEF0123456789ABCDEF".parse().unwrap();
        let lower: OpenId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        assert_eq!(upper, lower);
        assert_eq!(upper.bits(), lower.bits());
        assert_eq!(upper.bits(), 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        assert_eq!(lower.to_string(), "0123456789abcdef0123456789abcdef");
        assert!("0123456789abcdef0123456789abcde".parse::<OpenId>().is_err());
        assert!("0123456789abcdef0123456789abcdef0".parse::<OpenId>().is_err());
        assert!("0123456789abcdef0123456789abcde/".parse::<OpenId>().is_err());
    }

    #[test]
    fn every_character_of_an_openid_is_a_digit() {
        let id = "0123456789abcdef0123456789ABCDEF";
        for (at, wrong) in (0..32).flat_map(|at| "/:@G`g\0 ".chars().map(move |c| (at, c))) {
            let text = format!("{}{wrong}{}", &id[..at], &id[at + 1..]);
            assert_eq!(text.parse::<OpenId>(), Err(InvalidId::Character(wrong)), "{text}");
        }
        assert_eq!("é".repeat(16).parse::<OpenId>(), Err(InvalidId::Character('é')));
        assert_eq!("".parse::<OpenId>(), Err(InvalidId::Empty));
        assert_eq!("1".repeat(33).parse::<OpenId>(), Err(InvalidId::TooLong));
    }

    #[test]
    fn message_ids_cannot_leave_their_path_segment() {
        assert!("ROBOT1.0_a-b!c".parse::<MessageId>().is_ok());
        for text in ["", ".", "..", "a/b", "a?b", "a#b", "a%2e", "a b", "消息"] {
            assert!(text.parse::<MessageId>().is_err(), "{text:?}");
        }
        assert!("a".repeat(257).parse::<MessageId>().is_err());
    }
}
