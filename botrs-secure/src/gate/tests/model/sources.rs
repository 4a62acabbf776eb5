//! Where authority comes from: a caller, a place and an event, with a policy that speaks of them.

use serde_json::{Value, json};

use super::case::{Asked, At, Case};
use super::event::Event;
use super::said::{Circle, Means, Narrow, Said, Who};

pub(super) const GUILD: u64 = 8_000;
pub(super) const CHANNEL: u64 = 8_001;
pub(super) const OTHER_GUILD: u64 = 8_100;
pub(super) const SESSION: u64 = 5_555;
pub(super) const GROUP: u128 = 0xA1;
pub(super) const OTHER_GROUP: u128 = 0xA2;
pub(super) const USER: Who = Who::User(40);
pub(super) const MEMBER: Who = Who::Open(0xB1);
pub(super) const OTHER_MEMBER: Who = Who::Open(0xB2);
/// A role that the guild made.
pub(super) const CUSTOM: u64 = 11;

pub(super) const MODERATOR: Means = Means::Named("moderator");
pub(super) const ADMIN: Means = Means::Named("admin");
pub(super) const OWNER: Means = Means::Named("owner");

pub(super) fn own(permissions: &[&'static str]) -> Means {
    Means::Own(permissions.to_vec())
}

/// A caller somewhere, under a policy that trusts every place.
pub(super) fn source(name: impl Into<String>, at: At, who: Who, event: Event) -> Case {
    Case {
        name: name.into(),
        said: Said::trusting(),
        at,
        who,
        event,
        asked: Asked::NoAnswer,
        command: "open",
        again: None,
    }
}

pub(super) fn in_guild(name: impl Into<String>, event: Event) -> Case {
    source(name, At::Guild { guild: GUILD, channel: CHANNEL }, USER, event)
}

pub(super) fn in_group(name: impl Into<String>, role: impl Into<Value>) -> Case {
    source(name, At::Group(GROUP), MEMBER, Event::member_role(role))
}

pub(super) fn in_direct(name: impl Into<String>, event: Event) -> Case {
    source(name, At::Direct { session: SESSION, source: Some(GUILD) }, USER, event)
}

pub(super) fn in_c2c(name: impl Into<String>, event: Event) -> Case {
    source(name, At::C2c, MEMBER, event)
}

impl Case {
    /// The same under a policy that also says this.
    pub(super) fn and(mut self, say: impl FnOnce(&mut Said)) -> Self {
        say(&mut self.said);
        self
    }

    pub(super) fn guild_role(self, guild: u64, role: u64, means: Means) -> Self {
        self.and(|said| said.guild_roles.push((guild, role, means)))
    }

    pub(super) fn channel_admin(self, guild: u64, means: Means) -> Self {
        self.and(|said| said.channel_admins.push((guild, means)))
    }

    pub(super) fn group_role(self, group: u128, role: &'static str, means: Means) -> Self {
        self.and(|said| said.group_roles.push((group, role, means)))
    }

    pub(super) fn grant(self, circle: Circle, who: Who, means: Means) -> Self {
        self.and(|said| said.grants.push((circle, who, means)))
    }

    pub(super) fn granted(self, circle: Circle, who: Who, means: Means) -> Self {
        self.and(|said| said.granted.push((circle, who, means)))
    }

    pub(super) fn owner(self, who: Who) -> Self {
        self.and(|said| said.owners.push(who))
    }

    pub(super) fn restrict(self, narrow: Narrow) -> Self {
        self.and(|said| said.restrictions.push(narrow))
    }

    pub(super) fn asked(mut self, asked: Asked) -> Self {
        self.asked = asked;
        self
    }

    /// The same, calling this.
    pub(super) fn calls(&self, command: &'static str) -> Self {
        let name = format!("{}: /{command}", self.name);
        Self { name, command, ..self.clone() }
    }

    /// The same, calling once more after so many seconds.
    pub(super) fn again_after(&self, seconds: u64) -> Self {
        let name = format!("{} again after {seconds} s", self.name);
        Self { name, again: Some(seconds), ..self.clone() }
    }
}

/// Every source, a line each.
pub(super) fn all() -> Vec<Case> {
    let mut all = guild();
    all.extend(channel_admins());
    all.extend(group());
    all.extend(direct_and_c2c());
    all
}

fn guild() -> Vec<Case> {
    let (here, there) = (Circle::Guild(GUILD), Circle::Guild(OTHER_GUILD));
    let custom = || Event::roles(&[1, CUSTOM]);
    vec![
        in_guild("everybody", Event::roles(&[1])),
        in_guild("administrator", Event::roles(&[1, 2])),
        in_guild("owner of the guild", Event::roles(&[4])),
        in_guild("role without a meaning", custom()),
        in_guild("empty list", Event::roles(&[])),
        in_guild("absent list", Event::silent()),
        in_guild("list is null", Event::listed(Value::Null)),
        in_guild("list is a text", Event::listed(json!("2"))),
        in_guild("list is an object", Event::listed(json!({"0": "4"}))),
        in_guild("role is a number", Event::listed(json!([4]))),
        in_guild("role is a word", Event::listed(json!(["owner"]))),
        in_guild("role beside an unreadable one", Event::listed(json!(["4", null]))),
        in_guild("role is too large", Event::listed(json!(["4", "18446744073709551616"]))),
        in_guild("no member", Event::default()),
        in_guild("role of the policy", custom()).guild_role(GUILD, CUSTOM, MODERATOR),
        in_guild("role of one's own", custom()).guild_role(
            GUILD,
            CUSTOM,
            own(&["Auction", "ManageRoles"]),
        ),
        in_guild("everybody has a role", Event::roles(&[1])).guild_role(
            GUILD,
            1,
            own(&["SendMessages"]),
        ),
        in_guild("administrators with a role besides", Event::roles(&[2])).guild_role(
            GUILD,
            2,
            own(&["ManageRoles"]),
        ),
        in_guild("two roles add up", Event::roles(&[CUSTOM, 12]))
            .guild_role(GUILD, CUSTOM, own(&["BanMembers"]))
            .guild_role(GUILD, 12, own(&["MuteMembers"])),
        in_guild("granted by the policy", Event::roles(&[])).grant(here, USER, MODERATOR),
        in_guild("granted at run time", Event::roles(&[])).granted(here, USER, ADMIN),
        in_guild("granted twice", Event::roles(&[])).grant(here, USER, own(&["Auction"])).granted(
            here,
            USER,
            own(&["BanMembers", "SendMessages"]),
        ),
        in_guild("granted elsewhere", Event::roles(&[])).grant(there, USER, OWNER),
        in_guild("granted with unknown roles", Event::silent()).grant(here, USER, MODERATOR),
        in_guild("granted at run time with unknown roles", Event::silent()).granted(
            here,
            USER,
            own(&["Administrator"]),
        ),
        in_guild("owner of the bot", Event::roles(&[])).owner(USER),
        in_guild("owner of the bot with unknown roles", Event::silent()).owner(USER),
    ]
}

fn channel_admins() -> Vec<Case> {
    let five = || Event::roles(&[1, 5]);
    let mut rows = vec![
        in_guild("role 5 without a meaning", five()),
        in_guild("role 5 of another guild's meaning", five())
            .channel_admin(OTHER_GUILD, OWNER)
            .asked(Asked::Manages),
        in_guild("no role 5", Event::roles(&[1]))
            .channel_admin(GUILD, MODERATOR)
            .asked(Asked::Manages),
    ];
    for (name, asked) in [
        ("manages the channel", Asked::Manages),
        ("does not manage it", Asked::DoesNot),
        ("nothing is told of the channel", Asked::OnlyRoles),
        ("nobody answers", Asked::NoAnswer),
    ] {
        let caller = in_guild(format!("role 5, {name}"), five());
        rows.push(caller.channel_admin(GUILD, MODERATOR).asked(asked));
        let caller = in_guild(format!("role 5 and another, {name}"), Event::roles(&[5, CUSTOM]));
        let caller = caller.channel_admin(GUILD, own(&["BanMembers", "Auction"])).asked(asked);
        rows.push(caller.guild_role(GUILD, CUSTOM, own(&["MuteMembers", "SendMessages"])));
    }
    rows
}

fn group() -> Vec<Case> {
    let here = Circle::Group(GROUP);
    vec![
        in_group("group owner", "owner"),
        in_group("group admin", "admin"),
        in_group("group member", "member"),
        in_group("group role in capitals", "Owner"),
        in_group("group role is a number", 4),
        in_group("group role is null", Value::Null),
        source("group role absent", At::Group(GROUP), MEMBER, Event::default()),
        source("roles of a guild in a group", At::Group(GROUP), MEMBER, Event::roles(&[2, 4])),
        in_group("group admin with more", "admin").group_role(GROUP, "admin", own(&["Auction"])),
        in_group("group member of the policy", "member").group_role(GROUP, "member", MODERATOR),
        in_group("another group's role", "member").group_role(OTHER_GROUP, "member", OWNER),
        in_group("another role of the group", "member").group_role(GROUP, "admin", OWNER),
        in_group("granted in the group", "member").grant(here, MEMBER, MODERATOR),
        in_group("granted in the group at run time", "").granted(here, MEMBER, MODERATOR),
        in_group("owner of the bot in a group", "member").owner(MEMBER),
    ]
}

fn direct_and_c2c() -> Vec<Case> {
    vec![
        in_direct("direct message", Event::default()),
        in_direct("direct message with roles", Event::roles(&[2, 4])),
        in_direct("granted in direct messages", Event::default()).grant(
            Circle::Direct,
            USER,
            MODERATOR,
        ),
        in_direct("granted in direct messages at run time", Event::roles(&[4])).granted(
            Circle::Direct,
            USER,
            own(&["ManageRoles", "Auction"]),
        ),
        in_direct("owner of the bot in a direct message", Event::default()).owner(USER),
        in_c2c("c2c", Event::default()),
        in_c2c("c2c with roles", Event::roles(&[4])),
        in_c2c("c2c with a group's role", Event::member_role("owner")),
        in_c2c("granted in c2c", Event::default()).grant(Circle::C2c, MEMBER, ADMIN),
        in_c2c("granted in c2c at run time", Event::default()).granted(
            Circle::C2c,
            MEMBER,
            own(&["SendMessages"]),
        ),
        in_c2c("owner of the bot in c2c", Event::default()).owner(MEMBER),
    ]
}
