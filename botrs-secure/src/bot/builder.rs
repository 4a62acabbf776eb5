//! A bot, described.

use std::any::{TypeId, type_name};
#[cfg(feature = "prometheus")]
use std::net::SocketAddr;
use std::sync::Arc;

#[cfg(feature = "webhook")]
use crate::adapter::Webhook;
use crate::adapter::{Shards, Wanted, is_raw};
use crate::audit::AuditLog;
use crate::bot::error::BuildError;
use crate::bot::{SecureBot, register};
use crate::builtin;
#[cfg(feature = "_admin")]
use crate::changes::Changes;
use crate::clock::Clock;
use crate::command::{CommandSpec, Registered, Registry, States};
use crate::content::Links;
use crate::content::words::DEFAULT_PREFIXES;
use crate::engine::{Observer, Plan};
use crate::gate::{Alert, Alerts, Decision};
use crate::handler::Handler;
use crate::id::ChannelId;
use crate::limit::{Bounds, Intrusion, Keys, Memory};
use crate::locale::Locale;
#[cfg(feature = "prometheus")]
use crate::monitor::{OtherRecorder, Page, Watched};
use crate::place::{Scene, Scenes};
use crate::policy::{Current, Grants, Known, Policy, Rules};
use crate::secret::Credentials;
#[cfg(feature = "redb")]
use crate::store::Keeper;

/// Describes a bot; [`build`](Self::build) checks the description.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    credentials: Credentials,
    commands: Vec<&'static CommandSpec>,
    policy: Option<Policy>,
    audit: Option<AuditLog>,
    states: States,
    repeated_state: Option<&'static str>,
    raw_state: Option<&'static str>,
    handler: Option<Arc<dyn Handler>>,
    observers: Vec<Observer>,
    memory: Bounds,
    intrusion: Intrusion,
    alerts: Alerts,
    prefixes: Vec<String>,
    locale: Option<Locale>,
    sandbox: Option<bool>,
    shards: Shards,
    all_messages: bool,
    logs_secrets: bool,
    suggests: bool,
    reply_links: Option<Links>,
    #[cfg(feature = "prometheus")]
    watch: Option<Watch>,
    #[cfg(feature = "webhook")]
    webhook: Option<Webhook>,
    clock: Clock,
    #[cfg(feature = "redb")]
    store: Option<crate::Store>,
    #[cfg(feature = "_admin")]
    needs_store: bool,
    #[cfg(feature = "redis")]
    redis: Option<crate::Redis>,
}

