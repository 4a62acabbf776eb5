//! What a subcommand inherits from its parent, and that it may only tighten: a subcommand that more
//! people could run than its parent does not compile, and is refused again where a bot is built.

use crate::command::spec::{Access, CommandSpec};
use crate::policy::{Administrator, Permission, PermissionDef};

/// Whether whoever may run `child` may also run `parent`.
pub(crate) const fn is_within(child: Access, parent: Access) -> bool {
    match (child, parent) {
        // Nobody.
        (Access::All([]) | Access::Any([]), _) => true,
        (_, Access::All([]) | Access::Any([])) => false,
        (_, Access::Public) | (Access::OwnersOnly, _) => true,
        (Access::Public, _) | (_, Access::OwnersOnly) => false,
        (Access::All(held), Access::All(needed)) => contains_all(held, needed),
        (Access::All(held), Access::Any(needed)) => overlaps(held, needed),
        (Access::Any(each), Access::All(needed)) => {
            let mut n = 0;
            while n < each.len() {
                if !contains_all(&[each[n]], needed) {
                    return false;
                }
                n += 1;
            }
            true
        }
        (Access::Any(each), Access::Any(needed)) => {
            let mut n = 0;
            while n < each.len() {
                if !overlaps(&[each[n]], needed) {
                    return false;
                }
                n += 1;
            }
            true
        }
    }
}

/// Whether whoever holds `held` holds all of `needed`.
const fn contains_all(held: &[&PermissionDef], needed: &[&PermissionDef]) -> bool {
    let mut n = 0;
    while n < needed.len() {
        if !implies(held, needed[n]) {
            return false;
        }
        n += 1;
    }
    true
}

/// Whether whoever holds `held` holds one of `needed`.
const fn overlaps(held: &[&PermissionDef], needed: &[&PermissionDef]) -> bool {
    let mut n = 0;
    while n < needed.len() {
        if implies(held, needed[n]) {
            return true;
        }
        n += 1;
    }
    false
}

const fn implies(held: &[&PermissionDef], needed: &PermissionDef) -> bool {
    let mut n = 0;
    while n < held.len() {
        if held[n].is(needed) || held[n].is(Administrator::DEF) {
            return true;
        }
        n += 1;
    }
    false
}

/// Refuses, at compile time, the subcommand `n` where it is looser than its parent or never runs.
#[doc(hidden)]
pub const fn assert_subcommand(parent: &CommandSpec, n: usize) {
    let child = parent.subcommands[n];
    if !is_within(child.access, parent.access) {
        panic!(
            "this subcommand is looser than its parent: whoever may run it must also be allowed to run \
             the parent; repeat the parent's `perm` in its `#[command(..)]`, or add to it"
        );
    }
    if child.scenes.both(parent.scenes).is_empty() {
        panic!("this subcommand and its parent have no `scene` in common, so it would never run");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{BanMembers, KickMembers, MuteMembers};

    const BAN: &PermissionDef = BanMembers::DEF;
    const KICK: &PermissionDef = KickMembers::DEF;
    const MUTE: &PermissionDef = MuteMembers::DEF;
    const ADMINISTRATOR: &PermissionDef = Administrator::DEF;

    /// Every rule over three permissions and `Administrator`.
    fn rules() -> Vec<Access> {
        let mut rules = vec![Access::Public, Access::OwnersOnly];
        for bits in 0..16_u8 {
            let all = [BAN, KICK, MUTE, ADMINISTRATOR];
            let list: Vec<_> = (0..4).filter(|n| bits >> n & 1 == 1).map(|n| all[n]).collect();
            let list: &'static [_] = list.leak();
            rules.extend([Access::All(list), Access::Any(list)]);
        }
        rules
    }

    /// Whether somebody with these permissions may run a command.
    fn may(held: u8, is_owner: bool, access: Access) -> bool {
        let all = [BAN, KICK, MUTE, ADMINISTRATOR];
        let administrator = is_owner || held >> 3 & 1 == 1;
        let holds = |def: &PermissionDef| {
            administrator || (0..4).any(|n| held >> n & 1 == 1 && all[n].name() == def.name())
        };
        match access {
            Access::Public => true,
            Access::OwnersOnly => is_owner,
            Access::All(list) => !list.is_empty() && list.iter().all(|def| holds(def)),
            Access::Any(list) => list.iter().any(|def| holds(def)),
        }
    }

    #[test]
    fn a_child_is_within_its_parent_exactly_if_nobody_more_may_run_it() {
        let people = || (0..16_u8).flat_map(|held| [(held, false), (held, true)]);
        let mut within = 0;
        for child in rules() {
            for parent in rules() {
                let nobody_more = people()
                    .all(|(held, owner)| !may(held, owner, child) || may(held, owner, parent));
                assert_eq!(is_within(child, parent), nobody_more, "{child:?} in {parent:?}");
                within += usize::from(nobody_more);
            }
        }
        assert!(within > 300, "{within}");
    }
}
