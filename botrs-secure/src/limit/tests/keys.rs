use std::collections::HashSet;

use crate::id::{BotId, ChannelId, GuildId, MessageId, OpenId, UserId};
use crate::limit::key::{Key, Keys, Scope};
use crate::place::{PersonId, Place, Principal, Realm, Scene};

fn open(digit: char) -> OpenId {
    String::from(digit).repeat(32).parse().unwrap()
}

fn message(text: &str) -> MessageId {
    text.parse().unwrap()
}

/// All of them differ, though they are built of the same numbers.
fn assert_distinct(keys: &[Key]) {
    let distinct: HashSet<_> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len());
}

#[test]
fn principals_of_different_bots_realms_and_people_differ() {
    let keys = Keys::new();
    let (bots, mut all) = ([BotId::new(1), BotId::new(5)], Vec::new());
    let people = [UserId::new(1), UserId::new(5)].map(PersonId::User);
    let people = people.into_iter().chain([open('1'), open('5')].map(PersonId::Open));
    for person in people {
        for bot in bots {
            let guilds = [1, 5].map(|guild| Realm::Guild(GuildId::new(guild)));
            let groups = [open('1'), open('5')].map(Realm::Group);
            for realm in guilds.into_iter().chain(groups).chain([Realm::Direct, Realm::C2c]) {
                all.push(keys.principal(&Principal { bot, realm, person }));
            }
        }
    }
    assert_eq!(all.len(), 48);
    assert_distinct(&all);
}

#[test]
fn a_group_side_id_is_not_the_guild_side_id_with_its_number() {
    let keys = Keys::new();
    let low: OpenId = "00000000000000000000000000000005".parse().unwrap();
    let principal =
        |realm, person| keys.principal(&Principal { bot: BotId::new(1), realm, person });
    assert_distinct(&[
        principal(Realm::Direct, PersonId::User(UserId::new(5))),
        principal(Realm::Direct, PersonId::Open(low)),
        principal(Realm::Guild(GuildId::new(5)), PersonId::Open(low)),
        principal(Realm::Group(low), PersonId::Open(low)),
    ]);
}

#[test]
fn an_openid_is_the_same_in_either_case() {
    let keys = Keys::new();
    let [upper, lower] = [open('A'), open('a')].map(|id| {
        let (realm, person) = (Realm::Group(id), PersonId::Open(id));
        keys.principal(&Principal { bot: BotId::new(1), realm, person })
    });
    assert_eq!(upper, lower);
}

#[test]
fn messages_differ_by_every_part_and_every_byte() {
    let keys = Keys::new();
    let (bot, other) = (BotId::new(1), BotId::new(2));
    let long = "m".repeat(256);
    let longer_start = format!("n{}", &long[1..]);
    let longer_end = format!("{}n", &long[1..]);
    assert_distinct(&[
        keys.message(bot, Scene::Guild, &message("abc")),
        keys.message(bot, Scene::Group, &message("abc")),
        keys.message(other, Scene::Guild, &message("abc")),
        keys.message(bot, Scene::Guild, &message("abcd")),
        keys.message(bot, Scene::Guild, &message("aaaaaaaab")),
        keys.message(bot, Scene::Guild, &message("baaaaaaaa")),
        keys.message(bot, Scene::Guild, &message(&long)),
        keys.message(bot, Scene::Guild, &message(&longer_start)),
        keys.message(bot, Scene::Guild, &message(&longer_end)),
    ]);
}

