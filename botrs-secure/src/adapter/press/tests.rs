use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::adapter::parse;
use crate::adapter::parse::tests::any_json;
use crate::id::{ChannelId, GuildId, OpenId, UserId};

const GROUP: &str = "0123456789ABCDEF0123456789ABCDEF";
const MEMBER: &str = "FEDCBA9876543210FEDCBA9876543210";
const ID: &str = "30540ff7-9d8f-4737-83f1-e116ce6afa8b";

fn guild() -> Value {
    json!({
        "id": ID, "type": 11, "chat_type": 0, "scene": "guild", "guild_id": "10", "channel_id": "20",
        "timestamp": "2021-05-20T15:14:58+08:00", "version": 1, "application_id": "102000001",
        "data": {"type": 11, "resolved": {
            "button_data": "/ping", "button_id": "1", "user_id": "30", "message_id": "08aa",
        }},
    })
}

/// As the documentation shows it.
fn group() -> Value {
    json!({
        "id": ID, "type": 11, "chat_type": 1, "scene": "group", "group_openid": GROUP,
        "group_member_openid": MEMBER, "timestamp": "2026-07-20T21:53:54+08:00", "version": 1,
        "data": {"type": 11, "resolved": {"button_data": "/ping"}},
    })
}

fn c2c() -> Value {
    json!({
        "id": ID, "type": 12, "chat_type": 2, "scene": "c2c", "user_openid": MEMBER,
        "data": {"type": 12, "resolved": {"feature_id": "7"}},
    })
}

fn parsed(envelope: Option<&str>, data: Value) -> Parsed {
    parse(botrs::models::gateway::GatewayEvent {
        id: envelope.map(Into::into),
        event_type: Some(KIND.into()),
        data: Some(data),
        sequence: Some(1),
        opcode: 0,
    })
}

#[track_caller]
fn pressed(envelope: Option<&str>, data: Value) -> Incoming {
    match parsed(envelope, data) {
        Parsed::Message(incoming) => incoming,
        other => panic!("{other:?}"),
    }
}

fn with(mut data: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    data.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.into(), value);
    data
}

#[test]
fn a_press_in_a_guild_is_read_whole() {
    let incoming = pressed(Some(&format!("{KIND}:e-1")), guild());
    let place = Place::Guild { guild: GuildId::new(10), channel: ChannelId::new(20) };
    assert_eq!(incoming.place, place);
    assert_eq!(incoming.person, PersonId::User(UserId::new(30)));
    assert_eq!((incoming.id.as_str(), &*incoming.content), (ID, "/ping"));
    assert_eq!(incoming.sent_at, Some(1_621_494_898_000));
    assert!(incoming.quote.is_none() && !incoming.addressed && !incoming.is_bot);
    let press = incoming.press.unwrap();
    assert_eq!(press.interaction.as_str(), ID);
    assert_eq!(press.event.unwrap().as_str(), format!("{KIND}:e-1"));
    assert_eq!((press.raw.kind(), press.raw.data()), (KIND, &guild()));
}

#[test]
fn groups_and_private_conversations_have_openids() {
    let member: OpenId = MEMBER.parse().unwrap();
    let incoming = pressed(None, group());
    assert_eq!(incoming.place, Place::Group { group: GROUP.parse().unwrap() });
    assert_eq!(incoming.person, PersonId::Open(member));
    let incoming = pressed(None, c2c());
    assert_eq!(incoming.place, Place::C2c { user: member });
    assert_eq!(incoming.person, PersonId::Open(member));
    assert_eq!((&*incoming.content, incoming.sent_at), ("", None));
}

#[test]
fn nobody_who_presses_has_roles_whatever_the_event_says() {
    let says = |data| with(data, "/member", json!({"roles": ["4"]}));
    assert_eq!(pressed(None, says(guild())).roles, Roles::Unknown);
    let says = |data| with(data, "/author", json!({"member_role": "owner"}));
    assert_eq!(pressed(None, says(group())).roles, Roles::Unknown);
    assert_eq!(pressed(None, says(c2c())).roles, Roles::None);
}

