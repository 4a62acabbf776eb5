//! What a permission costs, beside the manager that the guide of botrs shows.
//!
//! `cargo bench -p botrs-secure --features testing --bench policy`. The budget is that of the design: a
//! decision behind the reloadable policy takes 10 ns more than the look-up of the caller, and allocates
//! nothing. Each figure is of one decision, about callers in no order that a cache could learn.

use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use botrs_secure::Incoming;
use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use rustc_hash::FxHashMap;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// How many users are known.
const USERS: [u64; 3] = [10, 1_000, 100_000];
/// Decisions a sample.
const CALLS: u64 = 10_000;

#[command(perm = KickMembers)]
async fn kick(_ctx: Context<'_, kick>) -> Result<()> {
    Ok(())
}

/// Callers, each far from the one before; as many as there are users, so that few users stay as near as
/// the message that was just parsed.
fn callers(users: u64) -> impl Iterator<Item = u64> {
    (0..users.min(CALLS)).map(move |n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % users + 1)
}

/// How many of [`CALLS`] decisions were a yes. Whom the next one is about depends on the answer before,
/// as with messages, which come one after another: what the processor would do ahead does not count.
fn count<T>(callers: &[T], mut may: impl FnMut(&T) -> bool) -> usize {
    let (mut at, mut yes) = (0, 0);
    for _ in 0..CALLS {
        let one = black_box(usize::from(may(&callers[at])));
        yes += one;
        at += one;
        if at == callers.len() {
            at = 0;
        }
    }
    yes
}

/// The look-up alone: what any decision about a caller has to do.
#[divan::bench(args = USERS)]
fn look_up(bencher: Bencher<'_, '_>, users: u64) {
    let key = |user| (Harness::GUILD, UserId::new(user));
    let known: FxHashMap<(GuildId, UserId), u128> =
        (1..=users).map(|user| (key(user), 1 << 3)).collect();
    let keys: Vec<_> = callers(users).map(key).collect();
    bencher
        .counter(ItemsCount::new(CALLS))
        .bench(|| count(&keys, |key| known.get(key).is_some_and(|set| set & 8 != 0)));
}

fn key(user: u64) -> (Realm, PersonId) {
    (Realm::Guild(Harness::GUILD), PersonId::User(UserId::new(user)))
}

/// The gate's decision about members whom the policy gives a role by name.
#[divan::bench(args = USERS)]
fn decision(bencher: Bencher<'_, '_>, users: u64) {
    let policy = (1..=users).fold(Harness::policy(), |policy, user| {
        let (realm, person) = key(user);
        policy.grant(realm, person, Role::moderator())
    });
    let harness = Harness::new(|bot| bot.commands(commands![kick]).policy(policy));
    let messages = messages(&harness, users, &[]);
    let mut may = harness.permission::<kick>();
    assert!(messages.iter().all(&mut may));
    bencher.counter(ItemsCount::new(CALLS)).bench_local(|| count(&messages, &mut may));
}

/// The same while another thread replaces the policy without a pause.
#[divan::bench(args = USERS)]
fn decision_while_reloading(bencher: Bencher<'_, '_>, users: u64) {
    let policy = (1..=users).fold(Harness::policy(), |policy, user| {
        let (realm, person) = key(user);
        policy.grant(realm, person, Role::moderator())
    });
    let harness = Harness::new(|bot| bot.commands(commands![kick]).policy(policy.clone()));
    let messages = messages(&harness, users, &[]);
    let mut may = harness.permission::<kick>();
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                harness.handle().replace_policy(policy.clone()).expect("the same policy");
            }
        });
        bencher.counter(ItemsCount::new(CALLS)).bench_local(|| count(&messages, &mut may));
        stop.store(true, Ordering::Relaxed);
    });
}

/// The gate's decision about members by the roles that the event says.
#[divan::bench(args = USERS)]
fn decision_by_role(bencher: Bencher<'_, '_>, users: u64) {
    let policy = Harness::policy().guild_role(Harness::GUILD, RoleId::new(11), Role::moderator());
    let harness = Harness::new(|bot| bot.commands(commands![kick]).policy(policy));
    let messages = messages(&harness, users, &[11]);
    let mut may = harness.permission::<kick>();
    assert!(messages.iter().all(&mut may));
    bencher.counter(ItemsCount::new(CALLS)).bench_local(|| count(&messages, &mut may));
}

fn messages(harness: &Harness, users: u64, roles: &[u64]) -> Vec<Incoming> {
    callers(users)
        .map(|user| harness.message(&Caller::guild(user, roles), "m", "/kick").expect("a message"))
        .collect()
}

/// The guide's `PermissionManager`, as it is written there.
struct PermissionManager {
    user_roles: HashMap<String, Vec<String>>,
    role_permissions: HashMap<String, HashSet<&'static str>>,
}

impl PermissionManager {
    fn has_permission(&self, user_id: &str, permission: &str) -> bool {
        let Some(roles) = self.user_roles.get(user_id) else { return false };
        roles.iter().any(|role| {
            self.role_permissions.get(role).is_some_and(|permissions| {
                permissions.contains("Administrator") || permissions.contains(permission)
            })
        })
    }
}

#[divan::bench(args = USERS)]
fn guide(bencher: Bencher<'_, '_>, users: u64) {
    let manager = Mutex::new(PermissionManager {
        user_roles: (1..=users).map(|user| (user.to_string(), vec!["moderator".into()])).collect(),
        role_permissions: HashMap::from([(
            "moderator".into(),
            HashSet::from(["SendMessages", "DeleteMessages", "KickMembers"]),
        )]),
    });
    let ids: Vec<_> = callers(users).map(|user| user.to_string()).collect();
    bencher.counter(ItemsCount::new(CALLS)).bench(|| {
        count(&ids, |id| manager.lock().expect("no panic").has_permission(id, "KickMembers"))
    });
}
