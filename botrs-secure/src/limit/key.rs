//! Fingerprints: what the tables are keyed by.
//!
//! Ids are hashed by multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is
//! fast"): for any two different inputs the chance of a collision is 2⁻⁶⁴ over the random seeds,
//! whatever the inputs. Among a million live entries some two share a fingerprint with a chance
//! of 3 in 10⁸. Text that a user chooses goes through HMAC-SHA-256.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::id::{BotId, MessageId, OpenId};
use crate::place::{PersonId, Place, Principal, Realm, Scene};

/// The longest input: four words of header, a message id of 256 bytes and its padding.
const WORDS: usize = 37;

/// A keyed fingerprint; never zero, which marks a vacant slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(super) u64);

/// The fingerprint of a bucket, and of the principal whose own it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BucketKey {
    pub(super) key: Key,
    /// The state then lives in the principal's shard, if possible in its entry.
    pub(super) owner: Option<Key>,
}

/// Among whom a bucket is shared.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope {
    /// One principal, by its key: a person in one guild or group.
    Member(Key),
    /// One person, across guilds.
    User(BotId, PersonId),
    /// One conversation.
    Channel(BotId, Place),
    /// One guild or group.
    Guild(BotId, Realm),
    /// Everybody who talks to the bot.
    Global(BotId),
}

/// The secret seeds: of this process, or of all processes that share a secret.
pub(crate) struct Keys {
    offset: u128,
    seeds: [u128; WORDS],
    text: [u8; 32],
}

impl Keys {
    /// Seeds of a secret that the operating system makes up and nobody keeps.
    ///
    /// # Panics
    ///
    /// If the operating system has no randomness: nothing could be secure then.
    pub(crate) fn new() -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the operating system gives no random numbers");
        Self::of(&secret)
    }

    /// The seeds of a secret: the same for the same secret, on every machine and after every restart.
    pub(crate) fn of(secret: &[u8; 32]) -> Self {
        let block = |number: u64| -> [u8; 32] {
            let mut mac = mac(secret);
            mac.update(b"botrs-secure state keys 1");
            mac.update(&number.to_le_bytes());
            mac.finalize().into_bytes().into()
        };
        let seed = |number| {
            let block = block(number);
            u128::from_le_bytes(std::array::from_fn(|n| block[n]))
        };
        Self { text: block(0), offset: seed(1), seeds: std::array::from_fn(|n| seed(n as u64 + 2)) }
    }

    /// Who acts: bot, realm and person.
    pub(crate) fn principal(&self, principal: &Principal) -> Key {
        let Principal { bot, realm, person } = principal;
        self.sum(Domain::Principal).word(bot.get()).realm(realm).person(person).key()
    }

    /// One message, for the replay marks.
    pub(crate) fn message(&self, bot: BotId, scene: Scene, id: &MessageId) -> Key {
        self.sum(Domain::Message).word(bot.get()).word(scene as u64).text(id.as_str()).key()
    }

    /// The bucket with this number (of a command, or one that several share) in a scope.
    pub(crate) fn bucket(&self, bucket: u64, scope: Scope) -> BucketKey {
        let sum = self.sum(Domain::Bucket).word(bucket);
        let (sum, owner) = match scope {
            Scope::Member(principal) => (sum.word(0).word(principal.0), Some(principal)),
            Scope::User(bot, person) => (sum.word(1).word(bot.get()).person(&person), None),
            Scope::Channel(bot, place) => (sum.word(2).word(bot.get()).place(&place), None),
            Scope::Guild(bot, realm) => (sum.word(3).word(bot.get()).realm(&realm), None),
            Scope::Global(bot) => (sum.word(4).word(bot.get()), None),
        };
        BucketKey { key: sum.key(), owner }
    }

    /// Exactly this call of this principal: the command and the text of its arguments.
    pub(crate) fn confirmation(&self, principal: Key, command: u64, text: &str) -> Key {
        let mut mac = mac(&self.text);
        mac.update(&principal.0.to_le_bytes());
        mac.update(&command.to_le_bytes());
        mac.update(text.as_bytes());
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        Key::from_bits(digest.iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte)))
    }

    fn sum(&self, domain: Domain) -> Sum<'_> {
        Sum { seeds: &self.seeds, next: 0, sum: self.offset }.word(domain as u64)
    }
}

