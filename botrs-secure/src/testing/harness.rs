//! A bot without a network: messages go through the real gate, requests to a [`Recorder`].

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::adapter::Incoming;
use crate::audit::AuditLog;
use crate::bot::{Builder, Handle, SecureBot};
use crate::clock::Clock;
use crate::command::Command;
use crate::engine::Engine;
use crate::gate::permission::{self, Standing};
use crate::gate::{self, Denial, Outcome};
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use crate::place::Scene;
use crate::policy::Policy;
use crate::secret::Credentials;
use crate::testing::audit_record::audit_record;
use crate::testing::caller::{Caller, SentAt};
use crate::testing::recorder::{Recorder, Request};

/// What became of one message.
#[derive(Debug, Clone)]
pub struct Report {
    /// The rule that decided: see [`Outcome::rule`].
    pub rule: &'static str,
    /// The refusal, if it was one.
    pub denial: Option<Denial>,
    /// What the bot said to it, as it goes over the wire.
    pub replies: Vec<String>,
    /// What it did to others.
    pub effects: Vec<Request>,
}

type Waiting = Arc<Mutex<HashMap<MessageId, oneshot::Sender<(&'static str, Option<Denial>)>>>>;

/// A bot without a network.
///
/// ```
/// use botrs_secure::prelude::*;
/// use botrs_secure::testing::{Caller, Harness};
///
/// #[command(public)]
/// async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
///     Ok(reply!("pong"))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let harness = Harness::new(|bot| bot.commands(commands![ping]));
/// let report = harness.call::<ping>(&Caller::guild(1, &[]), "").await;
/// assert_eq!(report.replies, ["pong"]);
/// # }
/// ```
pub struct Harness {
    engine: Arc<Engine>,
    platform: Arc<Recorder>,
    clock: Clock,
    handle: Handle,
    waiting: Waiting,
    audit: Lines,
    number: AtomicU64,
}

impl Harness {
    /// The guild of [`Caller::guild`].
    pub const GUILD: GuildId = GuildId::new(8_000);
    /// Its channel.
    pub const CHANNEL: ChannelId = ChannelId::new(8_001);
    /// The bot's own id; in [`GUILD`](Self::GUILD) it is an administrator.
    pub const BOT: UserId = UserId::new(9_000);

    /// A bot with a policy that trusts every place, answers every refusal, and what `describe` adds.
    ///
    /// # Panics
    ///
    /// Where the description cannot be built.
    #[must_use]
    pub fn new(describe: impl FnOnce(Builder) -> Builder) -> Self {
        Parts::new(describe).joined()
    }

    /// The same for a bot that shares its state: connects it to the server.
    ///
    /// # Errors
    ///
    /// Where the server is not there, or not as it has to be.
    ///
    /// # Panics
    ///
    /// Where the description cannot be built.
    #[cfg(feature = "redis")]
    pub async fn connect(
        describe: impl FnOnce(Builder) -> Builder,
    ) -> Result<Self, crate::RedisError> {
        let mut parts = Parts::new(describe);
        parts.bot.plan = parts.bot.plan.connect().await?;
        Ok(parts.joined())
    }

    /// The policy that a harness has unless told otherwise.
    #[must_use]
    pub fn policy() -> Policy {
        let zero = std::time::Duration::ZERO;
        Policy::new().trust_all_guilds().trust_all_groups().trust_c2c().reply_windows(zero, zero)
    }

    /// The platform, to say who its members are and to see what it was asked.
    #[must_use]
    pub fn platform(&self) -> &Recorder {
        &self.platform
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What acts on the bot from outside.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Calls a command by its name.
    ///
    /// # Panics
    ///
    /// Where the bot takes the message for an ordinary one.
    pub async fn call<C: Command>(&self, caller: &Caller, arguments: &str) -> Report {
        let text = format!("/{} {arguments}", C::SPEC.name());
        self.send(caller, &text).await.expect("a command of this bot")
    }

    /// Posts a message; `None` where the bot takes it for an ordinary one.
    pub async fn send(&self, caller: &Caller, text: &str) -> Option<Report> {
        self.send_changed(caller, text, |_| {}).await
    }

    /// Posts a message that differs from what the caller would write.
    pub(crate) async fn send_changed(
        &self,
        caller: &Caller,
        text: &str,
        change: impl FnOnce(&mut Incoming),
    ) -> Option<Report> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let id = match &caller.id {
            Some(id) => id.clone(),
            None => format!("m{number}").parse().ok()?,
        };
        let before = self.platform.requests().len();
        let (told, waiting) = oneshot::channel();
        self.waiting.lock().insert(id.clone(), told);
        let mut incoming = self.incoming(caller, id.clone(), text);
        change(&mut incoming);
        if !self.post(incoming) {
            self.waiting.lock().remove(&id);
            return None;
        }
        let (rule, denial) = waiting.await.ok()?;
        let asked = self.platform.requests().split_off(before);
        let replies = asked.iter().filter_map(|request| match request {
            Request::Send { message, text, .. } if *message == id => Some(text.clone()),
            _ => None,
        });
        let replies = replies.collect();
        let effects = asked.into_iter().filter(Request::is_effect).collect();
        Some(Report { rule, denial, replies, effects })
    }

    /// A message, ready to be posted: for floods, where making it is not what is measured.
    #[must_use]
    pub fn message(&self, caller: &Caller, id: &str, text: &str) -> Option<Incoming> {
        Some(self.incoming(caller, id.parse().ok()?, text))
    }

    /// Posts a message and does not wait for what becomes of it; false for an ordinary one.
    pub fn post(&self, message: Incoming) -> bool {
        gate::receive(&self.engine, &self.engine.current.load_full(), message)
    }

    /// Decides whether callers may run `C`, by stage 6 alone: what the event says of them, the policy
    /// and the grants. For benches.
    ///
    /// # Panics
    ///
    /// Where the bot has no such command.
    pub fn permission<C: Command>(&self) -> impl FnMut(&Incoming) -> bool {
        let command = self.engine.registry.find(C::SPEC.name()).expect("a command of this bot");
        let (requirement, mut in_force) = (command.requirement(), self.engine.current.reader());
        move |message| {
            let who = Standing::of(message);
            permission::check_now(in_force.load(), requirement, who).is_ok()
        }
    }

    /// The records written so far, one JSON object each.
    ///
    /// # Panics
    ///
    /// Where the log cannot be written out, or a record is not as `docs/audit.schema.json` says.
    #[must_use]
    pub fn audit(&self) -> Vec<serde_json::Value> {
        assert!(self.engine.audit.flush(), "the audit is written out");
        self.audit.records()
    }

    /// What runs behind this harness.
    #[cfg(test)]
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    pub(crate) fn incoming(&self, caller: &Caller, id: MessageId, content: &str) -> Incoming {
        let now = self.clock.now().wall;
        Incoming {
            place: caller.place,
            person: caller.person,
            name: None,
            is_bot: caller.is_bot,
            roles: caller.roles.clone(),
            id,
            content: content.to_owned(),
            sent_at: match caller.sent_at {
                SentAt::Now => Some(now),
                SentAt::Unknown => None,
                SentAt::Ago(millis) => Some(now.saturating_sub(millis)),
            },
            quote: caller.quote.clone(),
            addressed: caller.place.scene() != Scene::C2c,
            own_openid: None,
            press: None,
        }
    }
}

/// A harness whose bot is not connected to anything yet.
struct Parts {
    bot: SecureBot,
    clock: Clock,
    waiting: Waiting,
    audit: Lines,
}

impl Parts {
    fn new(describe: impl FnOnce(Builder) -> Builder) -> Self {
        let credentials = Credentials::new("102000001", "secret").expect("well formed");
        let (clock, waiting, audit) = (Clock::manual(), Waiting::default(), Lines::default());
        let told = Arc::clone(&waiting);
        let builder = Builder::new(credentials)
            .policy(Harness::policy())
            .audit(AuditLog::to_writer(audit.clone()))
            .clock(clock.clone())
            .on_decision(move |decision| {
                if let Some(waiting) = told.lock().remove(decision.message()) {
                    let denial = match decision.outcome() {
                        Outcome::Denied(denial) => Some(denial.clone()),
                        _ => None,
                    };
                    // Nobody waits where the test stopped waiting.
                    let _ = waiting.send((decision.outcome().rule(), denial));
                }
            });
        let bot = describe(builder).sandbox(false).build().expect("a bot that can be built");
        Self { bot, clock, waiting, audit }
    }

    fn joined(self) -> Harness {
        let Self { bot, clock, waiting, audit } = self;
        let platform = Arc::new(Recorder::default());
        platform.set_member(Harness::GUILD, Harness::BOT, &[2]);
        let handle = bot.handle();
        let engine = Arc::new(Engine::new(bot.plan, Harness::BOT, platform.clone()));
        // Random: a store that several harnesses have one after the other remembers their messages.
        let number = AtomicU64::new(engine.next_correlation());
        Harness { engine, platform, clock, handle, waiting, audit, number }
    }
}

/// What the audit wrote.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// The records written so far.
    pub(crate) fn records(&self) -> Vec<serde_json::Value> {
        let bytes = self.0.lock();
        std::str::from_utf8(&bytes).expect("UTF-8").lines().map(audit_record).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
