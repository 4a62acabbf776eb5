//! What the words of the page mean for a row. A phrase that is not here is a mistake of the page.

use super::case::{Asked, At, Case};
use super::event::Listed;
use super::said::{Grants, Means, Narrow, Within};

/// What a line of the table of places says, in the words of the policy.
pub(super) fn listens(phrase: &str, case: &Case) -> bool {
    let said = &case.said;
    match (phrase, case.at) {
        ("anything else", _) => true,
        ("`deny_guild` of this guild", At::Guild { guild, .. }) => {
            said.denied_guilds.contains(&guild)
        }
        ("`trust_guild` of this guild", At::Guild { guild, .. }) => said.guilds.contains(&guild),
        ("`trust_all_guilds`", _) => said.all_guilds,
        ("`deny_guild` of the guild that it was opened from", At::Direct { source, .. }) => {
            source.is_some_and(|guild| said.denied_guilds.contains(&guild))
        }
        ("`trust_direct`", _) => said.direct,
        ("`trust_guild` of the guild that it was opened from", At::Direct { source, .. }) => {
            source.is_some_and(|guild| said.guilds.contains(&guild))
        }
        (
            "`trust_all_guilds`, and the event names the guild that it was opened from",
            At::Direct { source, .. },
        ) => said.all_guilds && source.is_some(),
        ("`deny_group` of this group", At::Group(group)) => said.denied_groups.contains(&group),
        ("`trust_group` of this group", At::Group(group)) => said.groups.contains(&group),
        ("`trust_all_groups`", _) => said.all_groups,
        ("`trust_c2c`", _) => said.c2c,
        other => panic!("no meaning of {other:?}"),
    }
}

/// Which roles a phrase of an event speaks of: `None` in the list where it fits and speaks of no role.
pub(super) fn event(phrase: &str, case: &Case) -> Vec<Option<u64>> {
    let (event, listed) = (&case.event, case.event.read());
    let roles = |wanted: &dyn Fn(u64) -> bool| match &listed {
        Listed::Roles(roles) => {
            roles.iter().copied().filter(|role| wanted(*role)).map(Some).collect()
        }
        _ => Vec::new(),
    };
    let if_so = |is_so: bool| if is_so { vec![None] } else { Vec::new() };
    match phrase {
        "role 1" => roles(&|role| role == 1),
        "role 2" => roles(&|role| role == 2),
        "role 4" => roles(&|role| role == 4),
        "role 5" => roles(&|role| role == 5),
        "another role, whatever its name" => roles(&|role| ![1, 2, 4, 5].contains(&role)),
        "any role but 5" => roles(&|role| role != 5),
        "any role" => roles(&|_| true),
        "no role 5" => if_so(matches!(&listed, Listed::Roles(roles) if !roles.contains(&5))),
        "an empty list of roles" => if_so(listed == Listed::Roles(Vec::new())),
        "no list of roles" => if_so(listed == Listed::Absent),
        "something else than a list" => if_so(listed == Listed::NoList),
        "a list with something that is no id" => if_so(listed == Listed::Unreadable),
        "any roles" => if_so(listed != Listed::Absent),
        "no `member`" => if_so(!event.has_member()),
        "`direct_message`" => if_so(event.is_direct),
        "`member_role` owner" => if_so(event.known_member_role() == Some("owner")),
        "`member_role` admin" => if_so(event.known_member_role() == Some("admin")),
        "`member_role` member" => if_so(event.known_member_role() == Some("member")),
        "a known `member_role`" => if_so(event.known_member_role().is_some()),
        "another `member_role`" => {
            if_so(event.has_member_role() && event.known_member_role().is_none())
        }
        "no `member_role`" => if_so(!event.has_member_role()),
        "anything" => vec![None],
        other => panic!("no meaning of {other:?}"),
    }
}