impl BucketKey {
    /// As it is kept in a store: the bucket, and whose own it is or zero.
    #[cfg(feature = "redb")]
    pub(crate) fn bits(&self) -> (u64, u64) {
        (self.key.0, self.owner.map_or(0, |owner| owner.0))
    }

    #[cfg(feature = "redb")]
    pub(crate) fn from_bits((key, owner): (u64, u64)) -> Self {
        let owner = (owner != 0).then_some(Key::from_bits(owner));
        Self { key: Key::from_bits(key), owner }
    }

    /// The key whose shard the state lives in.
    pub(super) fn home(&self) -> Key {
        self.owner.unwrap_or(self.key)
    }
}

impl Key {
    /// In place of a principal, whoever it is.
    pub(crate) const ANYBODY: Self = Self(1);

    /// A value to be kept once: this, and a code.
    pub(crate) fn with_code(self, code: u32) -> u128 {
        u128::from(self.0) << 32 | u128::from(code)
    }

    /// As it is kept in a store.
    #[cfg(feature = "redb")]
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// Any bits, but for zero.
    pub(crate) fn from_bits(bits: u64) -> Self {
        Self(bits.max(1))
    }
}

/// The first word of every input, so that things of different kinds never share an encoding.
#[derive(Clone, Copy)]
enum Domain {
    Principal = 1,
    Message,
    Bucket,
}

/// The sum of words, each times its own secret seed.
///
/// Always inlined: the places of the words are then known, and a key costs a third.
struct Sum<'a> {
    seeds: &'a [u128; WORDS],
    next: usize,
    sum: u128,
}

impl Sum<'_> {
    #[inline(always)]
    fn word(mut self, word: u64) -> Self {
        let product = self.seeds[self.next].wrapping_mul(u128::from(word));
        self.sum = self.sum.wrapping_add(product);
        self.next += 1;
        self
    }

    /// As if these words were zero.
    #[inline(always)]
    fn skip(mut self, words: usize) -> Self {
        self.next += words;
        self
    }

    /// The digits as they are, but for their case: four words.
    #[inline(always)]
    fn open(self, id: &OpenId) -> Self {
        const LOWER_CASE: u64 = 0x2020_2020_2020_2020;
        let (chunks, _) = id.as_str().as_bytes().as_chunks();
        let words: [[u8; 8]; 4] = chunks.try_into().unwrap_or_default();
        let [a, b, c, d] = words.map(|word| u64::from_le_bytes(word) | LOWER_CASE);
        self.word(a).word(b).word(c).word(d)
    }

    // The first word of each says what follows, so no two encodings read the same.

    /// Always five words: what comes after it has a fixed place, which is faster.
    #[inline(always)]
    fn realm(self, realm: &Realm) -> Self {
        match realm {
            Realm::Guild(guild) => self.word(0).word(guild.get()).skip(3),
            Realm::Direct => self.word(1).skip(4),
            Realm::Group(group) => self.word(2).open(group),
            Realm::C2c => self.word(3).skip(4),
        }
    }

    #[inline(always)]
    fn person(self, person: &PersonId) -> Self {
        match person {
            PersonId::User(user) => self.word(0).word(user.get()),
            PersonId::Open(open) => self.word(1).open(open),
        }
    }

    #[inline(always)]
    fn place(self, place: &Place) -> Self {
        match place {
            Place::Guild { guild, channel } => self.word(0).word(guild.get()).word(channel.get()),
            // Not every event says the source; the session alone is the conversation.
            Place::Direct { session, source: _ } => self.word(1).word(session.get()),
            Place::Group { group } => self.word(2).open(group),
            Place::C2c { user } => self.word(3).open(user),
        }
    }

    /// The length first: the last word is padded.
    fn text(self, text: &str) -> Self {
        let (chunks, rest) = text.as_bytes().as_chunks();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        chunks
            .iter()
            .chain([&last])
            .fold(self.word(text.len() as u64), |sum, chunk| sum.word(u64::from_le_bytes(*chunk)))
    }

    /// The upper half is the strongly universal one; a bijection then breaks its linearity, as
    /// ids in sequence would otherwise fall on slots in sequence.
    #[inline(always)]
    fn key(self) -> Key {
        let mut bits = (self.sum >> 64) as u64;
        bits = (bits ^ bits >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        bits = (bits ^ bits >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        Key::from_bits(bits ^ bits >> 32)
    }
}

fn mac(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}
