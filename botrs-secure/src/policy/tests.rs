//! Tests of the policy as a whole: trust, what roles mean, and the three answers.

use super::trust::Trust;
use super::*;
use crate::adapter::Roles;
use crate::command::Need;
use crate::id::{ChannelId, UserId};
use crate::place::Place;

const GUILD: GuildId = GuildId::new(1);
const OTHER: GuildId = GuildId::new(2);

fn group(digit: char) -> OpenId {
    digit.to_string().repeat(32).parse().unwrap()
}

fn place(guild: GuildId) -> Place {
    Place::Guild { guild, channel: ChannelId::new(1) }
}

fn direct(source: Option<GuildId>) -> Place {
    Place::Direct { session: GUILD, source }
}

fn user(id: u64) -> PersonId {
    PersonId::User(UserId::new(id))
}

fn unknown() -> Authority {
    Authority::nobody().of_unknown_roles()
}

fn authority(policy: &Policy, place: &Place, person: &PersonId, roles: &Roles) -> Authority {
    policy.tables.authority(place, person, roles, None)
}

fn roles(ids: &[u64]) -> Roles {
    Roles::Guild(ids.iter().copied().map(RoleId::new).collect())
}

#[test]
fn a_place_is_trusted_where_the_policy_says_so() {
    let places = [
        place(GUILD),
        place(OTHER),
        direct(Some(GUILD)),
        direct(Some(OTHER)),
        direct(None),
        Place::Group { group: group('1') },
        Place::Group { group: group('2') },
        Place::C2c { user: group('1') },
    ];
    for (policy, trusted) in [
        (Policy::new(), ""),
        (Policy::new().trust_guild(GUILD), "02"),
        (Policy::new().trust_guild(GUILD).trust_guild(OTHER), "0123"),
        (Policy::new().trust_all_guilds(), "0123"),
        (Policy::new().trust_all_guilds().trust_guild(GUILD), "0123"),
        (Policy::new().trust_direct(), "234"),
        (Policy::new().trust_group(group('1')), "5"),
        (Policy::new().trust_all_groups(), "56"),
        (Policy::new().trust_c2c(), "7"),
        (Policy::new().owner(user(1)), ""),
    ] {
        let found: String =
            (0..8).filter(|&n| policy.tables.trusts(&places[n])).map(|n| n.to_string()).collect();
        assert_eq!(found, trusted, "{policy:?}");
        assert_eq!(policy.tables.states_trust(), !trusted.is_empty(), "{policy:?}");
        assert_eq!(policy.tables.trusts_guild(GUILD), found.contains('0'));
        assert_eq!(policy.tables.trusts_guild(OTHER), found.contains('1'));
        assert_eq!(policy.tables.trusts_group(&group('2')), found.contains('6'));
        assert_eq!(policy.tables.trusts_c2c(), found.contains('7'));
    }
}

#[test]
fn trusted_places_are_listed() {
    let policy = Policy::new().trust_guild(OTHER).trust_guild(GUILD).trust_all_groups();
    assert_eq!(policy.tables.trusted(), ["guild 1", "guild 2", "group *"]);
    let policy = Policy::new().trust_direct().trust_c2c();
    assert_eq!(policy.tables.trusted(), ["direct", "c2c"]);
    assert_eq!(Policy::new().tables.trusted(), [""; 0]);
    let mut all = Trust::<GuildId>::default();
    all.add_all();
    all.deny(GUILD);
    assert_eq!(all.list("guild"), ["guild *", "-guild 1"]);
}

#[test]
fn roles_mean_what_the_platform_and_the_policy_say() {
    let custom = Role::custom().allow::<ManageRoles>();
    let policy = Policy::new()
        .guild_role(GUILD, RoleId::new(11), Role::moderator())
        .guild_role(GUILD, RoleId::new(12), custom)
        .guild_role(GUILD, RoleId::new(4), Role::moderator());
    let of = |guild, ids: &[u64]| authority(&policy, &place(guild), &user(9), &roles(ids));
    for ids in [&[][..], &[1], &[5], &[99]] {
        assert_eq!(of(GUILD, ids), Authority::of(Role::none()), "{ids:?}");
    }
    assert_eq!(of(GUILD, &[2]), Authority::of(Role::admin()));
    assert_eq!(of(GUILD, &[11]), Authority::of(Role::moderator()));
    assert_eq!(of(OTHER, &[11]), Authority::of(Role::none()));
    assert_eq!(of(GUILD, &[12]), Authority::of(custom));
    assert_eq!(of(GUILD, &[11, 12]), Authority::of(Role::moderator().allow::<ManageRoles>()));
    // What the platform says of a role is never less for what the policy says.
    assert_eq!(of(GUILD, &[4]).rank(), Some(Rank::Owner));
    assert!(of(GUILD, &[4]).is_administrator());
    assert!(!of(GUILD, &[2]).is_administrator());
}

