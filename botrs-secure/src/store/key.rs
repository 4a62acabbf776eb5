//! How a principal is written as a key, so that those of one bot stand together.

use crate::id::{BotId, GuildId, OpenId, UserId};
use crate::place::{PersonId, Principal, Realm};

/// The bot, then the realm and the person, each a letter and 128 bits.
pub(super) type Key = [u8; 42];

pub(super) fn encode(principal: &Principal) -> Key {
    let Principal { bot, realm, person } = principal;
    let realm = match realm {
        Realm::Guild(guild) => (b'g', u128::from(guild.get())),
        Realm::Direct => (b'd', 0),
        Realm::Group(group) => (b'o', group.bits()),
        Realm::C2c => (b'c', 0),
    };
    let person = match person {
        PersonId::User(user) => (b'u', u128::from(user.get())),
        PersonId::Open(open) => (b'o', open.bits()),
    };
    let mut key = [0; 42];
    key[..8].copy_from_slice(&bot.get().to_be_bytes());
    for (at, (letter, bits)) in [(8, realm), (25, person)] {
        key[at] = letter;
        key[at + 1..at + 17].copy_from_slice(&bits.to_be_bytes());
    }
    key
}

/// `None` for what [`encode`] does not write.
pub(super) fn decode(key: &Key) -> Option<Principal> {
    let bot = BotId::new(u64::from_be_bytes(key[..8].try_into().ok()?));
    let part = |at: usize| {
        let bits = u128::from_be_bytes(key[at + 1..at + 17].try_into().ok()?);
        Some((key[at], bits))
    };
    let number = |bits: u128| u64::try_from(bits).ok();
    let realm = match part(8)? {
        (b'g', bits) => Realm::Guild(GuildId::new(number(bits)?)),
        (b'd', 0) => Realm::Direct,
        (b'o', bits) => Realm::Group(open(bits)?),
        (b'c', 0) => Realm::C2c,
        _ => return None,
    };
    let person = match part(25)? {
        (b'u', bits) => PersonId::User(UserId::new(number(bits)?)),
        (b'o', bits) => PersonId::Open(open(bits)?),
        _ => return None,
    };
    Some(Principal { bot, realm, person })
}

fn open(bits: u128) -> Option<OpenId> {
    format!("{bits:032x}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_of_every_kind_come_back_and_no_two_are_one_key() {
        let open: OpenId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let low: OpenId = "00000000000000000000000000001f40".parse().unwrap();
        let realms = [
            Realm::Guild(GuildId::new(8_000)),
            Realm::Guild(GuildId::new(u64::MAX)),
            Realm::Direct,
            Realm::Group(open),
            // The digits spell the number of the guild.
            Realm::Group(low),
            Realm::C2c,
        ];
        let persons = [
            PersonId::User(UserId::new(8_000)),
            PersonId::User(UserId::new(u64::MAX)),
            PersonId::Open(open),
            PersonId::Open(low),
        ];
        let mut keys = Vec::new();
        for bot in [BotId::new(1), BotId::new(u64::MAX)] {
            for realm in realms {
                for person in persons {
                    let principal = Principal { bot, realm, person };
                    let key = encode(&principal);
                    assert_eq!(decode(&key), Some(principal));
                    keys.push(key);
                }
            }
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!((keys.len(), count), (48, 48));
    }

    #[test]
    fn what_was_never_written_is_nobody() {
        let principal = Principal {
            bot: BotId::new(1),
            realm: Realm::Direct,
            person: PersonId::User(UserId::new(1)),
        };
        for (at, byte) in [(8, b'x'), (25, b'x'), (24, 1), (26, 1)] {
            let mut key = encode(&principal);
            key[at] = byte;
            assert_eq!(decode(&key), None, "{at}");
        }
    }
}