impl Builder {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            commands: Vec::new(),
            policy: None,
            audit: None,
            states: States::default(),
            repeated_state: None,
            raw_state: None,
            handler: None,
            observers: Vec::new(),
            memory: Bounds::default(),
            intrusion: Intrusion::default(),
            alerts: Alerts::default(),
            prefixes: DEFAULT_PREFIXES.map(str::to_owned).to_vec(),
            locale: None,
            sandbox: None,
            shards: Shards::All,
            all_messages: false,
            logs_secrets: false,
            suggests: false,
            reply_links: None,
            #[cfg(feature = "prometheus")]
            watch: None,
            #[cfg(feature = "webhook")]
            webhook: None,
            clock: Clock::default(),
            #[cfg(feature = "redb")]
            store: None,
            #[cfg(feature = "_admin")]
            needs_store: false,
            #[cfg(feature = "redis")]
            redis: None,
        }
    }

    /// Adds commands, as [`commands!`](crate::commands!) lists them.
    pub fn commands(mut self, commands: &[&'static CommandSpec]) -> Self {
        self.commands.extend(commands);
        self
    }

    /// Adds the command `/whoami` (`/我是谁`), which tells everybody their own id, scene and roles:
    /// QQ shows its users neither the ids of guilds nor openids, and a policy needs them.
    pub fn whoami(self) -> Self {
        self.commands(builtin::WHOAMI)
    }

    /// Adds the command `/help` (`/帮助`): what the caller may run, in their language, and with the name
    /// of a command how it is written. It is never charged.
    ///
    /// Whoever types a command that there is not gets to read which one they may have meant, among those
    /// that they may run.
    pub fn help(mut self) -> Self {
        self.suggests = true;
        self.commands(builtin::HELP)
    }

    /// Gives the bot a durable store: what is granted and blocked while it runs, which messages ran and who has
    /// to wait for long survive a restart.
    #[cfg(feature = "redb")]
    pub fn store(mut self, store: crate::Store) -> Self {
        self.store = Some(store);
        self
    }

    /// Has the bot share its state with others of it on other machines: cooldowns, quotas, blocks, replay
    /// marks and grants are in a Redis or Valkey server then.
    ///
    /// While the server does not answer, privileged commands are refused, and others go by what this
    /// process knows. What is granted, revoked and blocked on one machine holds on the others from their next
    /// command on, and a body that runs there loses its powers; grants that somebody else than a machine of
    /// the bot wrote, or put back, count for nothing and are alarmed about. It takes the place of a `store`.
    #[cfg(feature = "redis")]
    pub fn redis(mut self, redis: crate::Redis) -> Self {
        self.redis = Some(redis);
        self
    }

    /// Adds the commands by which moderators grant, revoke, block and ask why: `/perm`, `/block`,
    /// `/unblock` and `/why`. They need a `store`, or `redis`: what they change on one machine then holds on
    /// all.
    ///
    #[doc = include_str!("../../docs/reference/admin-commands.md")]
    #[cfg(feature = "_admin")]
    pub fn admin_commands(mut self) -> Self {
        self.needs_store = true;
        self.commands(builtin::ADMIN)
    }

    /// Says who is trusted and who may do what.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Says where decisions and effects are recorded.
    pub fn audit(mut self, audit: AuditLog) -> Self {
        self.audit = Some(audit);
        self
    }

    /// Gives state to commands, which take it as [`State<T>`](crate::State).
    ///
    /// A bot is not built with botrs' `BotApi`, `Token` or `Context` as state: commands would act past
    /// every check.
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        if is_raw(TypeId::of::<T>()) {
            self.raw_state = Some(type_name::<T>());
        }
        if !self.states.insert(state) {
            self.repeated_state = Some(type_name::<T>());
        }
        self
    }

    /// Gives messages that are no commands, and all other events, to a handler of one's own.
    pub fn handler(mut self, handler: impl Handler) -> Self {
        self.handler = Some(Arc::new(handler));
        self
    }

    /// Calls a function after each decision, on the task that decided; it must not block.
    pub fn on_decision(mut self, observer: impl Fn(&Decision<'_>) + Send + Sync + 'static) -> Self {
        self.observers.push(Box::new(observer));
        self
    }

    /// Bounds the memory for blocks, floods, cooldowns and replay marks: so many bytes, by default 64 MiB.
    ///
    /// 64 MiB hold about a million people who are active at once and 600,000 commands an hour; a block takes
    /// 16 to 25 bytes. Less than 2 MiB counts as 2 MiB. What happens at the bound: expired entries make way,
    /// live ones never; whoever has no entry shares one quota with all others who have none, and a
    /// privileged message that cannot be marked against replay is refused.
    pub fn memory_bound(mut self, bytes: usize) -> Self {
        self.memory = Bounds { bytes };
        self
    }

    /// Says when failures become a block. What the table `[intrusion]` of a policy file says besides has
    /// the last word, key by key.
    pub fn intrusion(mut self, intrusion: Intrusion) -> Self {
        self.intrusion = intrusion;
        self
    }

    /// Sends alerts to a channel of a guild, one a minute at most; a policy file may name another.
    ///
    /// Nobody asked for these messages: the platform takes few of them, about 20 a day for a channel. One
    /// that it refuses is logged and recorded, and not sent again.
    pub fn alert_channel(mut self, channel: ChannelId) -> Self {
        self.alerts.channel = Some(channel);
        self
    }

    /// Calls a function at each [`Alert`], on the task that decided; it must not block.
    ///
    /// Of one kind and place there is one a minute, and 20 a minute in all; those held back are counted.
    pub fn on_alert(mut self, observer: impl Fn(&Alert) + Send + Sync + 'static) -> Self {
        self.alerts.observers.push(Box::new(observer));
        self
    }

    /// What commands start with: `/` and `／` unless said otherwise.
    pub fn prefixes<P: Into<String>>(mut self, prefixes: impl IntoIterator<Item = P>) -> Self {
        self.prefixes = prefixes.into_iter().map(Into::into).collect();
        self
    }

    /// The language of logs, and of replies to whoever writes no Chinese.
    ///
    /// Left out, logs speak the language of the environment and replies are Chinese.
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = Some(locale);
        self
    }

    /// Chooses QQ's sandbox, which bots need that are not released yet.
    ///
    /// Left out, `QQ_BOT_SANDBOX=1` chooses it.
    pub fn sandbox(mut self, sandbox: bool) -> Self {
        self.sandbox = Some(sandbox);
        self
    }

    /// Serves one shard, from 0, of so many; the other processes of the bot serve the others.
    ///
    /// Left out, this process serves all that the platform names. Guilds are spread over the shards by
    /// their ids; groups, C2C and direct messages come to shard 0. All processes say the same `of`, and share
    /// their state by `redis` (with that feature).
    ///
    /// A `number` that is not below `of` is a [`BuildError::Shard`].
    pub fn shard(mut self, number: u32, of: u32) -> Self {
        self.shards = Shards::One { number, of };
        self
    }

    /// Refuses a reply before it is sent that holds another address than these, or a name that QQ takes for
    /// one, such as `main.rs`: QQ would refuse the whole reply. Give the hosts that are registered for the
    /// bot at q.qq.com; without it QQ decides, and the error says what helps
    /// ([`UrlNotAllowed`](crate::PlatformErrorKind::UrlNotAllowed)).
    pub fn reply_links(mut self, links: Links) -> Self {
        self.reply_links = Some(links.with_every_name());
        self
    }

    /// Asks the platform for every message, not only those that mention the bot. It has to allow that.
    pub fn all_messages(mut self) -> Self {
        self.all_messages = true;
        self
    }

    /// Lets the bot start although its access token, its sessions and the platform's answers get into the
    /// program's logs: to look for a fault, with the credentials of a test.
    ///
    /// Left out, such logs are a [`StartErrorKind::LoggedSecrets`](crate::StartErrorKind::LoggedSecrets).
    pub fn log_secrets_too(mut self) -> Self {
        self.logs_secrets = true;
        self
    }

    /// Serves `/metrics` (as Prometheus reads it) and `/healthz` at this address while the bot runs:
    /// `([127, 0, 0, 1], 9464).into()`, for example.
    ///
    /// It has to be one of this machine's own, which nobody reaches from elsewhere. The counts are those of the whole
    /// process, which must have no other recorder of the crate `metrics`. What they are is in the documentation
    /// (`botrs_secure::watching`).
    #[cfg(feature = "prometheus")]
    pub fn watch_at(mut self, address: SocketAddr) -> Self {
        self.watch = Some(Watch { address, is_public: false });
        self
    }

    /// The same at any address: whoever reaches it reads which commands there are and how often they are refused.
    #[cfg(feature = "prometheus")]
    pub fn watch_publicly_at(mut self, address: SocketAddr) -> Self {
        self.watch = Some(Watch { address, is_public: true });
        self
    }

    /// Serves QQ's callback in place of the gateway, for bots that have no other way in: the same checks, commands and
    /// records. What it takes is in the documentation (`botrs_secure::webhook`).
    ///
    /// Which events come is chosen at q.qq.com then, so that [`shard`](Self::shard) and
    /// [`all_messages`](Self::all_messages) say nothing.
    #[cfg(feature = "webhook")]
    pub fn webhook(mut self, webhook: Webhook) -> Self {
        self.webhook = Some(webhook);
        self
    }

    /// Lets a test be another bot.
    #[cfg(all(test, feature = "redb"))]
    pub(crate) fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Lets a test turn the clock.
    #[cfg(any(test, feature = "testing"))]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Checks the description.
    ///
    /// # Errors
    ///
    /// What is missing or contradicts itself, with its cure.
    pub fn build(self) -> Result<SecureBot, BuildError> {
        let sandbox = match self.sandbox {
            Some(sandbox) => sandbox,
            None => sandbox_from_env()?,
        };
        if cfg!(panic = "abort") {
            return Err(BuildError::PanicAborts);
        }
        if let Shards::One { number, of } = self.shards
            && number >= of
        {
            return Err(BuildError::Shard { number, of });
        }
        #[cfg(feature = "webhook")]
        let webhook = match self.webhook {
            Some(odd) if !odd.has_path() => {
                return Err(BuildError::WebhookPath { path: odd.into_path() });
            }
            webhook => webhook,
        };
        let registry = Arc::new(register::register(&self.commands)?);
        let rules = checked_rules(&self.policy.unwrap_or_default(), &*registry)?;
        if let Some(of) = self.repeated_state {
            return Err(BuildError::RepeatedState { of });
        }
        if let Some(of) = self.raw_state {
            return Err(BuildError::RawState { of });
        }
        check_prefixes(&self.prefixes)?;
        if !self.intrusion.is_in_range() {
            return Err(BuildError::Intrusion);
        }
        let wanted = Wanted {
            scenes: wanted_scenes(&self.commands, self.handler.is_some()),
            all_messages: self.all_messages,
            other_events: self.handler.is_some(),
            changes: hangs_on_roles_of_guilds(&registry),
        };
        let plan = Plan {
            bot: self.credentials.app_id(),
            current: Arc::new(Current::new(rules, Grants::default())),
            registry,
            prefixes: self.prefixes.into_iter().map(Into::into).collect(),
            clock: self.clock,
            audit: self.audit.ok_or(BuildError::NoAudit)?,
            states: self.states,
            suggests: self.suggests,
            reply_links: self.reply_links,
            handler: self.handler,
            locale: self.locale.unwrap_or_default(),
            log_locale: self.locale.unwrap_or_else(Locale::from_env),
            observers: self.observers,
            intrusion: self.intrusion,
            alerts: self.alerts,
            first_correlation: first_correlation()?,
            memory: Arc::new(Memory::new(self.memory)),
            keys: Arc::new(Keys::new()),
            #[cfg(feature = "redb")]
            keeper: None,
            #[cfg(feature = "_admin")]
            changes: None,
            #[cfg(feature = "redis")]
            redis: None,
            #[cfg(feature = "redis")]
            fleet: None,
        };
        #[cfg(feature = "redis")]
        let plan = match self.redis {
            #[cfg(feature = "redb")]
            Some(_) if self.store.is_some() => return Err(BuildError::TwoStores),
            Some(redis) => {
                let secret = redis.secret()?;
                let keys = Arc::new(Keys::of(secret.bytes()));
                let changes = Some(Changes::Fleet(Arc::default()));
                Plan { keys, changes, redis: Some((redis, secret)), ..plan }
            }
            None => plan,
        };
        #[cfg(feature = "redb")]
        let plan = match self.store {
            Some(store) => {
                let plan = Plan { keys: Arc::new(store.keys()), ..plan };
                let keeper = Keeper::open(store, &plan)?;
                let changes = Some(Changes::Store(Arc::clone(&keeper)));
                Plan { keeper: Some(keeper), changes, ..plan }
            }
            None => plan,
        };
        #[cfg(feature = "_admin")]
        if self.needs_store && plan.changes.is_none() {
            return Err(BuildError::NoStore);
        }
        #[cfg(feature = "prometheus")]
        let watched = self.watch.map(Watch::listen).transpose()?;
        Ok(SecureBot {
            sandbox,
            wanted,
            plan,
            shards: self.shards,
            credentials: self.credentials,
            logs_secrets: self.logs_secrets,
            #[cfg(feature = "prometheus")]
            watched,
            #[cfg(feature = "webhook")]
            webhook,
        })
    }
}

