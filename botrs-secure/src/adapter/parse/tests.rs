use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::id::{ChannelId, GuildId, RoleId, UserId};

const GROUP: &str = "0123456789ABCDEF0123456789ABCDEF";
const MEMBER: &str = "FEDCBA9876543210FEDCBA9876543210";
const OWN: &str = "00000000000000000000000000000001";

fn event(kind: &str, data: Value) -> GatewayEvent {
    GatewayEvent {
        id: None,
        event_type: Some(kind.into()),
        data: Some(data),
        sequence: Some(1),
        opcode: 0,
    }
}

fn guild() -> Value {
    json!({
        "id": "08aa", "guild_id": "10", "channel_id": "20", "content": "<@!9> /ping",
        "author": {"id": "30", "username": "阿强", "bot": false},
        "member": {"nick": "强", "roles": ["1", "2"]},
        "timestamp": "2021-05-20T15:14:58+08:00", "mentions": null,
    })
}

fn group() -> Value {
    json!({
        "id": "ROBOT1.0_a-b!", "group_openid": GROUP, "content": " /ping",
        "author": {"id": MEMBER, "member_openid": MEMBER, "member_role": "admin"},
        "mentions": [{"id": MEMBER}, {"id": OWN, "is_you": true}],
        "timestamp": "2023-11-06T13:37:18+08:00",
    })
}

/// The sample with one value set; `None` removes it.
fn with(mut data: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = data.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(key.into(), value),
        None => parent.remove(key),
    };
    data
}

