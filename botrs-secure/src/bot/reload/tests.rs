//! Versions that contradict each other, put in force under load: no decision mixes two of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::*;
use crate::Roles;
use crate::command::{Need, Registry};
use crate::limit::bucket;
use crate::policy::{File, Grant, Grants, InForce, PermissionSet};
use crate::prelude::*;

#[command(perm = MuteMembers)]
async fn one(_ctx: Context<'_, one>) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers)]
async fn two(_ctx: Context<'_, two>) -> Result<()> {
    Ok(())
}

fn registry() -> Registry {
    let mut registry = Registry::default();
    for spec in commands![one, two] {
        registry.add(spec).unwrap();
    }
    registry
}

/// Where person `may` may run command `may`, and the other person and the other command are the ones
/// that may not and cannot be run.
fn version(may: u64) -> String {
    let (other, command) = if may == 1 { (2, "two") } else { (1, "one") };
    format!(
        "[trust]\nguilds = [\"{may}\"]\n[deny]\nguilds = [\"{other}\"]\n[roles.helper]\n\
         permissions = [\"MuteMembers\"]\n[guilds.1.users]\n{may} = \"helper\"\n\
         [[restrict]]\ncommand = \"{command}\"\ndisabled = true\n"
    )
}

/// Versions with something wrong of them, each of another kind.
fn bad(n: usize, good: &str) -> String {
    match n % 7 {
        0 => good.replace("[roles.helper]", "[roles.admin]"),
        1 => good.replace("MuteMembers", "MuteMember"),
        2 => good.replace("disabled = true", "disabled = false"),
        3 => good.replace("command = \"", "command = \"x"),
        4 => good.replace("\"helper\"", "\"helpers\""),
        5 => good.replace("[trust]\nguilds", "[deny]\ngroups = []\n[trust]\ngroup"),
        _ => good[..good.len() - 8].to_owned(),
    }
}

fn place(guild: u64) -> Place {
    Place::Guild { guild: GuildId::new(guild), channel: ChannelId::new(1) }
}

/// Everything that a version says of a person and of the command and the guild with their number.
fn says_yes(in_force: &InForce, number: u64) -> [bool; 3] {
    let need = Need::All(PermissionSet::EMPTY.with::<MuteMembers>());
    let person = PersonId::User(UserId::new(number));
    let authority = in_force.authority(&place(1), &person, &Roles::Guild([].into()));
    let command = bucket::number(if number == 1 { "one" } else { "two" });
    [
        authority.grants(&need, PermissionSet::EMPTY) == Grant::Granted,
        !in_force.rules.tightening(command, &place(1)).disabled,
        in_force.rules.tables.trusts(&place(number)),
    ]
}

/// By which version it is decided; panics where by none or by two.
fn decide(in_force: &InForce) -> u64 {
    match (says_yes(in_force, 1), says_yes(in_force, 2)) {
        ([true, true, true], [false, false, false]) => 1,
        ([false, false, false], [true, true, true]) => 2,
        mixed => panic!("two versions in one decision: {mixed:?}"),
    }
}

/// A policy with a file of that text.
fn policy(text: String) -> Policy {
    let file = File::checked(Some("policy.toml".into()), text.into()).unwrap();
    let mut policy = Policy::new();
    policy.file = Some(Arc::new(file));
    policy
}

fn start() -> (Registry, Arc<Policy>, Current) {
    let registry = registry();
    let rules = policy(version(1)).rules(&registry).unwrap();
    let current = Current::new(rules, Grants::default());
    let said = Arc::clone(&current.load().rules.said);
    (registry, said, current)
}

#[test]
fn no_decision_mixes_two_of_a_thousand_versions() {
    let (registry, _, current) = start();
    let over = AtomicBool::new(false);
    let [first, second] = thread::scope(|scope| {
        let deciders = [(); 2].map(|()| {
            scope.spawn(|| {
                let mut decided = [0_u64; 3];
                while !over.load(Ordering::Relaxed) {
                    decided[decide(&current.load()) as usize] += 1;
                }
                decided
            })
        });
        // Whatever fails here, the deciders end.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            change_a_thousand_times(&current, &registry);
        }));
        over.store(true, Ordering::Relaxed);
        let decided = deciders.map(|decider| decider.join().expect("no mixed decision"));
        result.expect("each version is taken or refused as it should be");
        decided
    });
    for decided in [first, second] {
        assert!(decided[1] > 0 && decided[2] > 0, "{decided:?}");
    }
}

fn change_a_thousand_times(current: &Current, registry: &Registry) {
    for n in 1..=1_000_usize {
        let before = current.load_full();
        let said = Arc::clone(&before.rules.said);
        let good = version(if n % 2 == 0 { 1 } else { 2 });
        if n % 3 == 0 {
            let text = bad(n / 3, &good);
            let refused = reload(current, registry, &said, text.clone());
            assert!(refused.is_err(), "{n}: {text}");
            assert!(Arc::ptr_eq(&before, &current.load_full()), "{n}");
        } else {
            let taken = reload(current, registry, &said, good);
            assert_eq!(taken.unwrap(), Reloaded::Replaced, "{n}");
            assert!(!Arc::ptr_eq(&before, &current.load_full()), "{n}");
        }
    }
}

#[test]
fn each_bad_version_is_bad_for_its_own_reason() {
    let (registry, said, current) = start();
    let reason =
        |n| reload(&current, &registry, &said, bad(n, &version(2))).unwrap_err().to_string();
    let reasons: Vec<_> = (0..7).map(reason).collect();
    for (n, reason) in reasons.iter().enumerate() {
        assert!(reason.starts_with("policy.toml:"), "{reason}");
        assert!(!reasons[..n].contains(reason), "{reason}");
    }
}

#[test]
fn a_version_without_a_trusted_place_is_refused() {
    let (registry, said, current) = start();
    let refused = reload(&current, &registry, &said, String::new());
    assert!(matches!(refused, Err(BuildError::NoTrustedPlace)), "{refused:?}");
    assert_eq!(decide(&current.load()), 1);
}

#[test]
fn a_version_of_a_policy_that_is_no_longer_in_force_is_left() {
    let (registry, said, current) = start();
    current.replace_rules(Policy::parse(&version(2)).unwrap().rules(&registry).unwrap());
    let left = reload(&current, &registry, &said, version(1));
    assert_eq!(left.unwrap(), Reloaded::Superseded);
    assert_eq!(decide(&current.load()), 2);
    // And one that was made for a policy which is replaced while it is made.
    let before = Arc::clone(&current.load().rules);
    let of_another = Policy::parse(&version(1)).unwrap().rules(&registry).unwrap();
    current.replace_rules(of_another);
    let late = Policy::parse(&version(2)).unwrap().rules(&registry).unwrap();
    assert!(!current.replace_rules_after(&before, late));
    assert_eq!(decide(&current.load()), 1);
}

#[test]
fn grants_and_what_code_says_stay() {
    let registry = registry();
    let policy = policy(version(1)).trust_c2c();
    let (realm, person) = (Realm::Guild(GuildId::new(1)), PersonId::User(UserId::new(9)));
    let granted = PermissionSet::EMPTY.with::<BanMembers>();
    let grants = Grants::default().with(realm, person, granted);
    let current = Current::new(policy.rules(&registry).unwrap(), grants);
    let said = Arc::clone(&current.load().rules.said);
    reload(&current, &registry, &said, version(2)).unwrap();
    let now = current.load();
    assert_eq!(now.grants.get(realm, person), granted);
    assert!(now.rules.tables.trusts_c2c());
    assert_eq!(decide(&now), 2);
}
