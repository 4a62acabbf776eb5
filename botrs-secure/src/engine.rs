//! What a running bot is made of, shared by all its calls.

mod inner;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{Notify, Semaphore};

use crate::adapter::Transport;
use crate::audit::{self, AuditLog};
#[cfg(feature = "_admin")]
use crate::changes::Changes;
#[cfg(feature = "redis")]
use crate::changes::Roster;
use crate::clock::{Clock, Now};
use crate::command::{Registry, States};
use crate::content::Links;
#[cfg(feature = "redis")]
use crate::gate::Fleet;
use crate::gate::{self, Alerts, Decision, Lookups, Questions};
use crate::handler::Handler;
use crate::id::{BotId, GuildId, OpenId, UserId};
#[cfg(feature = "redis")]
use crate::limit::redis::Shared;
use crate::limit::{Intrusion, Keys, Memory, Scope, bucket};
use crate::locale::Locale;
#[cfg(feature = "metrics")]
use crate::monitor::Meter;
use crate::place::{Place, Principal};
use crate::policy::Current;
#[cfg(feature = "redis")]
use crate::secret::SecretKey;
#[cfg(feature = "redb")]
use crate::store::Keeper;

/// Calls that are on their way at once, from the end of the permission stage on.
const TASKS: usize = 1_024;
/// Bodies that run at once.
const BODIES: usize = 256;
/// How many of these may be of commands that everybody may run.
const PUBLIC_BODIES: usize = BODIES / 4 * 3;
/// Calls of the inner handler that run at once; more messages are shed.
const HANDLED: usize = 256;
/// Answers to presses that are on their way at once.
const ANSWERS: usize = 64;
/// How long calls that are stopped may take to write their records.
const HALT: Duration = Duration::from_secs(1);
/// Untrusted places that are remembered as told.
const TOLD: usize = 1_024;

/// What one line of a policy would trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Untrusted {
    Guild(GuildId),
    Direct,
    Group(OpenId),
    C2c,
}

impl From<&Place> for Untrusted {
    fn from(place: &Place) -> Self {
        match *place {
            Place::Guild { guild, .. } | Place::Direct { source: Some(guild), .. } => {
                Self::Guild(guild)
            }
            Place::Direct { source: None, .. } => Self::Direct,
            Place::Group { group } => Self::Group(group),
            Place::C2c { .. } => Self::C2c,
        }
    }
}

/// A listener to decisions.
pub(crate) type Observer = Box<dyn Fn(&Decision<'_>) + Send + Sync>;

/// What the builder knows of a bot before it is connected.
pub(crate) struct Plan {
    pub(crate) bot: BotId,
    pub(crate) current: Arc<Current>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) prefixes: Box<[Box<str>]>,
    pub(crate) clock: Clock,
    pub(crate) audit: AuditLog,
    pub(crate) states: States,
    /// Whether mistyped commands are answered.
    pub(crate) suggests: bool,
    /// The addresses that replies may hold, if the author says which.
    pub(crate) reply_links: Option<Links>,
    pub(crate) handler: Option<Arc<dyn Handler>>,
    /// Of replies to whoever writes no Chinese.
    pub(crate) locale: Locale,
    pub(crate) log_locale: Locale,
    pub(crate) observers: Vec<Observer>,
    pub(crate) intrusion: Intrusion,
    pub(crate) alerts: Alerts,
    pub(crate) first_correlation: u64,
    pub(crate) memory: Arc<Memory>,
    pub(crate) keys: Arc<Keys>,
    #[cfg(feature = "redb")]
    pub(crate) keeper: Option<Arc<Keeper>>,
    /// Where grants and blocks by hand are kept.
    #[cfg(feature = "_admin")]
    pub(crate) changes: Option<Changes>,
    /// The server that machines share, and the secret that they share.
    #[cfg(feature = "redis")]
    pub(crate) redis: Option<(crate::Redis, SecretKey)>,
    /// The state there, once it is connected.
    #[cfg(feature = "redis")]
    pub(crate) fleet: Option<Fleet>,
}