/// Where a bot is to be watched.
#[cfg(feature = "prometheus")]
struct Watch {
    address: SocketAddr,
    is_public: bool,
}

#[cfg(feature = "prometheus")]
impl Watch {
    fn listen(self) -> Result<Watched, BuildError> {
        let Self { address, is_public } = self;
        if !is_public && !address.ip().to_canonical().is_loopback() {
            return Err(BuildError::WatchedFromOutside { address });
        }
        let page = Page::of_process().map_err(|OtherRecorder| BuildError::OtherRecorder)?;
        Watched::listen(address, page).map_err(|cause| BuildError::WatchAddress { address, cause })
    }
}

/// The rules of a policy, unless something is wrong of it.
pub(crate) fn checked_rules(policy: &Policy, known: &dyn Known) -> Result<Rules, BuildError> {
    let rules = policy.rules(known)?;
    let tables = &rules.tables;
    if !tables.states_trust() {
        return Err(BuildError::NoTrustedPlace);
    }
    if tables.maps_channel_admin() {
        return Err(BuildError::ChannelAdminRole);
    }
    match tables.refused_permission() {
        Some(refused) => Err(refused.into()),
        None => Ok(rules),
    }
}

/// The scenes of the commands; with a handler, every scene.
fn wanted_scenes(commands: &[&'static CommandSpec], has_handler: bool) -> Scenes {
    if has_handler {
        return Scenes::ALL;
    }
    commands.iter().fold(Scenes::NONE, |all, spec| all.or(spec.scenes))
}

/// Whether roles of guilds decide on any command: then the platform has to tell when they change.
fn hangs_on_roles_of_guilds(registry: &Registry) -> bool {
    let hangs = |command: &Registered| {
        command.need.is_privileged() && command.scenes.contains(Scene::Guild)
    };
    registry.iter().any(|command| hangs(command))
}

fn check_prefixes(prefixes: &[String]) -> Result<(), BuildError> {
    let is_odd = |prefix: &String| {
        prefix.is_empty()
            || prefix.contains(|c: char| c.is_whitespace() || c.is_control() || c == '<')
    };
    match prefixes.iter().find(|prefix| is_odd(prefix)) {
        Some(prefix) => Err(BuildError::Prefix { prefix: prefix.clone() }),
        None if prefixes.is_empty() => Err(BuildError::NoPrefix),
        None => Ok(()),
    }
}

fn sandbox_from_env() -> Result<bool, BuildError> {
    match std::env::var("QQ_BOT_SANDBOX").as_deref() {
        Err(_) | Ok("" | "0" | "false") => Ok(false),
        Ok("1" | "true") => Ok(true),
        Ok(other) => Err(BuildError::Sandbox { value: other.to_owned() }),
    }
}

/// Random, so that the ids of two runs of a bot do not meet in one log.
fn first_correlation() -> Result<u64, BuildError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| BuildError::NoRandomness)?;
    Ok(u64::from_le_bytes(bytes))
}
