use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::adapter::parse::tests::any_json;

/// The ids of the samples, as they are in the guild, the group and the conversation of the tests.
pub(crate) const OPEN: &str = "00000000000000000000000000000001";

/// Each event that botrs 0.13 names in its dispatch, beside messages, and the spellings of the platform that it
/// lacks; with what the platform documents of it, in a place that tests trust.
pub(crate) fn samples() -> Vec<(&'static str, Value)> {
    let guild = json!({"id": "8000", "name": "g", "owner_id": "1", "op_user_id": "2"});
    let channel = json!({"guild_id": "8000", "id": "8001", "name": "c", "op_user_id": "2"});
    let member = json!({
        "guild_id": "8000", "user": {"id": "5", "username": "n", "bot": false}, "nick": "n",
        "roles": ["1"], "op_user_id": "2",
    });
    let deleted = json!({
        "message": {
            "author": {"id": "5", "bot": false}, "channel_id": "8001", "guild_id": "8000",
            "id": "08aa",
        },
        "op_user": {"id": "2"},
    });
    let direct = json!({
        "message": {
            "author": {"id": "5", "bot": false}, "channel_id": "77", "guild_id": "77",
            "direct_message": true, "src_guild_id": "8000", "id": "08aa",
        },
        "op_user": {"id": "5"},
    });
    let reaction = json!({
        "guild_id": "8000", "channel_id": "8001", "user_id": "5",
        "emoji": {"id": "4", "type": 1}, "target": {"id": "08aa", "type": "ReactionTargetType_MSG"},
    });
    let audit = json!({
        "audit_id": "a", "guild_id": "8000", "channel_id": "8001", "message_id": "08aa",
        "audit_time": "2021-05-20T15:14:58+08:00",
    });
    let audio = json!({"guild_id": "8000", "channel_id": "8001", "audio_url": "", "text": "t"});
    let voice = json!({
        "guild_id": "8000", "channel_id": "8001", "channel_type": 2, "user_id": "5",
    });
    let forum = json!({"guild_id": "8000", "channel_id": "8001", "author_id": "5"});
    let group = json!({"group_openid": OPEN, "op_member_openid": OPEN, "timestamp": 1});
    let friend = json!({"openid": OPEN, "timestamp": 1});
    let enter = json!({"user_openid": OPEN, "from_source": "x"});
    let subscribed = json!({"group_openid": OPEN, "openid": OPEN, "result": []});
    let feedback = json!({
        "id": "d7c0", "type": 13, "chat_type": 2, "scene": "c2c", "user_openid": OPEN,
        "data": {"type": 13, "resolved": {"feedback_opt": "LIKE", "checked": 1}},
    });
    let mut samples = vec![
        ("DIRECT_MESSAGE_DELETE", direct),
        ("ENTER_AIO", enter),
        ("SUBSCRIBE_MESSAGE_STATUS", subscribed),
        ("INTERACTION_CREATE", feedback),
    ];
    let mut each = |data: &Value, names: &[&'static str]| {
        samples.extend(names.iter().map(|name| (*name, data.clone())));
    };
    each(&guild, &["GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"]);
    each(&channel, &["CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"]);
    each(&member, &["GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"]);
    each(&deleted, &["PUBLIC_MESSAGE_DELETE", "MESSAGE_DELETE"]);
    each(&reaction, &["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"]);
    each(&audit, &["MESSAGE_AUDIT_PASS", "MESSAGE_AUDIT_REJECT"]);
    each(&audio, &["AUDIO_START", "AUDIO_FINISH", "ON_MIC", "OFF_MIC"]);
    each(&audio, &["AUDIO_ON_MIC", "AUDIO_OFF_MIC"]);
    each(&voice, &["AUDIO_OR_LIVE_CHANNEL_MEMBER_ENTER", "AUDIO_OR_LIVE_CHANNEL_MEMBER_EXIT"]);
    each(&forum, &["FORUM_THREAD_CREATE", "FORUM_THREAD_UPDATE", "FORUM_THREAD_DELETE"]);
    each(&forum, &["FORUM_POST_CREATE", "FORUM_POST_DELETE", "FORUM_PUBLISH_AUDIT_RESULT"]);
    each(&forum, &["FORUM_REPLY_CREATE", "FORUM_REPLY_DELETE", "OPEN_FORUM_THREAD_CREATE"]);
    each(&forum, &["OPEN_FORUM_THREAD_UPDATE", "OPEN_FORUM_THREAD_DELETE"]);
    each(&forum, &["OPEN_FORUM_POST_CREATE", "OPEN_FORUM_POST_DELETE"]);
    each(&forum, &["OPEN_FORUM_REPLY_CREATE", "OPEN_FORUM_REPLY_DELETE"]);
    each(&group, &["GROUP_ADD_ROBOT", "GROUP_DEL_ROBOT", "GROUP_MSG_REJECT", "GROUP_MSG_RECEIVE"]);
    each(&friend, &["FRIEND_ADD", "FRIEND_DEL", "C2C_MSG_REJECT", "C2C_MSG_RECEIVE"]);
    samples
}