#[test]
fn roles_of_another_kind_or_none_are_unknown_and_private_scenes_have_none() {
    let policy = Policy::new().owner(user(9));
    let of = |place, roles| authority(&policy, &place, &user(8), &roles);
    let in_group = Place::Group { group: group('1') };
    let owner = || Roles::Group(GroupRole::Owner);
    for (place, roles) in [
        (place(GUILD), Roles::Unknown),
        (place(GUILD), Roles::None),
        (place(GUILD), owner()),
        (in_group, Roles::Unknown),
        (in_group, Roles::None),
        (in_group, roles(&[4])),
    ] {
        assert_eq!(of(place, roles.clone()), unknown(), "{place} {roles:?}");
        assert_eq!(authority(&policy, &place, &user(9), &roles), Authority::bot_owner());
    }
    for place in [direct(Some(GUILD)), direct(None), Place::C2c { user: group('1') }] {
        for roles in [Roles::Unknown, Roles::None, owner(), roles(&[4, 2])] {
            assert_eq!(of(place, roles.clone()), Authority::of(Role::none()), "{place} {roles:?}");
        }
    }
    assert_eq!(of(in_group, owner()), Authority::of(Role::owner()));
    assert_eq!(of(in_group, Roles::Group(GroupRole::Admin)), Authority::of(Role::admin()));
    assert_eq!(of(in_group, Roles::Group(GroupRole::Member)), Authority::of(Role::none()));
}

#[test]
fn granted_denied_and_unknown() {
    use Grant::{Denied, Granted, Unknown};
    let mute = PermissionSet::EMPTY.with::<MuteMembers>();
    let both = mute.with::<BanMembers>();
    let needs = [
        Need::Public,
        Need::Owners,
        Need::All(mute),
        Need::All(both),
        Need::Any(both),
        Need::All(PermissionSet::EMPTY),
        Need::Any(PermissionSet::EMPTY),
        Need::Nobody,
    ];
    for (authority, answers) in [
        (unknown(), [Granted, Denied, Unknown, Unknown, Unknown, Unknown, Unknown, Denied]),
        (
            Authority::of(Role::none()),
            [Granted, Denied, Denied, Denied, Denied, Denied, Denied, Denied],
        ),
        (
            Authority::of(Role::moderator()),
            [Granted, Denied, Granted, Denied, Granted, Denied, Denied, Denied],
        ),
        (
            Authority::of(Role::admin()),
            [Granted, Denied, Granted, Granted, Granted, Denied, Denied, Denied],
        ),
        (
            Authority::of(Role::owner()),
            [Granted, Denied, Granted, Granted, Granted, Denied, Denied, Denied],
        ),
        (
            Authority::bot_owner(),
            [Granted, Granted, Granted, Granted, Granted, Denied, Denied, Denied],
        ),
    ] {
        for (need, answer) in needs.iter().zip(answers) {
            assert_eq!(
                authority.grants(need, PermissionSet::EMPTY),
                answer,
                "{authority:?} {need:?}"
            );
        }
    }
}

#[test]
fn ranks_are_in_order_and_unknown_without_a_role() {
    assert!(Rank::Member < Rank::Moderator && Rank::Moderator < Rank::Admin);
    assert!(Rank::Admin < Rank::Owner);
    let rank = |role| Authority::of(role).rank();
    assert_eq!(rank(Role::none()), Some(Rank::Member));
    assert_eq!(rank(Role::custom()), Some(Rank::Moderator));
    assert_eq!(rank(Role::admin()), Some(Rank::Admin));
    assert_eq!(Authority::bot_owner().rank(), Some(Rank::Owner));
    assert_eq!(unknown().rank(), None);
    assert!(!unknown().is_administrator());
    assert!(Authority::bot_owner().is_administrator());
}

#[test]
fn the_built_in_roles_hold_what_they_say() {
    let names = |role: Role| role.permissions.to_string();
    assert_eq!(names(Role::none()), "");
    assert_eq!(names(Role::custom()), "");
    let moderator = "SendMessages, DeleteMessages, MuteMembers, KickMembers";
    assert_eq!(names(Role::moderator()), moderator);
    let admin = format!("{moderator}, BanMembers, ManageChannels, ManageGuild");
    assert_eq!(names(Role::admin()), admin);
    assert_eq!(names(Role::owner()), "Administrator");
    assert_eq!(names(Role::custom().allow::<ManageRoles>()), "ManageRoles");
}

#[test]
fn only_owner_and_administrator_administrate_on_the_platform() {
    let is = |id| is_platform_admin(RoleId::new(id));
    assert_eq!([0, 1, 2, 3, 4, 5, 6].map(is), [false, false, true, false, true, false, false]);
}

#[test]
fn sets_of_permissions() {
    let set = PermissionSet::EMPTY.with::<MuteMembers>().with::<BanMembers>();
    let mute = PermissionSet::EMPTY.with::<MuteMembers>();
    let kick = PermissionSet::EMPTY.with::<KickMembers>();
    assert!(set.contains(mute) && !mute.contains(set) && !set.contains(kick));
    assert!(set.contains(PermissionSet::EMPTY));
    assert!(set.intersects(mute) && !set.intersects(kick) && set.intersects(mute.and(kick)));
    assert!(PermissionSet::EMPTY.is_empty() && !set.is_empty());
    assert_eq!(mute.and(kick), PermissionSet::of(&[MuteMembers::DEF, KickMembers::DEF]));
    assert_eq!(mute.and(mute), mute);
    assert_eq!(format!("{set:?}"), "PermissionSet(MuteMembers, BanMembers)");
    assert_eq!(MuteMembers::DEF.name(), "MuteMembers");
}

#[test]
fn role_5_is_found_in_any_guild() {
    let policy = |role| Policy::new().guild_role(OTHER, RoleId::new(role), Role::custom());
    assert!(policy(5).tables.maps_channel_admin());
    assert!(!policy(4).tables.maps_channel_admin() && !Policy::new().tables.maps_channel_admin());
    assert!(
        policy(4).owner(user(3)).tables.is_owner(&user(3)) && !policy(4).tables.is_owner(&user(3))
    );
}
