//! One event as one line of JSON.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::fmt::Display;
use std::hash::{BuildHasher, Hasher};
use std::io::Write as _;
use std::sync::OnceLock;

use super::event::{Event, Kind};
use super::key::Key;
use super::pseudonym::{Pseudonym, Pseudonyms};
use super::scrub::scrub;
use super::time::rfc3339;
use crate::place::PersonId;

/// Writes events as lines; pseudonyms are made here, so the caller does not pay for them.
pub(super) struct Lines {
    pseudonyms: Pseudonyms,
    /// What is the same in each line, and its end.
    tail: String,
}

impl Lines {
    pub(super) fn new(key: &Key) -> Self {
        let (instance, version) = (instance(), env!("CARGO_PKG_VERSION"));
        let tail =
            format!(",\"instance\":\"{instance:016x}\",\"version\":\"{version}\",\"v\":1}}\n");
        Self { pseudonyms: Pseudonyms::new(key), tail }
    }

    /// Appends the line of an event.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, event: &Event) {
        let place = event.place.as_ref();
        let target = event.target.map(PersonId::User);
        let mut pseudonym = |person| self.pseudonyms.person(event.bot, place, person);
        let details = event.details.as_deref().map(|details| {
            scrub(details, &[event.person, target], |person| pseudonym(person).as_str().to_owned())
        });
        let (user, target) = (event.person.map(&mut pseudonym), target.map(&mut pseudonym));

        out.extend_from_slice(b"{\"timestamp\":\"");
        out.extend_from_slice(&rfc3339(event.wall_ms));
        out.push(b'"');
        text(out, "event_type", Some(&event_type(event.kind)));
        text(out, "user_id", user.as_ref().map(Pseudonym::as_str));
        text(out, "action", Some(event.action));
        text(out, "details", details.as_deref());
        text(out, "ip_address", None);
        bare(out, "success", event.success);
        text(out, "rule", Some(event.rule));
        text(out, "scene", place.map(|place| place.scene().as_str()));
        self.place(out, event);
        text(out, "target", target.as_ref().map(Pseudonym::as_str));
        harmless(out, "correlation", format_args!("{:016x}", event.correlation));
        bare(out, "duration_us", event.took.as_micros());
        match event.bot {
            Some(bot) => harmless(out, "bot", bot),
            None => text(out, "bot", None),
        }
        if let Kind::Lost(count) = event.kind {
            bare(out, "count", count);
        }
        out.extend_from_slice(self.tail.as_bytes());
    }

    fn place(&mut self, out: &mut Vec<u8>, event: &Event) {
        let Some(place) = &event.place else { return text(out, "place", None) };
        match self.pseudonyms.place(event.bot, place) {
            Some(name) => text(out, "place", Some(name.as_str())),
            None => harmless(out, "place", place),
        }
    }
}

fn event_type(kind: Kind) -> Cow<'static, str> {
    Cow::Borrowed(match kind {
        Kind::Decision => "decision",
        Kind::Effect => "effect",
        Kind::Lifecycle => "lifecycle",
        Kind::Alert => "alert",
        Kind::Lost(_) => "lost",
        Kind::Author(name) => return Cow::Owned(format!("author.{name}")),
    })
}

/// A number that tells the processes of one log apart.
fn instance() -> u64 {
    static INSTANCE: OnceLock<u64> = OnceLock::new();
    // The standard library keys its hashes at random in each process.
    *INSTANCE.get_or_init(|| RandomState::new().build_hasher().finish())
}

fn name(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// A member whose value is a number or a truth value, which JSON spells as Rust does.
fn bare(out: &mut Vec<u8>, of: &str, value: impl Display) {
    name(out, of);
    // A Vec takes every byte, so writing to it cannot fail, here and below.
    let _ = write!(out, "{value}");
}

/// A member whose value is a text of ids, which need no escaping.
fn harmless(out: &mut Vec<u8>, of: &str, value: impl Display) {
    name(out, of);
    let _ = write!(out, "\"{value}\"");
}

/// A member whose value is any text, or null.
fn text(out: &mut Vec<u8>, of: &str, value: Option<&str>) {
    name(out, of);
    let Some(value) = value else { return out.extend_from_slice(b"null") };
    let start = out.len();
    let _ = serde_json::to_writer(&mut *out, value);
    // Most texts are plain ASCII, which is quicker to see.
    if value.bytes().any(|byte| byte >= 0x7f) && value.chars().any(misleads) {
        escape_further(out, start);
    }
}

/// JSON escapes what is below the space; these too can break lines or move text in a terminal.
fn misleads(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Escapes them in the JSON string that starts there.
fn escape_further(out: &mut Vec<u8>, start: usize) {
    let string = String::from_utf8_lossy(&out[start..]).into_owned();
    out.truncate(start);
    for c in string.chars() {
        let _ =
            if misleads(c) { write!(out, "\\u{:04x}", u32::from(c)) } else { write!(out, "{c}") };
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::id::{BotId, ChannelId, GuildId, OpenId, UserId};
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
        Lines::new(&Key::for_tests([7; 32])).write(&mut out, event);
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
                "version": env!("CARGO_PKG_VERSION"),
                "v": 1,
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

    proptest! {
        #[test]
        fn whatever_is_in_it_a_line_is_one_object(
            (action, rule, author, details) in (any_text(), any_text(), any_text(), any_text()),
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
            prop_assert_eq!(record.as_object().unwrap().len(), 17);
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
}