impl Plan {
    /// Connects to the server that machines share, if the bot has one.
    #[cfg(feature = "redis")]
    pub(crate) async fn connect(mut self) -> Result<Self, crate::RedisError> {
        if let Some((redis, secret)) = self.redis.take() {
            let shared = Shared::connect(&redis, &secret, self.bot).await?;
            let roster = Roster::open(shared, &self).await;
            if let Some(Changes::Fleet(slot)) = &self.changes {
                // A plan is connected once.
                let _ = slot.set(Arc::clone(&roster));
            }
            self.fleet = Some(Fleet::new(roster));
        }
        Ok(self)
    }
}

/// What a running bot is made of.
pub(crate) struct Engine {
    pub(crate) bot: BotId,
    /// The bot's own id in guilds.
    pub(crate) me: UserId,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) lookups: Lookups,
    pub(crate) current: Arc<Current>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) prefixes: Box<[Box<str>]>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) keys: Arc<Keys>,
    #[cfg(feature = "redb")]
    pub(crate) keeper: Option<Arc<Keeper>>,
    /// Where what is granted and blocked while the bot runs is kept.
    #[cfg(feature = "_admin")]
    pub(crate) changes: Option<Changes>,
    #[cfg(feature = "redis")]
    pub(crate) fleet: Option<Fleet>,
    #[cfg(feature = "metrics")]
    pub(crate) meter: Meter,
    pub(crate) clock: Clock,
    /// In milliseconds since 1970.
    started_at: u64,
    pub(crate) audit: AuditLog,
    pub(crate) states: States,
    pub(crate) suggests: bool,
    pub(crate) reply_links: Option<Links>,
    pub(crate) locale: Locale,
    pub(crate) log_locale: Locale,
    pub(crate) observers: Vec<Observer>,
    /// What code says; a policy file may say otherwise.
    pub(crate) intrusion: Intrusion,
    pub(crate) alerts: Alerts,
    pub(crate) tasks: Arc<Semaphore>,
    pub(crate) bodies: Arc<Semaphore>,
    pub(crate) public_bodies: Arc<Semaphore>,
    /// Stops the calls that are on their way.
    pub(crate) halt: Notify,
    handler: Option<Arc<dyn Handler>>,
    handled: Arc<Semaphore>,
    pub(crate) answers: Arc<Semaphore>,
    /// What is asked to be confirmed with a button.
    pub(crate) questions: Questions,
    correlation: AtomicU64,
    told: Mutex<HashSet<Untrusted>>,
}

impl Engine {
    pub(crate) fn new(plan: Plan, me: UserId, transport: Arc<dyn Transport>) -> Self {
        Self {
            bot: plan.bot,
            #[cfg(feature = "metrics")]
            meter: Meter::new(plan.bot),
            me,
            lookups: Lookups::new(Arc::clone(&transport), plan.clock.clone()),
            transport,
            current: plan.current,
            registry: plan.registry,
            prefixes: plan.prefixes,
            memory: plan.memory,
            keys: plan.keys,
            started_at: plan.clock.now().wall,
            #[cfg(feature = "redb")]
            keeper: plan.keeper,
            #[cfg(feature = "_admin")]
            changes: plan.changes,
            #[cfg(feature = "redis")]
            fleet: plan.fleet,
            clock: plan.clock,
            audit: plan.audit,
            states: plan.states,
            suggests: plan.suggests,
            reply_links: plan.reply_links,
            locale: plan.locale,
            log_locale: plan.log_locale,
            observers: plan.observers,
            intrusion: plan.intrusion,
            alerts: plan.alerts,
            tasks: Arc::new(Semaphore::new(TASKS)),
            bodies: Arc::new(Semaphore::new(BODIES)),
            public_bodies: Arc::new(Semaphore::new(PUBLIC_BODIES)),
            halt: Notify::new(),
            handler: plan.handler,
            handled: Arc::new(Semaphore::new(HANDLED)),
            answers: Arc::new(Semaphore::new(ANSWERS)),
            questions: Questions::default(),
            correlation: AtomicU64::new(plan.first_correlation),
            told: Mutex::default(),
        }
    }