#[test]
fn scopes_with_the_same_numbers_are_different_buckets() {
    let keys = Keys::new();
    let (bot, guild, session) = (BotId::new(5), GuildId::new(5), GuildId::new(5));
    let user = PersonId::User(UserId::new(5));
    let principal = keys.principal(&Principal { bot, realm: Realm::Guild(guild), person: user });
    let place = |channel| Place::Guild { guild, channel: ChannelId::new(channel) };
    let scopes = [
        Scope::Member(principal),
        Scope::User(bot, user),
        Scope::Channel(bot, place(5)),
        Scope::Channel(bot, place(6)),
        Scope::Channel(bot, Place::Direct { session, source: None }),
        Scope::Channel(bot, Place::Group { group: open('5') }),
        Scope::Channel(bot, Place::C2c { user: open('5') }),
        Scope::Guild(bot, Realm::Guild(guild)),
        Scope::Guild(bot, Realm::Direct),
        Scope::Global(bot),
        Scope::Global(BotId::new(6)),
    ];
    let buckets = scopes.map(|scope| [keys.bucket(5, scope).key, keys.bucket(6, scope).key]);
    assert_distinct(&[buckets.concat(), vec![principal]].concat());
    assert_eq!(keys.bucket(5, scopes[0]).owner, Some(principal));
    assert_eq!(keys.bucket(5, scopes[1]).owner, None);
}

#[test]
fn a_direct_conversation_is_one_whether_or_not_its_source_is_said() {
    let keys = Keys::new();
    let (bot, session) = (BotId::new(1), GuildId::new(7));
    let [said, unsaid] = [Some(GuildId::new(9)), None]
        .map(|source| keys.bucket(1, Scope::Channel(bot, Place::Direct { session, source })));
    assert_eq!(said, unsaid);
}

#[test]
fn a_confirmation_is_for_one_principal_command_and_text() {
    let keys = Keys::new();
    let (one, other) = (super::key(1), super::key(2));
    assert_eq!(keys.confirmation(one, 1, "@a 7d"), keys.confirmation(one, 1, "@a 7d"));
    assert_distinct(&[
        keys.confirmation(one, 1, "@a 7d"),
        keys.confirmation(other, 1, "@a 7d"),
        keys.confirmation(one, 2, "@a 7d"),
        keys.confirmation(one, 1, "@a 8d"),
        keys.confirmation(one, 1, ""),
    ]);
}

#[test]
fn two_processes_do_not_share_their_keys() {
    let principal =
        Principal { bot: BotId::new(1), realm: Realm::C2c, person: PersonId::Open(open('0')) };
    let (one, other) = (Keys::new(), Keys::new());
    assert_ne!(one.principal(&principal), other.principal(&principal));
    assert_ne!(one.confirmation(Key(1), 1, ""), other.confirmation(Key(1), 1, ""));
}

/// Ids in sequence, as the platform makes them, spread like random ones.
#[test]
fn ids_in_sequence_spread_over_shards_and_slots() {
    let keys = Keys::new();
    let (mut shards, mut slots) = ([0u32; 64], [0u32; 64]);
    for user in 0..64_000 {
        let person = PersonId::User(UserId::new(1 << 50 | user));
        let key = keys.principal(&Principal { bot: BotId::new(1), realm: Realm::Direct, person });
        shards[(key.0 & 63) as usize] += 1;
        slots[(key.0 >> 58) as usize] += 1;
    }
    // 1000 each, with a deviation of 32: eight of them are never seen.
    for count in shards.into_iter().chain(slots) {
        assert!((750..1250).contains(&count), "{count}");
    }
}

#[test]
fn one_secret_makes_the_same_keys_everywhere_and_another_does_not() {
    let principal = Principal {
        bot: BotId::new(1),
        realm: Realm::Guild(GuildId::new(2)),
        person: PersonId::User(UserId::new(3)),
    };
    let of = |secret: [u8; 32]| {
        let keys = Keys::of(&secret);
        let who = keys.principal(&principal);
        [
            who,
            keys.message(BotId::new(1), Scene::Guild, &message("m")),
            keys.bucket(7, Scope::Guild(BotId::new(1), principal.realm)).key,
            keys.confirmation(who, 7, "@a 10m"),
        ]
    };
    assert_eq!(of([1; 32]), of([1; 32]));
    let mut flipped = [1; 32];
    flipped[31] ^= 1;
    assert_distinct(&[of([1; 32]), of(flipped), of([0; 32])].concat());
}
