//! A bot of the test's own: with its guild and its group, and what it decided, said and recorded.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::audit_record;
use botrs_secure::testing::loopback::{Bot, Platform, Post, Recorded};
use botrs_secure::{CommandSpec, Handle, StartError};
use serde_json::Value;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::leaks;

/// Far longer than anything takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// The owner of each guild.
pub(crate) const OWNER: u64 = 100;
/// Who writes in groups and to the bot alone.
pub(crate) const SOMEBODY: &str = "0000000000000000000000000000AAAA";

/// An administrator; there are fifty.
pub(crate) const fn admin(n: u64) -> u64 {
    200 + n
}

/// An ordinary member; there are fifty.
pub(crate) const fn member(n: u64) -> u64 {
    300 + n
}

/// A bot that does not run yet.
pub(crate) struct Site {
    pub(crate) platform: Platform,
    pub(crate) bot: Bot,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) group: String,
    seen: Seen,
}

/// What the bot tells of itself.
#[derive(Clone)]
struct Seen {
    decisions: watch::Sender<Vec<Told>>,
    audit: Lines,
}

/// A decision, as the bot tells it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    message: String,
    pub(crate) rule: &'static str,
    pub(crate) correlation: u64,
}

impl Site {
    pub(crate) fn new(platform: &Platform) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let bot = platform.bot(&format!("{}", 102_000_000 + number));
        let (guild, channel) = (number * 1_000, number * 1_000 + 1);
        let mut people = platform.guild(guild).channel(channel).channel(channel + 1);
        people = people.bot(&bot, &[2]).member(OWNER, "owner", &[4]);
        for n in 0..50 {
            people = people.member(admin(n), "admin", &[2]).member(member(n), "member", &[1]);
        }
        let group = format!("{number:032X}");
        let seen = Seen { decisions: watch::Sender::default(), audit: Lines::default() };
        Self { platform: platform.clone(), bot, guild, channel, group, seen }
    }

    pub(crate) fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(self.bot.app_id(), self.bot.secret());
        let credentials = credentials.expect("well formed");
        leaks::look("credentials", &format!("{credentials:?}"));
        credentials
    }

    /// Trusts the guild, the group and C2C, and answers every refusal.
    pub(crate) fn policy(&self) -> Policy {
        let group = self.group.parse().expect("an openid");
        let policy = Policy::new().trust_guild(GuildId::new(self.guild)).trust_group(group);
        policy.trust_c2c().reply_windows(Duration::ZERO, Duration::ZERO)
    }

    /// A bot with this policy, whose records and decisions the test sees.
    pub(crate) fn builder(&self) -> Builder {
        self.builder_with(self.credentials())
    }

    /// The same with credentials from elsewhere.
    pub(crate) fn builder_with(&self, credentials: Credentials) -> Builder {
        let decisions = self.seen.decisions.clone();
        SecureBot::builder(credentials)
            .sandbox(false)
            // The tests listen to everything, to judge it.
            .log_secrets_too()
            .policy(self.policy())
            .audit(AuditLog::to_writer(self.seen.audit.clone()))
            .on_decision(move |decision| {
                leaks::look("decision", &format!("{decision:?}"));
                let (rule, correlation) = (decision.outcome().rule(), decision.correlation());
                let told = Told { message: decision.message().to_string(), rule, correlation };
                decisions.send_modify(|all| all.push(told));
            })
    }

    /// Runs the bot, and waits until it is connected.
    pub(crate) async fn run(self, builder: Builder) -> Running {
        let running = self.begin(builder);
        running.bot.connected().await;
        running
    }

    /// Runs the bot.
    pub(crate) fn begin(self, builder: Builder) -> Running {
        let bot = builder.build().expect("a bot that can be built");
        leaks::look("bot", &format!("{bot:?} {:?}", bot.handle()));
        let watched = bot.watched_at();
        let (handle, (stop, stopped)) = (bot.handle(), oneshot::channel::<()>());
        let task = tokio::spawn(bot.run_until(async { drop(stopped.await) }));
        Running { site: self, handle, watched, task, stop: Some(stop) }
    }

    /// Starts the bot and waits for its end, which is a failure.
    pub(crate) async fn fails(&self, builder: Builder) -> StartError {
        let bot = builder.build().expect("a bot that can be built");
        let ended = bot.run_until(std::future::pending());
        let ended = tokio::time::timeout(PATIENCE, ended).await.expect("the bot ends by itself");
        let error = ended.expect_err("the bot ends with an error");
        leaks::look("start error", &format!("{error:?} {error}"));
        error
    }

    /// A message in the bot's channel.
    pub(crate) fn by(&self, user: u64) -> Post {
        Post::guild(self.guild, self.channel, user)
    }

    pub(crate) fn post(&self, post: Post) -> String {
        self.platform.post(&self.bot, post)
    }

    /// Posts a command and waits for what became of it.
    pub(crate) async fn ask(&self, post: Post) -> Answer {
        let id = self.post(post);
        let rule = self.decided(&id).await;
        Answer { rule, replies: self.replies(&id), id }
    }

    /// Posts a command in the bot's channel and waits for what became of it.
    pub(crate) async fn say(&self, user: u64, text: &str) -> Answer {
        self.ask(self.by(user).text(text)).await
    }

    /// The rule by which a message was decided, once it is.
    pub(crate) async fn decided(&self, id: &str) -> &'static str {
        self.decided_times(id, 1).await[0]
    }

    /// The rules by which a message was decided, once it was so often.
    pub(crate) async fn decided_times(&self, id: &str, times: usize) -> Vec<&'static str> {
        let mut decisions = self.seen.decisions.subscribe();
        let enough = decisions.wait_for(|all| of(all, id).len() >= times);
        match tokio::time::timeout(PATIENCE, enough).await {
            Ok(all) => of(&all.expect("the sender is kept"), id),
            Err(_) => panic!("no decision on {id}: {:?}", self.decisions(id)),
        }
    }

    /// The rules by which a message was decided so far.
    pub(crate) fn decisions(&self, id: &str) -> Vec<&'static str> {
        of(&self.seen.decisions.borrow(), id)
    }

    /// The requests of this bot so far.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        let own = |request: &Recorded| request.app_id.as_deref() == Some(self.bot.app_id());
        self.platform.requests().into_iter().filter(own).collect()
    }

    /// What the bot did, beside looking and talking.
    pub(crate) fn effects(&self) -> Vec<Recorded> {
        let is_effect = |request: &Recorded| request.method != "GET" && request.method != "POST";
        self.requests().into_iter().filter(is_effect).collect()
    }

    /// The texts that the bot answered a message with.
    pub(crate) fn replies(&self, id: &str) -> Vec<String> {
        let replies = self.requests().into_iter().filter(|request| replies_to(request, id));
        // A button under a reply says nothing of its own.
        replies.filter_map(|request| Some(request.json()["content"].as_str()?.into())).collect()
    }

    /// What the bot sent as answers, by the message that they answer.
    pub(crate) fn sent(&self) -> HashMap<String, Vec<Recorded>> {
        let mut sent: HashMap<_, Vec<_>> = HashMap::new();
        for request in self.requests().into_iter().filter(|request| request.method == "POST") {
            if let Some(id) = request.json()["msg_id"].as_str() {
                sent.entry(id.to_owned()).or_default().push(request);
            }
        }
        sent
    }

    /// The decisions that were told so far.
    pub(crate) fn told(&self) -> Vec<Told> {
        self.seen.decisions.borrow().clone()
    }

    /// How many decisions were told so far.
    pub(crate) fn decisions_told(&self) -> usize {
        self.seen.decisions.borrow().len()
    }

    /// Waits until so many decisions were told.
    pub(crate) async fn decisions_reach(&self, count: usize) {
        let mut decisions = self.seen.decisions.subscribe();
        let enough = decisions.wait_for(|all| all.len() >= count);
        let in_time = tokio::time::timeout(PATIENCE, enough).await.is_ok();
        assert!(in_time, "{count} decisions, not {}", self.decisions_told());
    }

    /// The rules by which these messages were decided, once each of them is.
    pub(crate) async fn all_decided<'i>(
        &self,
        ids: impl Iterator<Item = &'i String> + Clone,
    ) -> Vec<&'static str> {
        let mut decisions = self.seen.decisions.subscribe();
        let mut rules = HashMap::new();
        let all = decisions.wait_for(|all| {
            rules = all.iter().map(|told| (told.message.clone(), told.rule)).collect();
            ids.clone().all(|id| rules.contains_key(id))
        });
        let in_time = tokio::time::timeout(PATIENCE, all).await.is_ok();
        let missing = || ids.clone().filter(|id| !rules.contains_key(*id)).collect::<Vec<_>>();
        assert!(in_time, "no decision on {:?}", missing());
        ids.map(|id| rules[id]).collect()
    }

    /// Waits for the first answer to a message.
    pub(crate) async fn reply(&self, id: &str) -> Recorded {
        let reply = self.platform.wait_for(PATIENCE, |request| replies_to(request, id)).await;
        reply.unwrap_or_else(|| panic!("no reply to {id}"))
    }

    /// The records written so far.
    pub(crate) fn audit(&self) -> Vec<Value> {
        parsed(&self.seen.audit.text())
    }

    /// Takes the room for records away, or gives it back.
    pub(crate) fn fill_disk(&self, is_full: bool) {
        self.seen.audit.is_full.store(is_full, Ordering::SeqCst);
    }

    /// The records that fit, of those written so far.
    pub(crate) fn recorded_all(&self, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
        self.audit().into_iter().filter(fits).collect()
    }

    /// Waits for a record.
    pub(crate) async fn recorded(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let find = || self.audit().into_iter().find(&fits);
        for _ in 0..PATIENCE.as_millis() / 10 {
            if let Some(found) = find() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no record of {what}: {:#?}", self.audit())
    }
}

fn of(all: &[Told], id: &str) -> Vec<&'static str> {
    all.iter().filter(|told| told.message == id).map(|told| told.rule).collect()
}

