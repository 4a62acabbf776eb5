//! Attacks by name, each a row.

use serde_json::{Value, json};

use super::case::{Asked, At, Case};
use super::event::Event;
use super::products::requiring;
use super::said::{Circle, Who, Within};
use super::sources::{
    ADMIN, CHANNEL, CUSTOM, GROUP, GUILD, MEMBER, MODERATOR, OTHER_GROUP, OTHER_GUILD,
    OTHER_MEMBER, OWNER, SESSION, USER, in_c2c, in_direct, in_group, in_guild, own, source,
};

pub(super) fn cases() -> Vec<Case> {
    [elsewhere(), identities(), events(), channels()].concat()
}

fn at(guild: u64) -> At {
    At::Guild { guild, channel: CHANNEL }
}

/// Authority of one place, used in another.
fn elsewhere() -> Vec<Case> {
    let custom = || Event::roles(&[CUSTOM]);
    let everywhere_else = |row: Case, who: Who| {
        let circles = [
            Circle::Guild(OTHER_GUILD),
            Circle::Guild(SESSION),
            Circle::Guild(0xA1),
            Circle::Direct,
            Circle::Group(OTHER_GROUP),
            Circle::Group(u128::from(GUILD)),
            Circle::C2c,
        ];
        let here = row.circle();
        circles
            .into_iter()
            .filter(|circle| *circle != here)
            .fold(row, |row, circle| row.grant(circle, who, OWNER).granted(circle, who, OWNER))
    };
    vec![
        in_guild("role of the other guild", custom())
            .guild_role(OTHER_GUILD, CUSTOM, OWNER)
            .calls("send"),
        source("role of the first guild in the other", at(OTHER_GUILD), USER, custom())
            .guild_role(GUILD, CUSTOM, OWNER)
            .calls("send"),
        in_direct("guild's role in a direct message from it", custom())
            .guild_role(GUILD, CUSTOM, OWNER)
            .guild_role(SESSION, CUSTOM, OWNER)
            .calls("send"),
        in_direct("guild's grant in a direct message from it", Event::default())
            .grant(Circle::Guild(GUILD), USER, OWNER)
            .granted(Circle::Guild(GUILD), USER, OWNER)
            .calls("send"),
        everywhere_else(in_guild("grants of everywhere else", Event::roles(&[])), USER)
            .calls("send"),
        everywhere_else(in_direct("grants of everywhere else, direct", Event::default()), USER)
            .calls("send"),
        everywhere_else(in_group("grants of everywhere else, group", "member"), MEMBER)
            .calls("send"),
        everywhere_else(in_c2c("grants of everywhere else, c2c", Event::default()), MEMBER)
            .calls("send"),
        in_group("role of the other group", "admin")
            .group_role(OTHER_GROUP, "admin", own(&["Auction"]))
            .calls("auction"),
        source("guild's role held in a group", At::Group(GROUP), MEMBER, custom())
            .guild_role(GUILD, CUSTOM, OWNER)
            .calls("send"),
    ]
}

/// Ids that look like others.
fn identities() -> Vec<Case> {
    let same_number = Who::Open(40);
    vec![
        source(
            "openid equal to an owner's number",
            At::Group(GROUP),
            same_number,
            Event::default(),
        )
        .owner(USER)
        .calls("mine"),
        source("c2c openid equal to an owner's number", At::C2c, same_number, Event::default())
            .owner(USER)
            .calls("mine"),
        in_guild("number equal to an owner's openid", Event::roles(&[]))
            .owner(same_number)
            .calls("mine"),
        in_guild("number equal to a granted openid", Event::roles(&[]))
            .grant(Circle::Guild(GUILD), same_number, OWNER)
            .granted(Circle::Guild(GUILD), same_number, OWNER)
            .calls("send"),
        source("group of a guild's number", At::Group(u128::from(GUILD)), MEMBER, Event::default())
            .grant(Circle::Guild(GUILD), MEMBER, OWNER)
            .calls("send"),
        source("guild of a group's number", at(0xA1), USER, Event::roles(&[]))
            .grant(Circle::Group(GROUP), USER, OWNER)
            .granted(Circle::Group(GROUP), USER, OWNER)
            .calls("send"),
        in_group("another member is owner of the bot", "owner").owner(OTHER_MEMBER).calls("mine"),
        in_group("another member is granted", "member")
            .grant(Circle::Group(GROUP), OTHER_MEMBER, OWNER)
            .granted(Circle::Group(GROUP), OTHER_MEMBER, OWNER)
            .calls("send"),
        in_guild("owner of the guild is none of the bot", Event::roles(&[4])).calls("mine"),
        in_group("owner of the group is none of the bot", "owner").calls("mine"),
        in_guild("granted `owner` is none of the bot", Event::roles(&[]))
            .grant(Circle::Guild(GUILD), USER, OWNER)
            .granted(Circle::Guild(GUILD), USER, own(&["Administrator"]))
            .calls("mine"),
        in_guild("unknown roles are no owner of the bot", Event::silent()).calls("mine"),
        in_direct("owner of the bot in guilds, in a direct message", Event::default())
            .owner(USER)
            .calls("mine"),
    ]
}

