//! Tests of the gate: whole messages through the whole way, to a platform that records.
//!
//! A file a theme. [`Bot`] is a bot with the commands of `commands`, in a guild with the members below.

mod addresses;
mod answers;
mod arguments;
mod audit;
mod authority;
mod block;
#[cfg(feature = "redb")]
mod block_by_hand;
mod checks;
mod commands;
mod confirm;
mod content;
#[cfg(feature = "redb")]
mod demoted;
mod denial;
mod destruction;
mod effects;
mod events;
#[cfg(all(feature = "redis", unix))]
mod fleet;
mod fresh;
#[cfg(feature = "redb")]
pub(crate) mod grants;
mod guide;
mod handler;
mod help;
mod intrusion;
mod isolation;
#[cfg(unix)]
mod kills;
#[cfg(feature = "redb")]
mod lasting;
mod limits;
mod logs;
mod long;
#[cfg(feature = "redb")]
mod marks;
#[cfg(all(feature = "redis", unix))]
mod meanwhile;
#[cfg(feature = "metrics")]
mod metrics;
mod model;
mod moved;
mod named;
mod on_error;
mod order;
#[cfg(all(feature = "redis", unix))]
mod outage;
mod own_permissions;
mod permission;
mod powers;
mod press;
mod proofs;
mod question;
mod quotas;
mod race;
mod recall;
mod redact;
mod reply;
mod review;
mod revocation;
mod roles;
#[cfg(all(feature = "redb", feature = "redis"))]
mod roster;
mod route;
mod rules;
mod shapes;
mod source;
mod spec;
mod subcommands;
mod synced;
mod totals;
mod typed;
mod unchecked;
mod unknown;
mod way;
#[cfg(feature = "redb")]
mod why;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::adapter::Event;
use crate::gate::live::{ArgumentText, RoutedText};
use crate::gate::revocation::Seen;
use crate::gate::route::Routed;
use crate::gate::{Denial, Live, Stage, Talk};
use crate::prelude::*;
use crate::testing::{Caller, Harness, Request};

/// The guild's owner.
const OWNER: u64 = 1;
/// An administrator of the guild.
const ADMIN: u64 = 2;
/// Another one.
const OTHER_ADMIN: u64 = 3;
/// A moderator, by a role that the policy names.
const MODERATOR: u64 = 4;
/// A member without roles.
const MEMBER: u64 = 5;
/// Another one, who is acted upon.
const VICTIM: u64 = 6;
/// An owner of the bot, without roles in the guild.
const BOT_OWNER: u64 = 7;
/// The role that the policy calls a moderator's.
const MODERATORS: u64 = 11;

fn owner() -> Caller {
    Caller::guild(OWNER, &[4])
}

fn admin() -> Caller {
    Caller::guild(ADMIN, &[2])
}

fn moderator() -> Caller {
    Caller::guild(MODERATOR, &[MODERATORS])
}

fn member() -> Caller {
    Caller::guild(MEMBER, &[])
}

fn bot_owner() -> Caller {
    Caller::guild(BOT_OWNER, &[])
}

fn guild(guild: u64, channel: u64) -> Place {
    Place::Guild { guild: GuildId::new(guild), channel: ChannelId::new(channel) }
}

/// The policy of the tests: every place is trusted, every refusal is answered.
fn policy() -> Policy {
    Harness::policy()
        .guild_role(Harness::GUILD, RoleId::new(MODERATORS), Role::moderator())
        .owner(PersonId::User(UserId::new(BOT_OWNER)))
}

/// A bot, what its bodies did and where they wait.
pub(crate) struct Bot {
    harness: Harness,
    runs: Runs,
    door: Door,
}

impl Bot {
    fn new() -> Self {
        Self::with(|bot| bot)
    }

    fn with(describe: impl FnOnce(Builder) -> Builder) -> Self {
        let (runs, door) = (Runs::default(), Door::default());
        let harness = Harness::new(|bot| describe(described(bot, &runs, &door)));
        Self::of(harness, runs, door)
    }

    fn of(harness: Harness, runs: Runs, door: Door) -> Self {
        for (user, roles) in [
            (OWNER, &[4][..]),
            (ADMIN, &[2]),
            (OTHER_ADMIN, &[2]),
            (MODERATOR, &[MODERATORS]),
            (MEMBER, &[]),
            (VICTIM, &[]),
            (BOT_OWNER, &[]),
        ] {
            harness.platform().set_member(Harness::GUILD, UserId::new(user), roles);
        }
        Self { harness, runs, door }
    }