/// The sample with one value set.
pub(crate) fn with(mut data: Value, path: &str, value: Value) -> Value {
    let mut at = &mut data;
    for key in path.split('.') {
        at = &mut at[key];
    }
    *at = value;
    data
}

/// The fields of an event with ids: the one of the place first, and whether it may be missing.
pub(crate) fn ids(name: &str) -> Vec<(&'static str, bool)> {
    let kinds = kinds(name);
    let place = match kinds.at {
        At::Guild(path) | At::Group(path) | At::C2c(path) => vec![(path, true)],
        At::Direct(session, source) => vec![(session, true), (source, false)],
        At::GroupOrC2c(group, user) => vec![(group, false), (user, false)],
        At::Interaction => vec![("user_openid", true)],
    };
    place.into_iter().chain(kinds.ids.iter().map(|id| (id.path, id.is_needed))).collect()
}

/// The fields of an event that say whose doing it is, where a bot can be one.
pub(crate) fn authors(name: &str) -> Vec<&'static str> {
    let is_user = |id: &&Id| id.is_author && matches!(id.form, Form::User);
    kinds(name).ids.iter().filter(is_user).map(|id| id.path).collect()
}

fn kinds(name: &str) -> &'static Kinds {
    TABLE.iter().find(|kinds| kinds.names.contains(&name)).unwrap()
}

fn read_of(kind: &str, data: Value) -> Result<Origin, Malformed> {
    origin(&Event { kind: kind.into(), data }).unwrap()
}

#[test]
fn the_table_has_each_event_once() {
    let mut names: Vec<_> = samples().into_iter().map(|(name, _)| name).collect();
    let mut table: Vec<_> = TABLE.iter().flat_map(|kinds| kinds.names).copied().collect();
    names.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, names);
    names.dedup();
    assert_eq!(table, names);
}

#[test]
fn an_id_that_is_missing_or_none_makes_an_event_malformed() {
    for (name, data) in samples() {
        assert!(read_of(name, data.clone()).is_ok(), "{name}");
        for (path, is_needed) in ids(name) {
            for (value, what) in [
                (json!("../1"), "not an id"),
                (json!("1?a=b"), "not an id"),
                (json!(1), "not an id"),
                (json!({}), "not an id"),
            ] {
                let read = read_of(name, with(data.clone(), path, value.clone()));
                assert_eq!(read, Err(Malformed { field: path, what }), "{name} {path} {value}");
            }
            for value in [Value::Null, json!("")] {
                let read = read_of(name, with(data.clone(), path, value.clone()));
                // Presses are read with less patience for what is empty.
                assert_eq!(read.is_err(), is_needed, "{name} {path} {value}");
            }
        }
    }
}

#[test]
fn of_a_direct_message_the_guild_from_which_it_was_opened_counts() {
    let (name, data) = samples().swap_remove(0);
    let (session, source) = (GuildId::new(77), Some(GuildId::new(8000)));
    let read = read_of(name, data).unwrap();
    assert_eq!(read.spot, Spot::Place(Place::Direct { session, source }));
}

#[test]
fn a_subscription_without_a_group_is_of_a_private_conversation() {
    let data = json!({"group_openid": "", "openid": OPEN});
    let user = OPEN.parse().unwrap();
    let read = read_of("SUBSCRIBE_MESSAGE_STATUS", data).unwrap();
    assert_eq!(read.spot, Spot::Place(Place::C2c { user }));
    let neither = read_of("SUBSCRIBE_MESSAGE_STATUS", json!({"group_openid": ""}));
    assert_eq!(neither, Err(Malformed { field: "openid", what: "missing" }));
}

#[test]
fn what_is_not_in_the_table_has_no_origin() {
    for kind in ["", "NOTHING", "guild_create", "MESSAGE_CREATE", "GUILD_ROLE_CREATE"] {
        let event = Event { kind: kind.into(), data: json!({"id": "8000", "guild_id": "8000"}) };
        assert!(origin(&event).is_none(), "{kind}");
    }
}

#[test]
fn the_page_names_each_event_and_each_field() {
    let page = include_str!("../../../docs/reference/buttons.md");
    let is_there = |name: &str| page.contains(&format!("`{name}`"));
    for (name, _) in samples() {
        // Those with `OPEN_` are said together.
        assert!(is_there(name) || is_there(name.trim_start_matches("OPEN_")), "{name}");
        let fields = ids(name).into_iter().filter(|_| name != press::KIND);
        for (path, _) in fields {
            assert!(is_there(path), "{name} {path}");
        }
    }
}

proptest! {
    #[test]
    fn any_json_has_an_origin_or_is_malformed(data in any_json(), at in 0..48_usize) {
        let names: Vec<_> = TABLE.iter().flat_map(|kinds| kinds.names).collect();
        let kind = names[at % names.len()];
        let event = Event { kind: (*kind).into(), data };
        prop_assert!(origin(&event).is_some());
    }
}