fn replies_to(request: &Recorded, id: &str) -> bool {
    // Most are about other messages and need not be read.
    request.method == "POST" && request.body.contains(id) && request.json()["msg_id"] == id
}

/// Whether a record says what became of a request, and not that one was about to be made.
pub(crate) fn is_result(record: &Value) -> bool {
    record["event_type"] == "effect" && record["rule"] != "intent"
}

/// The records in a log.
pub(crate) fn parsed(log: &str) -> Vec<Value> {
    log.lines().map(audit_record).collect()
}

/// What became of a command.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) rule: &'static str,
    pub(crate) replies: Vec<String>,
    pub(crate) id: String,
}

impl Answer {
    /// The one reply.
    pub(crate) fn text(&self) -> &str {
        assert_eq!(self.replies.len(), 1, "one reply: {self:?}");
        &self.replies[0]
    }
}

/// A bot that runs.
pub(crate) struct Running {
    site: Site,
    pub(crate) handle: Handle,
    /// Where it is watched, if it is.
    pub(crate) watched: Option<SocketAddr>,
    task: JoinHandle<Result<(), StartError>>,
    /// The bot runs until this is dropped.
    stop: Option<oneshot::Sender<()>>,
}

impl Running {
    /// A bot with these commands.
    pub(crate) async fn start(platform: &Platform, commands: &[&'static CommandSpec]) -> Self {
        let site = Site::new(platform);
        let builder = site.builder().commands(commands);
        site.run(builder).await
    }

    /// Asks the bot to stop and waits until it has.
    pub(crate) async fn stop(mut self) -> Site {
        self.stop = None;
        let (site, ended) = self.ended().await;
        ended.expect("a clean end");
        site
    }

    /// Drops the future of the run in the middle.
    pub(crate) fn abort(self) -> Site {
        self.task.abort();
        self.site
    }

    /// Waits for the end.
    pub(crate) async fn ended(self) -> (Site, Result<(), StartError>) {
        let ended = tokio::time::timeout(PATIENCE, self.task).await.expect("it ends");
        (self.site, ended.expect("no panic"))
    }
}

impl Deref for Running {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

/// What the audit wrote.
#[derive(Clone, Default)]
struct Lines {
    written: Arc<Mutex<Vec<u8>>>,
    is_full: Arc<AtomicBool>,
}

impl Lines {
    fn text(&self) -> String {
        let bytes = self.written.lock().expect("no panic").clone();
        let text = String::from_utf8(bytes).expect("UTF-8");
        // A line may be in the middle of being written.
        text[..text.rfind('\n').map_or(0, |end| end + 1)].to_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        leaks::look("audit", &String::from_utf8_lossy(bytes));
        self.written.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