/// Events that say more, or something else, than QQ does.
fn events() -> Vec<Case> {
    let list = |list: Value| Event::listed(list);
    let named = |name: &str| {
        let mut event = Event::roles(&[CUSTOM]);
        let role = json!({ "id": CUSTOM.to_string(), "name": name });
        event.member.as_mut().unwrap()["role_details"] = json!([role]);
        event.member.as_mut().unwrap()["nick"] = json!(name);
        event
    };
    let both =
        |roles: &[u64], role: &str| Event { member_role: Some(json!(role)), ..Event::roles(roles) };
    let marked = Event { is_direct: true, ..Event::roles(&[4]) };
    let mut rows = vec![
        in_guild("custom role named `owner`", named("owner")).calls("send"),
        in_guild("custom role named `admin`", named("admin")).calls("hush"),
        in_guild("custom role named 频道主", named("频道主")).calls("send"),
        in_guild("role of a group in a guild", both(&[1], "owner")).calls("send"),
        in_guild("role of a group and no list", Event::member_role("owner")).calls("send"),
        in_guild("direct message under a guild's event", marked).calls("send"),
        in_guild("public command under unknown roles", Event::silent()).calls("open"),
        in_group("public command under an unknown role", "boss").calls("open"),
        source(
            "lists of a guild beside a group's role",
            At::Group(GROUP),
            MEMBER,
            both(&[4], "member"),
        )
        .calls("send"),
        in_direct("roles in a direct message", both(&[2, 4], "owner")).calls("send"),
        in_c2c("roles in c2c", both(&[2, 4], "owner")).calls("send"),
        in_direct("unreadable roles in a direct message", list(json!("4"))).calls("send"),
        in_guild("role of leading zeros", list(json!(["0000000000000000002"]))).calls("hush"),
        in_guild("the same role twice", Event::roles(&[2, 2])).calls("hush"),
        in_guild("role of most digits", Event::roles(&[u64::MAX])).calls("send"),
    ];
    for (n, wrong) in [
        json!([""]),
        json!(["+2"]),
        json!([" 2"]),
        json!(["2 "]),
        json!(["２"]),
        json!(["2.0"]),
        json!(["-2"]),
        json!(["2,4"]),
        json!([["2"]]),
        json!([{"id": "2"}]),
        json!([true]),
        json!(["000000000000000000002"]),
        json!(2),
        json!(true),
        json!(["1", "2", "x"]),
    ]
    .into_iter()
    .enumerate()
    {
        rows.push(in_guild(format!("malformed roles {n}: {wrong}"), list(wrong)).calls("hush"));
    }
    for role in ["", "Admin", "admin ", "群主", "admin\0", "administrator"] {
        rows.push(in_group(format!("malformed member_role {role:?}"), role).calls("hush"));
    }
    for role in [json!(["admin"]), json!({"role": "admin"}), json!(true)] {
        rows.push(in_group(format!("member_role of another type {role}"), role).calls("hush"));
    }
    rows
}

/// Role 5.
fn channels() -> Vec<Case> {
    let five = |name: &str| in_guild(name, Event::roles(&[5]));
    vec![
        five("role 5 elsewhere")
            .channel_admin(GUILD, MODERATOR)
            .asked(Asked::DoesNot)
            .calls("hush"),
        five("role 5 in the other guild's channel")
            .channel_admin(OTHER_GUILD, ADMIN)
            .asked(Asked::Manages)
            .calls("hush"),
        five("role 5 means less than the command takes")
            .channel_admin(GUILD, MODERATOR)
            .asked(Asked::Manages)
            .calls("rank"),
        five("role 5 is no owner of the bot")
            .channel_admin(GUILD, OWNER)
            .asked(Asked::Manages)
            .calls("mine"),
        five("role 5 of whoever holds enough without")
            .channel_admin(GUILD, OWNER)
            .grant(Circle::Guild(GUILD), USER, MODERATOR)
            .calls("hush"),
        in_direct("role 5 in a direct message from the guild", Event::roles(&[5]))
            .channel_admin(GUILD, OWNER)
            .channel_admin(SESSION, OWNER)
            .asked(Asked::Manages)
            .calls("send"),
        in_guild("role 5 in an unreadable list", Event::listed(json!(["5", 1])))
            .channel_admin(GUILD, OWNER)
            .asked(Asked::Manages)
            .calls("send"),
        five("role 5 and a restriction that asks for more")
            .channel_admin(GUILD, MODERATOR)
            .asked(Asked::Manages)
            .restrict(requiring(Within::Channel(CHANNEL), None, &["BanMembers"]))
            .calls("hush"),
        five("role 5 gives what a restriction asks for")
            .channel_admin(GUILD, MODERATOR)
            .asked(Asked::DoesNot)
            .restrict(requiring(Within::Guild(GUILD), Some("open"), &["MuteMembers"])),
    ]
}