#[test]
fn one_word_for_the_scene_is_enough_and_two_must_agree() {
    for key in ["/chat_type", "/scene"] {
        assert_eq!(pressed(None, with(group(), key, Value::Null)).place.scene(), Scene::Group);
    }
}

#[test]
fn what_is_missing_or_no_id_makes_it_malformed_and_is_answered_where_it_can_be() {
    for (data, key, value, field) in [
        (guild(), "/id", Value::Null, "id"),
        (guild(), "/id", json!("../channels/1"), "id"),
        (guild(), "/id", json!(7), "id"),
        (guild(), "/type", Value::Null, "type"),
        (guild(), "/type", json!("11"), "type"),
        (guild(), "/data/type", json!(12), "data.type"),
        (guild(), "/guild_id", Value::Null, "guild_id"),
        (guild(), "/guild_id", json!("../1"), "guild_id"),
        (guild(), "/channel_id", Value::Null, "channel_id"),
        (guild(), "/data/resolved/user_id", Value::Null, "data.resolved.user_id"),
        (guild(), "/data/resolved/user_id", json!(MEMBER), "data.resolved.user_id"),
        (guild(), "/data/resolved", Value::Null, "data.resolved.user_id"),
        (guild(), "/data/resolved/button_data", json!(["/ping"]), "button_data"),
        (guild(), "/chat_type", json!(1), "scene"),
        (guild(), "/chat_type", json!(3), "chat_type"),
        (guild(), "/scene", json!("direct"), "scene"),
        (group(), "/group_openid", json!("x"), "group_openid"),
        (group(), "/group_member_openid", Value::Null, "group_member_openid"),
        (c2c(), "/user_openid", Value::Null, "user_openid"),
    ] {
        let data = with(data, key, value);
        let Parsed::Malformed(why, known) = parsed(None, data) else { panic!("{key} {field}") };
        assert_eq!((why.field, known.kind.as_str()), (field, KIND), "{key}");
        assert_eq!(known.press.is_some(), field != "id", "{key}");
    }
    let neither = with(with(guild(), "/chat_type", Value::Null), "/scene", Value::Null);
    assert!(matches!(parsed(None, neither), Parsed::Malformed(..)));
}

#[test]
fn other_interactions_are_events() {
    for kind in [1, 2, 10, 13, 14, 18] {
        let data = with(with(guild(), "/type", json!(kind)), "/data/type", json!(kind));
        assert!(
            matches!(parsed(None, data), Parsed::Event(event) if event.kind() == KIND),
            "{kind}"
        );
    }
}

#[test]
fn only_the_platforms_own_name_of_an_event_is_replied_to() {
    let event = |envelope: &str| pressed(Some(envelope), guild()).press.unwrap().event.is_some();
    assert!(event("INTERACTION_CREATE:fb0d70b6-d6d3-4208-9e18-92278b4ca7d9"));
    for envelope in ["INTERACTION_CREATE_7", "GROUP_ADD_ROBOT:1", "INTERACTION_CREATE:", ID, ""] {
        assert!(!event(envelope), "{envelope}");
    }
    assert!(!event("INTERACTION_CREATE:a\"b"));
    assert!(pressed(None, guild()).press.unwrap().event.is_none());
}

proptest! {
    #[test]
    fn any_json_is_a_press_an_event_or_malformed(data in any_json(), kind in 10..14) {
        let data = match data {
            Value::Object(mut fields) => {
                fields.insert("type".into(), json!(kind));
                Value::Object(fields)
            }
            other => other,
        };
        let parsed = parsed(None, data);
        prop_assert!(matches!(parsed, Parsed::Message(_) | Parsed::Event(_) | Parsed::Malformed(..)));
    }
}
