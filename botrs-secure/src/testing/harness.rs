//! A bot without a network: messages go through the real gate, requests to a [`Recorder`].

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::adapter::{GroupRole, Incoming, Roles};
use crate::audit::AuditLog;
use crate::bot::{Builder, Handle};
use crate::clock::Clock;
use crate::command::Command;
use crate::engine::Engine;
use crate::gate::{self, Denial, Outcome};
use crate::id::{ChannelId, GuildId, MessageId, OpenId, RoleId, UserId};
use crate::place::{PersonId, Place, Scene};
use crate::policy::Policy;
use crate::secret::Credentials;
use crate::testing::recorder::{Recorder, Request};

/// Somebody who writes a message, and where.
#[derive(Debug, Clone)]
pub struct Caller {
    place: Place,
    person: PersonId,
    roles: Roles,
    is_bot: bool,
    quote: Option<MessageId>,
    id: Option<MessageId>,
    sent_at: SentAt,
}

#[derive(Debug, Clone, Copy)]
enum SentAt {
    Now,
    Unknown,
    /// So many milliseconds ago.
    Ago(u64),
}

impl Caller {
    /// A member of the guild [`Harness::GUILD`], in its channel [`Harness::CHANNEL`].
    #[must_use]
    pub fn guild(user: u64, roles: &[u64]) -> Self {
        let roles = Roles::Guild(roles.iter().copied().map(RoleId::new).collect());
        let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
        Self::new(place, PersonId::User(UserId::new(user)), roles)
    }

    /// Somebody in a direct message that was opened from [`Harness::GUILD`].
    #[must_use]
    pub fn direct(user: u64) -> Self {
        let place = Place::Direct { session: GuildId::new(user), source: Some(Harness::GUILD) };
        Self::new(place, PersonId::User(UserId::new(user)), Roles::None)
    }

    /// A member of a group; both ids are given by a number.
    #[must_use]
    pub fn group(group: u128, member: u128, role: GroupRole) -> Self {
        let place = Place::Group { group: open_id(group) };
        Self::new(place, PersonId::Open(open_id(member)), Roles::Group(role))
    }

    /// Somebody in a conversation of their own with the bot.
    #[must_use]
    pub fn c2c(user: u128) -> Self {
        let user = open_id(user);
        Self::new(Place::C2c { user }, PersonId::Open(user), Roles::None)
    }

    fn new(place: Place, person: PersonId, roles: Roles) -> Self {
        let (is_bot, quote, id, sent_at) = (false, None, None, SentAt::Now);
        Self { place, person, roles, is_bot, quote, id, sent_at }
    }

    /// The same person in another place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same, but the event says other roles.
    #[must_use]
    pub fn with_roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// The same, but the event says that a bot wrote it.
    #[must_use]
    pub fn as_bot(mut self) -> Self {
        self.is_bot = true;
        self
    }

    /// The same, quoting a message.
    #[must_use]
    pub fn quoting(mut self, message: &MessageId) -> Self {
        self.quote = Some(message.clone());
        self
    }

    /// The same, with this id of the message: twice is a repeated delivery.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Self {
        self.id = id.parse().ok();
        self
    }

    /// The same, but the message was sent so long ago.
    #[must_use]
    pub fn sent_ago(mut self, ago: std::time::Duration) -> Self {
        self.sent_at = SentAt::Ago(u64::try_from(ago.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// The same, but the event does not say when it was sent.
    #[must_use]
    pub fn sent_at_no_time(mut self) -> Self {
        self.sent_at = SentAt::Unknown;
        self
    }
}

/// The openid whose digits spell this number.
fn open_id(number: u128) -> OpenId {
    format!("{number:032X}").parse().unwrap_or_else(|_| unreachable!("32 hexadecimal digits"))
}

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
        let credentials = Credentials::new("102000001", "secret").expect("well formed");
        let (clock, waiting, audit) = (Clock::manual(), Waiting::default(), Lines::default());
        let told = Arc::clone(&waiting);
        let policy = Self::policy();
        let builder = Builder::new(credentials)
            .policy(policy)
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
        let platform = Arc::new(Recorder::default());
        platform.set_member(Self::GUILD, Self::BOT, &[2]);
        let handle = bot.handle();
        let engine = Arc::new(Engine::new(bot.plan, Self::BOT, platform.clone()));
        Self { engine, platform, clock, handle, waiting, audit, number: AtomicU64::new(0) }
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
        if !gate::receive(&self.engine, incoming) {
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
        gate::receive(&self.engine, message)
    }

    /// The records written so far, one JSON object each.
    ///
    /// # Panics
    ///
    /// Where the log cannot be written out or holds something else than JSON.
    #[must_use]
    pub fn audit(&self) -> Vec<serde_json::Value> {
        assert!(self.engine.audit.flush(), "the audit is written out");
        let bytes = self.audit.0.lock();
        let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice(line).expect("a JSON object a line")).collect()
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
        }
    }
}

/// What the audit wrote.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