    /// Waits until no call is on its way any more; false where that takes longer than `patience`.
    ///
    /// Those that are still on their way then are stopped, so that their records are written before
    /// the process ends.
    pub(crate) async fn drain(&self, patience: Duration) -> bool {
        let idle = async {
            let (tasks, handled) = (TASKS as u32, HANDLED as u32);
            let _tasks = self.tasks.acquire_many(tasks).await;
            let _handled = self.handled.acquire_many(handled).await;
            let _answers = self.answers.acquire_many(ANSWERS as u32).await;
            self.tasks.close();
            self.handled.close();
        };
        if tokio::time::timeout(patience, idle).await.is_ok() {
            return true;
        }
        self.halt.notify_waiters();
        let stopped = self.tasks.acquire_many(TASKS as u32);
        // Whatever does not even stop is code that never waits; nothing can be done about it.
        let _ = tokio::time::timeout(HALT, stopped).await;
        self.tasks.close();
        self.handled.close();
        false
    }

    /// Since when marks are remembered: by this process, by its store, or by the machines together;
    /// milliseconds since 1970.
    pub(crate) fn remembers_since(&self, now: Now) -> u64 {
        #[cfg(feature = "redis")]
        if let Some(fleet) = &self.fleet {
            return fleet.shared().started_at();
        }
        #[cfg(feature = "redb")]
        if let Some(keeper) = &self.keeper {
            return keeper.marked_since(now);
        }
        #[cfg(not(feature = "redb"))]
        let _ = now;
        self.started_at
    }

    pub(crate) fn next_correlation(&self) -> u64 {
        self.correlation.fetch_add(1, Ordering::Relaxed)
    }

    /// Logs, once for each line that a policy could have, how to trust a place.
    pub(crate) fn note_untrusted(&self, place: &Place) {
        let is_new = {
            let mut told = self.told.lock();
            told.len() < TOLD && told.insert(place.into())
        };
        if is_new {
            let in_file = self.current.load().rules.said.file.is_some();
            let line = gate::trusting_line(place, in_file);
            let text = self.log_locale.pick(
                format!("已忽略 {place}：未受信任。如要信任，请在策略里添加 {line}"),
                format!(
                    "ignored {place}: it is not trusted. To trust it, add to the policy: {line}"
                ),
            );
            tracing::warn!("{text}");
        }
    }

    /// Records that failures blocked somebody: where there is a store, once it has the block or cannot.
    pub(crate) fn record_block(&self, who: Principal, event: audit::Event) {
        #[cfg(feature = "redb")]
        if let Some(keeper) = &self.keeper {
            return keeper.keep_earned(who, event, &self.audit);
        }
        #[cfg(not(feature = "redb"))]
        let _ = who;
        // Whoever is refused decides how many there are, so they have no reserved room.
        self.audit.record(event);
    }

    /// Whether a refusal of what is no command is worth a record and a line: the first of its kind in
    /// a place and minute, since whoever chats decides how many there are.
    pub(crate) fn is_new_refusal(&self, why: &[&str], place: Option<Place>, now: Now) -> bool {
        let number = why
            .iter()
            .flat_map(|text| text.bytes())
            .fold(bucket::REFUSALS, |n, byte| n.rotate_left(5) ^ u64::from(byte));
        let scope = place.map_or(Scope::Global(self.bot), |place| Scope::Channel(self.bot, place));
        let minute = Duration::from_secs(60);
        self.memory.once(self.keys.bucket(number, scope), minute, now.mono)
    }
}