/// Which roles the policy names, where a phrase of the policy fits; `role` is that of the event.
pub(super) fn policy(phrase: &str, case: &Case, role: Option<u64>) -> Option<Vec<Means>> {
    let said = &case.said;
    let some = |found: Vec<Means>| if found.is_empty() { None } else { Some(found) };
    let nothing = |fits: bool| fits.then(Vec::new);
    let this_guild = |guild: u64| matches!(case.at, At::Guild { guild: this, .. } if this == guild);
    let this_group = |group: u128| case.at == At::Group(group);
    let guild_role = |here: bool| {
        let fits = said
            .guild_roles
            .iter()
            .filter(|(guild, id, _)| this_guild(*guild) == here && Some(*id) == role);
        fits.map(|(_, _, means)| means.clone()).collect::<Vec<_>>()
    };
    let channel_admin = |here: bool| {
        let fits = said.channel_admins.iter().filter(|(guild, _)| this_guild(*guild) == here);
        fits.map(|(_, means)| means.clone()).collect::<Vec<_>>()
    };
    let group_role = |here: bool, same: bool| {
        let is_said = |name: &str| case.event.known_member_role() == Some(name);
        let fits = said
            .group_roles
            .iter()
            .filter(|(group, name, _)| this_group(*group) == here && is_said(name) == same);
        fits.map(|(_, _, means)| means.clone()).collect::<Vec<_>>()
    };
    match phrase {
        "–" => nothing(true),
        "nothing of this role" => nothing(guild_role(true).is_empty()),
        "`guild_role` of this guild" => some(guild_role(true)),
        "`guild_role` of another guild" => some(guild_role(false)),
        "no `channel_admin` of this guild" => nothing(channel_admin(true).is_empty()),
        "`channel_admin` of this guild" => some(channel_admin(true)),
        "`channel_admin` of another guild" => some(channel_admin(false)),
        "`group_role` of this group and role" => some(group_role(true, true)),
        "`group_role` of another group" => some(group_role(false, true)),
        "`group_role` of another role" => some(group_role(true, false)),
        "`grant` to the caller here" => some(grants(&said.grants, case, true, true)),
        "`grant` to the caller elsewhere" => some(grants(&said.grants, case, true, false)),
        "`grant` to somebody else here" => some(grants(&said.grants, case, false, true)),
        "a grant at run time to the caller here" => some(grants(&said.granted, case, true, true)),
        "a grant at run time to the caller elsewhere" => {
            some(grants(&said.granted, case, true, false))
        }
        "a grant at run time to somebody else here" => {
            some(grants(&said.granted, case, false, true))
        }
        "`owner` names the caller" => nothing(said.owners.contains(&case.who)),
        "`owner` names somebody else" => nothing(said.owners.iter().any(|who| *who != case.who)),
        other => panic!("no meaning of {other:?}"),
    }
}

fn grants(grants: &Grants, case: &Case, is_caller: bool, is_here: bool) -> Vec<Means> {
    let fits = grants.iter().filter(|(circle, who, _)| {
        (*who == case.who) == is_caller && (*circle == case.circle()) == is_here
    });
    fits.map(|(_, _, means)| means.clone()).collect()
}

/// Whether QQ's answer is the one of this phrase; `None` where the line needs none.
pub(super) fn asked(phrase: &str, answer: Asked) -> Option<bool> {
    match phrase {
        "–" => None,
        "the caller manages this channel" => Some(answer == Asked::Manages),
        "the caller does not" => Some(answer == Asked::DoesNot),
        "no answer" => Some(matches!(answer, Asked::OnlyRoles | Asked::NoAnswer)),
        other => panic!("no meaning of {other:?}"),
    }
}

/// Whether a line of the table of restrictions fits this one and this row.
pub(super) fn restricts(name: &str, counts: &str, narrow: &Narrow, case: &Case) -> bool {
    let is_of_this_kind = name
        == match narrow.within {
            Within::Everywhere => "everywhere",
            Within::Guild(_) => "in_guild",
            Within::Channel(_) => "in_channel",
            Within::Group(_) => "in_group",
        };
    is_of_this_kind
        && match (counts, narrow.within, case.at) {
            ("always", _, _) => true,
            ("in this guild", Within::Guild(id), At::Guild { guild, .. }) => id == guild,
            ("in this channel", Within::Channel(id), At::Guild { channel, .. }) => id == channel,
            ("in this group", Within::Group(id), At::Group(group)) => id == group,
            other => panic!("no meaning of {other:?}"),
        }
}
