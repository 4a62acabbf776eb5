//! Names that say who is the same without saying who it is.
//!
//! A pseudonym is HMAC-SHA256 under the log's key, cut to 128 bits, of a fixed encoding of bot,
//! realm and person: the same person in another guild, or towards another bot, has another one.
//! A plain hash would not do, since all ids can be tried in an afternoon.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::str;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::hex;
use crate::id::BotId;
use crate::place::{PersonId, Place, Realm};
use crate::secret::SecretKey;

/// Keeps these values apart from any other use of the key.
const DOMAIN: &[u8] = b"botrs-secure audit pseudonym 1";

/// So many pseudonyms are remembered, in about 2 MiB.
const REMEMBERED: usize = 16_384;

/// What the HMAC is over: a class, the bot, and two tagged ids, each of fixed length.
type Subject = [u8; 43];

/// `u:` (a person) or `p:` (a private conversation) and 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pseudonym([u8; 34]);

impl Pseudonym {
    pub(crate) fn as_str(&self) -> &str {
        // ASCII only, so this cannot fail.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Makes pseudonyms and remembers the latest.
pub(crate) struct Pseudonyms {
    keyed: Hmac<Sha256>,
    known: HashMap<Subject, Pseudonym>,
}

impl Pseudonyms {
    pub(crate) fn new(key: &SecretKey) -> Self {
        // `new` takes a whole block and cannot fail.
        let keyed = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block(key));
        Self { keyed, known: HashMap::new() }
    }

    /// The pseudonym of a person who acts, or is acted on, within a circle.
    pub(crate) fn person(
        &mut self,
        bot: Option<BotId>,
        realm: Option<Realm>,
        person: PersonId,
    ) -> Pseudonym {
        let bot = bot.unwrap_or(BotId::new(0));
        let realm = match realm {
            None => (0, 0),
            Some(Realm::Guild(guild)) => (1, u128::from(guild.get())),
            Some(Realm::Direct) => (2, 0),
            Some(Realm::Group(group)) => (3, group.bits()),
            Some(Realm::C2c) => (4, 0),
        };
        let person = match person {
            PersonId::User(user) => (1, u128::from(user.get())),
            PersonId::Open(user) => (2, user.bits()),
        };
        self.pseudonym(subject(b'u', bot, realm, person))
    }

    /// The pseudonym of a conversation with one person; other places identify nobody.
    pub(crate) fn place(&mut self, bot: Option<BotId>, place: &Place) -> Option<Pseudonym> {
        let conversation = match place {
            Place::Guild { .. } | Place::Group { .. } => return None,
            Place::Direct { session, .. } => (1, u128::from(session.get())),
            Place::C2c { user } => (2, user.bits()),
        };
        let bot = bot.unwrap_or(BotId::new(0));
        Some(self.pseudonym(subject(b'p', bot, (0, 0), conversation)))
    }

    fn pseudonym(&mut self, subject: Subject) -> Pseudonym {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        match self.known.entry(subject) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let code = self.keyed.clone().chain_update(DOMAIN).chain_update(subject);
                *new.insert(spell(subject[0], &code.finalize().into_bytes()))
            }
        }
    }
}

fn block(key: &SecretKey) -> hmac::digest::Key<Hmac<Sha256>> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    // HMAC fills a shorter key up with zeros itself.
    block[..32].copy_from_slice(key.bytes());
    block
}

fn subject(class: u8, bot: BotId, realm: (u8, u128), who: (u8, u128)) -> Subject {
    let mut subject = [0; 43];
    subject[0] = class;
    subject[1..9].copy_from_slice(&bot.get().to_be_bytes());
    subject[9] = realm.0;
    subject[10..26].copy_from_slice(&realm.1.to_be_bytes());
    subject[26] = who.0;
    subject[27..].copy_from_slice(&who.1.to_be_bytes());
    subject
}

