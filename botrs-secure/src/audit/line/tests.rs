//! What a line holds, and that no text can break out of it.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::id::{BotId, ChannelId, GuildId, OpenId, UserId};
use crate::json::misleads;
use crate::place::Place;

fn event() -> Event {
    Event {
        took: Duration::from_micros(42),
        correlation: 0xabc,
        bot: Some(BotId::new(102)),
        place: Some(Place::Guild { guild: GuildId::new(1), channel: ChannelId::new(2) }),
        success: true,
        ..Event::new(Kind::Decision, 1_234_567_890_123, "mute", "allowed")
    }
}

fn line(event: &Event) -> String {
    let mut out = Vec::new();
    Lines::new(&SecretKey::new([7; 32]), Chain::new(&SecretKey::new([8; 32])))
        .write(&mut out, event);
    String::from_utf8(out).unwrap()
}

fn parsed(event: &Event) -> Value {
    serde_json::from_str(&line(event)).unwrap()
}

#[test]
fn the_fields() {
    let mut record = parsed(&Event {
        person: Some(PersonId::User(UserId::new(13))),
        target: Some(UserId::new(14)),
        details: Some("<@!13> mutes 14".into()),
        ..event()
    });
    let record = record.as_object_mut().unwrap();
    let (user, target) = (record["user_id"].clone(), record["target"].clone());
    assert!(user.as_str().unwrap().starts_with("u:") && user != target);
    let instance = record.remove("instance").unwrap();
    assert_eq!(instance.as_str().unwrap().len(), 16);
    let mac = record.remove("mac").unwrap();
    assert_eq!(mac.as_str().unwrap().len(), 32);
    assert_eq!(
        Value::from(record.clone()),
        json!({
            "timestamp": "2009-02-13T23:31:30.123Z",
            "event_type": "decision",
            "user_id": user,
            "action": "mute",
            "details": format!("<@!{}> mutes {}", user.as_str().unwrap(), target.as_str().unwrap()),
            "ip_address": null,
            "success": true,
            "rule": "allowed",
            "scene": "guild",
            "place": "guild 1 channel 2",
            "target": target,
            "correlation": "0000000000000abc",
            "duration_us": 42,
            "bot": "102",
            "names": names::id(&SecretKey::new([7; 32])),
            "version": env!("CARGO_PKG_VERSION"),
            "v": 1,
            "n": 0,
            "key": 0,
        })
    );
}

#[test]
fn what_is_not_known_is_null() {
    let record = parsed(&Event::new(Kind::Lifecycle, 0, "start", "allowed"));
    for name in ["user_id", "details", "ip_address", "scene", "place", "target", "bot"] {
        assert_eq!(record[name], Value::Null, "{name}");
    }
    assert!(record.get("count").is_none());
}

#[test]
fn kinds_have_names_and_authors_cannot_take_ours() {
    let name = |kind| parsed(&Event::new(kind, 0, "a", "b"))["event_type"].clone();
    assert_eq!(name(Kind::Decision), "decision");
    assert_eq!(name(Kind::Effect), "effect");
    assert_eq!(name(Kind::Lifecycle), "lifecycle");
    assert_eq!(name(Kind::Alert), "alert");
    assert_eq!(name(Kind::Author("decision")), "author.decision");
    assert_eq!(parsed(&Event::new(Kind::Lost(9), 0, "a", "b"))["count"], 9);
}

#[test]
fn a_refusal_that_stands_for_others_says_so() {
    let repeated = Kind::Repeated { count: 7, since_ms: 1_234_567_890_000 };
    let record = parsed(&Event { kind: repeated, success: false, ..event() });
    assert_eq!(record["event_type"], "decision");
    assert_eq!(
        (&record["count"], &record["since"]),
        (&7.into(), &"2009-02-13T23:31:30.000Z".into())
    );
    assert_eq!(record["timestamp"], "2009-02-13T23:31:30.123Z");
    assert!(parsed(&event()).get("since").is_none());
}

#[test]
fn a_person_in_the_place_is_hidden_too() {
    let user: OpenId = "0123456789abcdef0123456789abcdef".parse().unwrap();
    let record = parsed(&Event { place: Some(Place::C2c { user }), ..event() });
    assert!(record["place"].as_str().unwrap().starts_with("p:"));
    let direct = Place::Direct { session: GuildId::new(5), source: None };
    let record = parsed(&Event { place: Some(direct), ..event() });
    assert!(record["place"].as_str().unwrap().starts_with("p:"));
}

fn any_text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(
        "\n\r\u{85}\u{2028}\u{2029}\u{1b}\u{9b}\u{202e}\u{7f}\0\"\\}{,:"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(prop_oneof![any::<char>(), nasty], 0..40)
        .prop_map(|chars| chars.into_iter().collect())
}

/// Without digits there is no id that would become a pseudonym.
fn text_without_ids() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text.replace(|c: char| c.is_ascii_hexdigit(), ""))
}

proptest! {
    #[test]
    fn whatever_is_in_it_a_line_is_one_object(
        (action, rule, author) in (any_text(), any_text(), any_text()),
        details in text_without_ids(),
    ) {
        let line = line(&Event {
            kind: Kind::Author(author.clone().leak()),
            action: action.clone().leak(),
            rule: rule.clone().leak(),
            details: Some(details.clone().into()),
            ..event()
        });
        prop_assert_eq!(line.lines().count(), 1);
        let body = line.strip_suffix('\n').unwrap();
        prop_assert!(!body.chars().any(|c| c.is_control() || misleads(c)), "{:?}", body);
        let record: Value = serde_json::from_str(body).unwrap();
        prop_assert_eq!(record.as_object().unwrap().len(), 21);
        prop_assert_eq!(&record["action"], &Value::from(action));
        prop_assert_eq!(&record["rule"], &Value::from(rule));
        prop_assert_eq!(&record["event_type"], &Value::from(format!("author.{author}")));
        prop_assert_eq!(&record["details"], &Value::from(details));
        prop_assert_eq!(&record["success"], &Value::from(true));
    }

    #[test]
    fn an_id_of_a_person_is_never_in_it(
        (user, target, other) in (10_u64.pow(16).., 10_u64.pow(16).., 10_u64.pow(16)..),
        (openid, session) in ("[0-9a-fA-F]{32}", 10_u64.pow(16)..),
        (before, after) in (any_text(), any_text()),
        scene in 0..5,
    ) {
        let id: OpenId = openid.parse().unwrap();
        let (place, person) = match scene {
            0 => (event().place, PersonId::User(UserId::new(user))),
            1 => (None, PersonId::User(UserId::new(user))),
            2 => (
                Some(Place::Direct { session: GuildId::new(session), source: None }),
                PersonId::User(UserId::new(user)),
            ),
            3 => (Some(Place::Group { group: "0".repeat(32).parse().unwrap() }), PersonId::Open(id)),
            _ => (Some(Place::C2c { user: id }), PersonId::Open(id)),
        };
        let details = format!("{before} {user} <@!{target}>x{other} <@{openid}> {after} {openid}");
        let line = line(&Event {
            place,
            person: Some(person),
            target: Some(UserId::new(target)),
            details: Some(details.into()),
            ..event()
        }).to_lowercase();
        for id in [user, target, other, session] {
            prop_assert!(!line.contains(&id.to_string()), "{} in {}", id, line);
        }
        prop_assert!(!line.contains(&openid.to_lowercase()), "{} in {}", openid, line);
    }
}
