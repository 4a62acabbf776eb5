//! A person is found in every epoch whose key is there, and nobody else is.

use super::*;
use crate::audit::{AuditLog, Event, Kind, TestDir};
use crate::id::{GuildId, OpenId, UserId};

const OPEN: &str = "0123456789abcdef0123456789ABCDEF";

fn user(number: u64) -> Option<PersonId> {
    Some(PersonId::User(UserId::new(number)))
}

fn guild(number: u64) -> Option<Place> {
    Some(Place::Guild { guild: GuildId::new(number), channel: 5_u64.to_string().parse().unwrap() })
}

fn event() -> Event {
    let bot = Some(BotId::new(102));
    Event { bot, place: guild(1), ..Event::new(Kind::Decision, 0, "mute", "allowed") }
}

/// A log with these events.
fn log(dir: &TestDir, events: impl IntoIterator<Item = Event>) -> PathBuf {
    let path = dir.join("audit.jsonl");
    let log = AuditLog::open(&path).unwrap();
    events.into_iter().for_each(|event| assert!(log.record(event)));
    path
}

fn search(person: PersonId, log: &PathBuf) -> Search {
    let mut search = Search::new(person, std::slice::from_ref(log)).unwrap();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        search.look(&Record::read(line).unwrap());
    }
    search
}

/// Where, and in how many records.
fn found(search: &Search) -> Vec<(Option<Realm>, u64)> {
    let mut found: Vec<_> =
        search.found().map(|(circle, found)| (circle.realm, found.records)).collect();
    found.sort_by_key(|(_, records)| *records);
    found
}

#[test]
fn whoever_acts_or_is_acted_on_or_is_in_the_details_is_found_in_each_circle() {
    let dir = TestDir::new();
    let user_7 = UserId::new(7);
    let path = log(
        &dir,
        [
            Event { person: user(7), ..event() },
            Event { person: user(8), target: Some(user_7), ..event() },
            Event { person: user(8), details: Some("<@!7> x".into()), ..event() },
            Event { person: user(8), details: Some("7 8".into()), ..event() },
            Event { person: user(7), place: guild(2), ..event() },
            Event { person: user(7), place: guild(2), bot: None, ..event() },
        ],
    );
    let seven = search(PersonId::User(user_7), &path);
    let [one, two] = [1, 2].map(|guild| Some(Realm::Guild(GuildId::new(guild))));
    assert_eq!(found(&seven), [(two, 1), (two, 1), (one, 3)]);
    assert_eq!(found(&search(PersonId::User(UserId::new(9)), &path)), []);
    assert_eq!(seven.closed, 0);
}

#[test]
fn an_openid_is_found_in_groups_and_by_its_conversation() {
    let dir = TestDir::new();
    let id: OpenId = OPEN.parse().unwrap();
    let person = Some(PersonId::Open(id));
    let (group, c2c) = (Some(Place::Group { group: id }), Some(Place::C2c { user: id }));
    let path = log(
        &dir,
        [
            Event { person, place: group, ..event() },
            Event { person, place: c2c, ..event() },
            Event { place: c2c, ..event() },
        ],
    );
    let search = search(super::person(&OPEN.to_lowercase()).unwrap(), &path);
    assert_eq!(found(&search), [(Some(Realm::Group(id)), 1), (Some(Realm::C2c), 2)]);
}

#[test]
fn each_epoch_is_one_of_its_own_and_a_forgotten_one_tells_nobody() {
    let dir = TestDir::new();
    let path = log(&dir, [Event { person: user(7), ..event() }]);
    names::begin(&path).unwrap().unwrap();
    log(&dir, [7, 7].map(|number| Event { person: user(number), ..event() }));
    let seven = || search(user(7).unwrap(), &path);
    let counts = |search: &Search| found(search).into_iter().map(|(_, count)| count).collect();
    let both: Vec<u64> = counts(&seven());
    assert_eq!(both, [1, 2]);
    let first = names::known(&path).unwrap().unwrap().epochs().next().unwrap().0;
    assert!(names::forget(&path, &first).unwrap());
    let left: Vec<u64> = counts(&seven());
    assert_eq!((left, seven().closed), (vec![2], 2));
}

#[test]
fn without_keys_nothing_is_told() {
    let dir = TestDir::new();
    let path = log(&dir, []);
    std::fs::remove_file(dir.join("audit.jsonl.names")).unwrap();
    assert!(Search::new(user(7).unwrap(), &[path]).is_err());
    for wrong in ["", "x", "-7", "<@!7>", "18446744073709551616", "../7"] {
        assert!(super::person(wrong).is_err(), "{wrong}");
    }
}
