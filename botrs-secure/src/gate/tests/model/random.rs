//! Random policies, callers and commands, by the tables and by the gate.

use std::cell::RefCell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::case::{Asked, At, Case};
use super::commands;
use super::compare::{self, Gate};
use super::decide::Model;
use super::event::Event;
use super::row::Row;
use super::said::{Circle, Means, Narrow, PERMISSIONS, Said, Who, Within};

/// Few of each, so that they meet; and the same numbers on both sides.
const NUMBERS: &[u64] = &[2, 5];
const ROLES: &[u64] = &[1, 2, 4, 5, 11, 12];
const MEMBER_ROLES: &[&str] = &["owner", "admin", "member"];

fn number() -> impl Strategy<Value = u64> {
    select(NUMBERS)
}

fn group() -> impl Strategy<Value = u128> {
    number().prop_map(u128::from)
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![number().prop_map(Who::User), group().prop_map(Who::Open)]
}

fn circle() -> impl Strategy<Value = Circle> {
    prop_oneof![
        number().prop_map(Circle::Guild),
        Just(Circle::Direct),
        group().prop_map(Circle::Group),
        Just(Circle::C2c),
    ]
}

fn permissions() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(PERMISSIONS), 0..4)
}

fn means() -> impl Strategy<Value = Means> {
    prop_oneof![
        select(&["moderator", "admin", "owner"][..]).prop_map(Means::Named),
        permissions().prop_map(Means::Own),
    ]
}

fn grants() -> impl Strategy<Value = Vec<(Circle, Who, Means)>> {
    vec((circle(), who(), means()), 0..4)
}

fn narrow() -> impl Strategy<Value = Narrow> {
    let within = prop_oneof![
        Just(Within::Everywhere),
        number().prop_map(Within::Guild),
        number().prop_map(Within::Channel),
        group().prop_map(Within::Group),
    ];
    let named: Vec<_> = commands::known().flat_map(|known| known.restricted_by).copied().collect();
    let command = proptest::option::of(select(named));
    (within, command, any::<bool>(), permissions(), select(&[0, 0, 15, 60][..])).prop_map(
        |(within, command, disabled, require, cooldown)| {
            // One that asks for nothing is none.
            let disabled = disabled && (require.len() > 2 || require.is_empty() && cooldown == 0);
            let require = if require.is_empty() && !disabled && cooldown == 0 {
                vec!["SendMessages"]
            } else {
                require
            };
            Narrow { within, command, disabled, require, cooldown }
        },
    )
}

/// One or none.
fn vec_if<T: Clone + std::fmt::Debug>(
    one: impl Strategy<Value = bool>,
    of: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<T>> {
    (one, of).prop_map(|(one, of)| if one { vec![of] } else { Vec::new() })
}

fn said() -> impl Strategy<Value = Said> {
    let mostly = || proptest::bool::weighted(0.8);
    let all = [mostly(), mostly(), mostly(), mostly()];
    let denied = || proptest::bool::weighted(0.1);
    let trust = (all, vec(number(), 0..3), vec_if(denied(), number()));
    let groups = (vec(group(), 0..3), vec_if(denied(), group()));
    let guild_role = (number(), select(&[1, 2, 4, 11, 12][..]), means());
    let roles = (
        vec(guild_role, 0..5),
        vec((number(), means()), 0..3),
        vec((group(), select(MEMBER_ROLES), means()), 0..4),
    );
    let people = (prop_oneof![4 => Just(Vec::new()), 1 => vec(who(), 1..3)], grants(), grants());
    (trust, groups, roles, people, vec(narrow(), 0..3)).prop_map(
        |(trust, groups, roles, people, restrictions)| {
            let ([all_guilds, all_groups, direct, c2c], guilds, denied_guilds) = trust;
            let (groups, denied_groups) = groups;
            let (guild_roles, channel_admins, group_roles) = roles;
            let (owners, grants, granted) = people;
            Said {
                all_guilds,
                guilds,
                denied_guilds,
                all_groups,
                groups,
                denied_groups,
                direct,
                c2c,
                owners,
                guild_roles,
                channel_admins,
                group_roles,
                grants,
                granted,
                restrictions,
            }
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    let readable = vec(select(ROLES), 0..4).prop_map(|roles| {
        let texts: Vec<_> = roles.iter().map(u64::to_string).collect();
        json!(texts)
    });
    let odd = vec(
        select(vec![json!("2"), json!(4), json!(null), json!("admin"), json!(["2"]), json!("-4")]),
        1..3,
    );
    let list = prop_oneof![
        6 => readable.prop_map(Some),
        1 => odd.prop_map(|odd| Some(json!(odd))),
        1 => select(vec![json!("4"), json!(4), json!({"4": "4"}), Value::Null]).prop_map(Some),
        1 => Just(None),
    ];
    let member = list.prop_map(|list| match list {
        Some(list) => json!({ "roles": list }),
        None => json!({}),
    });
    let role = prop_oneof![
        6 => select(MEMBER_ROLES).prop_map(|role| json!(role)),
        1 => select(vec![json!("boss"), json!(2), json!(null), json!(["owner"])]),
    ];
    let (member, role) =
        (proptest::option::weighted(0.9, member), proptest::option::weighted(0.8, role));
    (member, role, proptest::bool::weighted(0.03))
        .prop_map(|(member, member_role, is_direct)| Event { member, member_role, is_direct })
}

fn case() -> impl Strategy<Value = Case> {
    let at = prop_oneof![
        4 => (number(), number()).prop_map(|(guild, channel)| At::Guild { guild, channel }),
        1 => (number(), proptest::option::of(number()))
            .prop_map(|(session, source)| At::Direct { session, source }),
        2 => group().prop_map(At::Group),
        1 => Just(At::C2c),
    ];
    let asked = prop_oneof![
        9 => Just(Asked::Manages),
        5 => Just(Asked::DoesNot),
        5 => Just(Asked::NoAnswer),
        1 => Just(Asked::OnlyRoles),
    ];
    let again = proptest::option::of(select(vec![1, 9, 10, 14, 15, 59, 60]));
    (said(), at, number(), event(), asked, select(commands::typed()), again).prop_map(
        |(said, at, number, event, asked, command, again)| {
            let who = match at {
                At::Guild { .. } | At::Direct { .. } => Who::User(number),
                At::Group(_) | At::C2c => Who::Open(number.into()),
            };
            let name = "a random row".to_owned();
            Case { name, said, at, who, event, asked, command, again }
        },
    )
}

thread_local! {
    static BOTH: RefCell<(Model, Gate)> = RefCell::new((Model::of_the_page(), Gate::new()));
}

proptest! {
    #[test]
    fn the_gate_agrees_with_the_page_on_any_row(case in case()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let differences = BOTH.with_borrow_mut(|(model, gate)| {
            runtime.block_on(gate.differences(&Row::of(model, &case)))
        });
        prop_assert!(differences.is_empty(), "{}", compare::report(&differences));
    }
}