#[track_caller]
fn message(kind: &str, data: Value) -> Incoming {
    match parse(event(kind, data)) {
        Parsed::Message(message) => message,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn malformed(kind: &str, data: Value) -> (&'static str, &'static str) {
    match parse(event(kind, data)) {
        Parsed::Malformed(why, known) => {
            assert_eq!(known.kind, kind);
            (why.field, why.what)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_of_a_guild_is_read_whole() {
    let read = message("AT_MESSAGE_CREATE", guild());
    assert_eq!(read.place, Place::Guild { guild: GuildId::new(10), channel: ChannelId::new(20) });
    assert_eq!(read.person, PersonId::User(UserId::new(30)));
    assert_eq!(read.name.as_deref(), Some("强"));
    assert_eq!(read.roles, Roles::Guild(vec![RoleId::new(1), RoleId::new(2)]));
    assert_eq!(read.id.as_str(), "08aa");
    assert_eq!(read.content, "<@!9> /ping");
    assert_eq!(read.sent_at, Some(1_621_494_898_000));
    assert_eq!(
        (read.addressed, read.is_bot, read.quote, read.own_openid),
        (true, false, None, None)
    );
    assert!(!message("MESSAGE_CREATE", guild()).addressed);
}

#[test]
fn a_message_of_a_group_has_its_role_and_the_bots_own_id() {
    let read = message("GROUP_AT_MESSAGE_CREATE", group());
    assert_eq!(read.place, Place::Group { group: GROUP.parse().unwrap() });
    assert_eq!(read.person, PersonId::Open(MEMBER.parse().unwrap()));
    assert_eq!(read.roles, Roles::Group(GroupRole::Admin));
    assert_eq!(read.own_openid, Some(OWN.parse().unwrap()));
    assert!(read.addressed);
    assert!(!message("GROUP_MESSAGE_CREATE", group()).addressed);
}

#[test]
fn the_role_of_a_group_member_is_one_of_three_or_unknown() {
    for (role, expected) in [
        (Some(json!("owner")), Roles::Group(GroupRole::Owner)),
        (Some(json!("member")), Roles::Group(GroupRole::Member)),
        (Some(json!("OWNER")), Roles::Unknown),
        (Some(json!("")), Roles::Unknown),
        (Some(json!(1)), Roles::Unknown),
        (Some(Value::Null), Roles::Unknown),
        (None, Roles::Unknown),
    ] {
        let data = with(group(), "/author/member_role", role.clone());
        assert_eq!(message("GROUP_MESSAGE_CREATE", data).roles, expected, "{role:?}");
    }
    // Roles of a guild mean nothing in a group.
    let data =
        with(with(group(), "/author/member_role", None), "/member", Some(json!({"roles": ["4"]})));
    assert_eq!(message("GROUP_MESSAGE_CREATE", data).roles, Roles::Unknown);
}

#[test]
fn roles_that_a_guild_does_not_say_are_unknown_and_an_empty_list_is_empty() {
    for (pointer, value, expected) in [
        ("/member/roles", None, Roles::Unknown),
        ("/member/roles", Some(Value::Null), Roles::Unknown),
        ("/member/roles", Some(json!("4")), Roles::Unknown),
        ("/member/roles", Some(json!(["4", "owner"])), Roles::Unknown),
        ("/member/roles", Some(json!(["4", null])), Roles::Unknown),
        ("/member/roles", Some(json!([])), Roles::Guild(vec![])),
    ] {
        let data = with(guild(), pointer, value.clone());
        assert_eq!(message("MESSAGE_CREATE", data).roles, expected, "{pointer} {value:?}");
    }
}

#[test]
fn direct_messages_have_no_roles_whatever_the_event_says() {
    let data = with(
        with(guild(), "/member/roles", Some(json!(["4"]))),
        "/src_guild_id",
        Some(json!("11")),
    );
    let read = message("DIRECT_MESSAGE_CREATE", data);
    assert_eq!(read.roles, Roles::None);
    assert_eq!(
        read.place,
        Place::Direct { session: GuildId::new(10), source: Some(GuildId::new(11)) }
    );
    let read = message("DIRECT_MESSAGE_CREATE", guild());
    assert_eq!(read.place, Place::Direct { session: GuildId::new(10), source: None });
}

#[test]
fn a_c2c_message_is_from_its_user() {
    let data = json!({
        "id": "m", "content": "hi",
        "author": {"user_openid": MEMBER, "member_role": "owner"},
    });
    let read = message("C2C_MESSAGE_CREATE", data);
    let user: OpenId = MEMBER.parse().unwrap();
    assert_eq!((read.place, read.person), (Place::C2c { user }, PersonId::Open(user)));
    assert_eq!((read.roles, read.sent_at), (Roles::None, None));
}

#[test]
fn ids_are_never_guessed() {
    for (pointer, field) in [
        ("/id", "id"),
        ("/guild_id", "guild_id"),
        ("/channel_id", "channel_id"),
        ("/author", "author.id"),
        ("/author/id", "author.id"),
    ] {
        let missing = with(guild(), pointer, None);
        assert_eq!(malformed("MESSAGE_CREATE", missing), (field, "missing"));
        for wrong in [json!("../x"), json!(""), json!(true), json!(["1"])] {
            let data = with(guild(), pointer, Some(wrong.clone()));
            if pointer != "/author" {
                assert_eq!(malformed("MESSAGE_CREATE", data), (field, "not an id"), "{wrong}");
            } else {
                assert_eq!(malformed("MESSAGE_CREATE", data), (field, "missing"), "{wrong}");
            }
        }
    }
    for member in [None, Some(Value::Null)] {
        let data = with(guild(), "/member", member);
        assert_eq!(malformed("MESSAGE_CREATE", data), ("member", "missing"));
    }
    for pointer in ["/group_openid", "/author/member_openid"] {
        let field = &pointer[1..].replace('/', ".");
        assert_eq!(malformed("GROUP_MESSAGE_CREATE", with(group(), pointer, None)).0, field);
        let short = with(group(), pointer, Some(json!("ABC")));
        assert_eq!(malformed("GROUP_MESSAGE_CREATE", short).0, field);
    }
    // `author.id` is no replacement for the id of the scene.
    let data = json!({"id": "m", "content": "hi", "author": {"id": MEMBER}});
    assert_eq!(malformed("C2C_MESSAGE_CREATE", data), ("author.user_openid", "missing"));
    let data = with(guild(), "/src_guild_id", Some(json!("x")));
    assert_eq!(malformed("DIRECT_MESSAGE_CREATE", data), ("src_guild_id", "not an id"));
}

#[test]
fn a_malformed_message_says_what_is_known() {
    let data = with(guild(), "/author/id", Some(json!("x")));
    let Parsed::Malformed(_, known) = parse(event("MESSAGE_CREATE", data)) else { panic!() };
    assert_eq!(known.id, Some("08aa".parse().unwrap()));
    assert_eq!(known.place.and_then(|place| place.guild()), Some(GuildId::new(10)));
    assert_eq!(known.person, None);
}

#[test]
fn a_direct_message_does_not_pass_as_one_of_a_guild() {
    let data = with(guild(), "/direct_message", Some(json!(true)));
    assert_eq!(malformed("MESSAGE_CREATE", data).0, "direct_message");
}

#[test]
fn whatever_is_not_known_to_be_a_person_is_a_bot() {
    for (value, bot) in [
        (None, false),
        (Some(Value::Null), false),
        (Some(json!(false)), false),
        (Some(json!(true)), true),
        (Some(json!("true")), true),
        (Some(json!(1)), true),
    ] {
        let in_guild = with(guild(), "/author/bot", value.clone());
        assert_eq!(message("MESSAGE_CREATE", in_guild).is_bot, bot, "{value:?}");
        let in_group = with(group(), "/author/bot", value.clone());
        assert_eq!(message("GROUP_MESSAGE_CREATE", in_group).is_bot, bot, "{value:?}");
    }
}

#[test]
fn text_is_missing_only_beside_attachments() {
    let none = with(guild(), "/content", None);
    assert_eq!(malformed("MESSAGE_CREATE", none.clone()), ("content", "missing"));
    let empty_list = with(none.clone(), "/attachments", Some(json!([])));
    assert_eq!(malformed("MESSAGE_CREATE", empty_list), ("content", "missing"));
    let picture = with(none, "/attachments", Some(json!([{"url": "x"}])));
    assert_eq!(message("MESSAGE_CREATE", picture).content, "");
    let number = with(guild(), "/content", Some(json!(1)));
    assert_eq!(malformed("MESSAGE_CREATE", number), ("content", "not a text"));
    assert_eq!(message("MESSAGE_CREATE", with(guild(), "/content", Some(json!("")))).content, "");
}

#[test]
fn the_quoted_message_is_named_or_the_event_is_malformed() {
    let quote = |value| with(guild(), "/message_reference", Some(value));
    let read = message("MESSAGE_CREATE", quote(json!({"message_id": "08bb"})));
    assert_eq!(read.quote, Some("08bb".parse().unwrap()));
    assert_eq!(message("MESSAGE_CREATE", quote(Value::Null)).quote, None);
    assert_eq!(message("MESSAGE_CREATE", quote(json!({}))).quote, None);
    let path = malformed("MESSAGE_CREATE", quote(json!({"message_id": "../1"})));
    assert_eq!(path, ("message_reference.message_id", "not an id"));
}

#[test]
fn mentions_name_the_bot_only_in_groups_and_only_by_an_openid() {
    for mentions in [
        Value::Null,
        json!([]),
        json!({}),
        json!([{"is_you": true}]),
        json!([{"is_you": "true", "id": OWN}]),
        json!([{"is_you": true, "id": "12"}]),
    ] {
        let data = with(group(), "/mentions", Some(mentions.clone()));
        assert_eq!(message("GROUP_MESSAGE_CREATE", data).own_openid, None, "{mentions}");
    }
    let data = with(guild(), "/mentions", Some(json!([{"is_you": true, "id": OWN}])));
    assert_eq!(message("MESSAGE_CREATE", data).own_openid, None);
}

#[test]
fn other_events_keep_their_data_and_the_gateways_own_are_ignored() {
    let Parsed::Event(read) = parse(event("GUILD_MEMBER_ADD", json!({"a": 1}))) else { panic!() };
    assert_eq!((read.kind(), read.data()), ("GUILD_MEMBER_ADD", &json!({"a": 1})));
    assert!(matches!(parse(event("READY", json!({}))), Parsed::NewSession));
    assert!(matches!(parse(event("RESUMED", json!(""))), Parsed::Ignored));
    let unnamed = GatewayEvent { event_type: None, ..event("", json!({})) };
    assert!(matches!(parse(unnamed), Parsed::Ignored));
    let bare = GatewayEvent { data: None, ..event("MESSAGE_CREATE", Value::Null) };
    assert!(matches!(parse(bare), Parsed::Malformed(..)));
}

pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[0-9]{0,21}|[0-9A-F]{32}|.{0,12}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("id"),
        Just("author"),
        Just("member"),
        Just("roles"),
        Just("content"),
        Just("guild_id"),
        Just("channel_id"),
        Just("group_openid"),
        Just("member_openid"),
        Just("user_openid"),
        Just("message_reference"),
        Just("message_id"),
        Just("mentions"),
        Just("is_you"),
        Just("bot"),
        Just("timestamp"),
        Just("attachments"),
        Just("src_guild_id"),
        Just("member_role"),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..12)
                .prop_map(|pairs| pairs.into_iter().map(|(k, v)| (k.to_string(), v)).collect()),
        ]
    })
}

const KINDS: [&str; 6] = [
    "AT_MESSAGE_CREATE",
    "MESSAGE_CREATE",
    "DIRECT_MESSAGE_CREATE",
    "GROUP_AT_MESSAGE_CREATE",
    "GROUP_MESSAGE_CREATE",
    "C2C_MESSAGE_CREATE",
];

proptest! {
    #[test]
    fn any_json_is_a_message_or_malformed(data in any_json(), kind in 0..KINDS.len()) {
        let parsed = parse(event(KINDS[kind], data));
        prop_assert!(matches!(parsed, Parsed::Message(_) | Parsed::Malformed(..)));
    }
}