    /// The rule that decides what this caller writes, which has to be a command.
    async fn rule(&self, caller: &Caller, text: &str) -> &'static str {
        self.send(caller, text).await.expect("a command, or refused at the source").rule
    }

    /// What a member is answered to each text, which has to be allowed.
    async fn got(&self, texts: &[(&str, &str)]) {
        for (text, expected) in texts {
            let report = self.send(&member(), text).await.unwrap();
            assert_eq!(report.rule, "allowed", "{text}: {:?}", report.denial);
            assert_eq!(report.replies, [*expected], "{text}");
            self.minutes(1);
        }
    }

    /// Why each text of a member is refused.
    async fn refused(&self, texts: &[(&str, Denial)]) {
        for (text, expected) in texts {
            let denial = self.send(&member(), text).await.unwrap().denial;
            assert_eq!(denial.as_ref(), Some(expected), "{text}");
            self.minutes(1);
        }
    }

    /// How many requests the platform got that were no replies.
    fn asked(&self) -> usize {
        let is_no_reply = |request: &&Request| {
            !matches!(
                request,
                Request::Send { .. } | Request::Answer { .. } | Request::Button { .. }
            )
        };
        self.platform().requests().iter().filter(is_no_reply).count()
    }

    /// How many requests changed something for somebody.
    fn effects(&self) -> usize {
        self.platform().requests().iter().filter(|request| request.is_effect()).count()
    }

    /// The records of one kind.
    pub(crate) fn records(&self, kind: &str) -> Vec<serde_json::Value> {
        self.audit().into_iter().filter(|record| record["event_type"] == kind).collect()
    }

    /// Lets the time pass for which answers of the platform are kept.
    fn forgets(&self) {
        self.clock().advance(Duration::from_secs(3));
    }

    /// Tells the bot of an event.
    fn event(&self, kind: &str, data: serde_json::Value) {
        self.engine().event(Event { kind: kind.into(), data });
    }

    /// Tells the bot that somebody's roles changed in the guild.
    fn member_event(&self, user: u64) {
        let data = serde_json::json!({"guild_id": "8000", "user": {"id": user.to_string()}});
        self.event("GUILD_MEMBER_UPDATE", data);
    }

    /// The records of what became of requests, each of which has a record of its intent before it.
    fn results(&self) -> Vec<serde_json::Value> {
        let (mut intents, mut results) = (Vec::new(), Vec::new());
        for record in self.records("effect") {
            if record["rule"] == "intent" {
                intents.push(record);
                continue;
            }
            let is_its = |intent: &serde_json::Value| {
                ["correlation", "action", "target", "details", "user_id"]
                    .iter()
                    .all(|field| intent[field] == record[field])
            };
            let at = intents.iter().position(is_its).expect("the intent is recorded before");
            assert_eq!(intents.remove(at)["success"], true);
            results.push(record);
        }
        assert!(intents.is_empty(), "without a result: {intents:?}");
        results
    }

    fn minutes(&self, minutes: u64) {
        self.clock().advance(Duration::from_secs(60 * minutes));
    }
}

impl Deref for Bot {
    type Target = Harness;

    fn deref(&self) -> &Harness {
        &self.harness
    }
}

fn described(bot: Builder, runs: &Runs, door: &Door) -> Builder {
    bot.commands(commands::ALL).policy(policy()).state(runs.clone()).state(door.clone())
}

/// Waits until it is so; fails where that takes too long, rather than waiting for ever.
pub(crate) async fn eventually(mut is_so: impl FnMut() -> bool) {
    for _ in 0..5_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("it never came to that");
}

/// A call of this command at this stage, with these arguments.
fn live(bot: &Bot, caller: &Caller, name: &str, stage: Stage, arguments: &str) -> Live {
    let engine = bot.engine();
    let incoming = bot.incoming(caller, "live".parse().unwrap(), "");
    let talk = Talk::new(Arc::clone(engine), incoming, engine.clock.now());
    let command = Arc::clone(engine.registry.find(name).unwrap());
    let arguments = ArgumentText { text: RoutedText::Own(arguments.into()), offset: 0 };
    let routed = Routed { command, arguments, confirmation: None };
    let seen = Seen::of(&talk);
    let live = Live::new(talk, seen, routed, engine.current.load_full());
    live.enter(stage);
    live
}

/// How often bodies ran.
#[derive(Clone, Default)]
struct Runs(Arc<AtomicUsize>);

impl Runs {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Where a body waits until the test lets it go on.
#[derive(Clone)]
struct Door {
    arrived: Arc<Semaphore>,
    open: Arc<Semaphore>,
}

impl Default for Door {
    fn default() -> Self {
        Self { arrived: Arc::new(Semaphore::new(0)), open: Arc::new(Semaphore::new(0)) }
    }
}

impl Door {
    /// The body's side.
    async fn pass(&self) {
        self.arrived.add_permits(1);
        self.open.acquire().await.expect("never closed").forget();
    }

    /// Waits until a body stands here; fails where none comes, rather than waiting for ever.
    async fn arrival(&self) {
        let arrived = tokio::time::timeout(Duration::from_secs(5), self.arrived.acquire()).await;
        arrived.expect("a body runs").expect("never closed").forget();
    }

    /// Lets one body go on.
    fn open(&self) {
        self.open.add_permits(1);
    }
}