fn spell(class: u8, code: &[u8]) -> Pseudonym {
    let mut text = [b':'; 34];
    text[0] = class;
    for (place, digit) in text[2..].iter_mut().zip(hex::encode(code)) {
        *place = digit;
    }
    Pseudonym(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::{ChannelId, GuildId, OpenId, UserId};
    use crate::place::Principal;

    fn openid(bits: u128) -> OpenId {
        format!("{bits:032x}").parse().unwrap()
    }

    fn guild(guild: u64, channel: u64) -> Place {
        Place::Guild { guild: GuildId::new(guild), channel: ChannelId::new(channel) }
    }

    fn places() -> impl Strategy<Value = Option<Place>> {
        prop_oneof![
            Just(None),
            (0..3_u64, 0..2_u64).prop_map(|(g, channel)| Some(guild(g, channel))),
            (0..3_u64).prop_map(|session| Some(Place::Direct {
                session: GuildId::new(session),
                source: None
            })),
            (0..3_u128).prop_map(|group| Some(Place::Group { group: openid(group) })),
            (0..3_u128).prop_map(|user| Some(Place::C2c { user: openid(user) })),
        ]
    }

    fn persons() -> impl Strategy<Value = PersonId> {
        prop_oneof![
            (0..4_u64).prop_map(|user| PersonId::User(UserId::new(user))),
            (0..4_u128).prop_map(|user| PersonId::Open(openid(user))),
        ]
    }

    type Who = (u64, Option<Place>, PersonId);

    /// Whether both are one principal.
    fn same((bot, place, person): &Who, (other_bot, other_place, other_person): &Who) -> bool {
        let key = |bot: u64, place: &Option<Place>, person| {
            (bot, place.map(|place| Principal::new(BotId::new(bot), &place, person)), person)
        };
        key(*bot, place, *person) == key(*other_bot, other_place, *other_person)
    }

    proptest! {
        #[test]
        fn pseudonyms_are_equal_exactly_for_equal_principals(
            one in (0..3_u64, places(), persons()),
            two in (0..3_u64, places(), persons()),
        ) {
            let mut names = Pseudonyms::new(&SecretKey::random().unwrap());
            let mut name = |who: &Who| {
                let realm = who.1.as_ref().map(Realm::of);
                names.person(Some(BotId::new(who.0)), realm, who.2)
            };
            prop_assert_eq!(name(&one) == name(&two), same(&one, &two));
            prop_assert!(name(&one) == name(&one));
        }
    }

    #[test]
    fn another_key_gives_another_pseudonym() {
        let person = PersonId::User(UserId::new(7));
        let name = |key: &SecretKey| {
            Pseudonyms::new(key).person(None, Some(Realm::Guild(GuildId::new(1))), person)
        };
        let (key, other) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
        assert!(name(&key) == name(&key));
        assert!(name(&key) != name(&other));
    }

    #[test]
    fn an_openid_is_one_whatever_its_case() {
        let mut names = Pseudonyms::new(&SecretKey::random().unwrap());
        let mut name = |id: &str| names.person(None, None, PersonId::Open(id.parse().unwrap()));
        assert!(
            name("0123456789ABCDEF0123456789ABCDEF") == name("0123456789abcdef0123456789abcdef")
        );
    }

    #[test]
    fn only_conversations_with_one_person_are_hidden() {
        let mut names = Pseudonyms::new(&SecretKey::random().unwrap());
        assert!(names.place(None, &guild(1, 2)).is_none());
        assert!(names.place(None, &Place::Group { group: openid(1) }).is_none());
        let c2c = names.place(None, &Place::C2c { user: openid(1) }).unwrap();
        let direct = Place::Direct { session: GuildId::new(1), source: None };
        let direct = names.place(None, &direct).unwrap();
        assert!(c2c.as_str().starts_with("p:") && direct.as_str().starts_with("p:"));
        assert!(c2c != direct);
    }

    #[test]
    fn memory_is_bounded_and_forgetting_changes_nothing() {
        let mut names = Pseudonyms::new(&SecretKey::random().unwrap());
        let mut name = |user| names.person(None, None, PersonId::User(UserId::new(user)));
        let first = name(0);
        for user in 0..=REMEMBERED as u64 {
            name(user);
        }
        assert!(name(0) == first);
        assert!(names.known.len() < 10);
    }

    #[test]
    fn the_value_is_hmac_sha256_and_stays() {
        // By an independent implementation, so that logs of other versions stay comparable.
        let key = SecretKey::new([7; 32]);
        let mut names = Pseudonyms::new(&key);
        let name = names.person(
            Some(BotId::new(102)),
            Some(Realm::Guild(GuildId::new(11))),
            PersonId::User(UserId::new(13)),
        );
        assert_eq!(name.as_str(), "u:151650c16d20c11756a5a5695a7b92c0");
    }
}
