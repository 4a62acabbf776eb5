//! The connection: verbs while it is up, refusals at once while it is down, and how it comes back.
//!
//! Whatever goes wrong with a verb takes the connection down. One task then tries to bring it back, at
//! longer and longer intervals; no call of a verb does, so that no message waits for a server that is
//! known to be away.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use parking_lot::Mutex;
use redis::aio::MultiplexedConnection;
use redis::{Client, Script, ScriptInvocation, Value};
use tokio::time::{Instant, sleep, timeout};

use super::config::Settings;
use super::error::Cause;
use super::mirror::Mirror;
use super::names::Names;
use super::script::{BLOCK, OPEN, Reply, Word};
use super::server::{self, CONNECT};
use super::unavailable::Unavailable;
use super::{GENERATION_FOR, micros, millis};
use crate::adapter::jittered;

/// A connection that lived this long was a good one.
const GOOD: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// So often a cluster may send us to another node, for one connection.
const MOST_MOVES: usize = 3;
/// So many blocks are uploaded in one step.
const BATCH: usize = 500;

pub(super) struct Link {
    settings: Settings,
    pub(super) names: Names,
    state: Mutex<State>,
    pub(super) mirror: Mutex<Mirror>,
    /// When the generation began, in milliseconds since 1970.
    started_at: AtomicU64,
    /// The time that scripts go by.
    #[cfg(test)]
    pub(super) test_now: Mutex<Option<u64>>,
}

enum State {
    Up(Arc<Session>),
    Down(Unavailable),
}

/// A connection to a server that has one generation.
struct Session {
    /// Of the node of a cluster that has the keys.
    client: Client,
    connection: MultiplexedConnection,
    generation: Arc<str>,
    started_at: u64,
    since: Instant,
    /// How many attempts in a row came to nothing before it.
    failures: u32,
}

impl Link {
    /// Connects for the first time.
    pub(super) async fn open(
        settings: Settings,
        names: Names,
    ) -> Result<Arc<Self>, (String, Cause)> {
        let at = settings.at.clone();
        let link = Arc::new(Self {
            settings,
            names,
            state: Mutex::new(State::Down(Unavailable::Away)),
            mirror: Mutex::new(Mirror::new()),
            started_at: AtomicU64::new(u64::MAX),
            #[cfg(test)]
            test_now: Mutex::default(),
        });
        let restored = contained(link.restore(0)).await;
        restored.map_err(|cause| (at, cause))?;
        Ok(link)
    }

    /// When what the server holds began, in milliseconds since 1970.
    pub(super) fn started_at(&self) -> u64 {
        self.started_at.load(Ordering::Acquire)
    }

    pub(super) fn time_limit(&self) -> Duration {
        self.settings.limit
    }

    pub(super) fn trouble(&self) -> Option<Unavailable> {
        match &*self.state.lock() {
            State::Up(_) => None,
            State::Down(kind) => Some(*kind),
        }
    }

    /// Runs a verb's script within the time limit.
    pub(super) async fn run(
        self: &Arc<Self>,
        script: &'static Script,
        fill: impl FnOnce(&mut ScriptInvocation<'static>),
    ) -> Result<Reply, Unavailable> {
        let session = self.session()?;
        let asking = self.ask(&session, &session.connection, script, fill);
        let answer = timeout(self.settings.limit, asking).await;
        answer.unwrap_or(Err(Unavailable::Away)).inspect_err(|kind| self.fail(&session, *kind))
    }

    /// The same for what is long: on a connection of its own, so that no message waits behind it, and
    /// within the time that connecting may take.
    pub(super) async fn run_apart(
        self: &Arc<Self>,
        script: &'static Script,
        fill: impl FnOnce(&mut ScriptInvocation<'static>),
    ) -> Result<Reply, Unavailable> {
        let session = self.session()?;
        let asking = async {
            let connection = server::connect(&session.client).await;
            let (connection, _) = connection.map_err(|cause| cause.unavailable())?;
            self.ask(&session, &connection, script, fill).await
        };
        let answer = timeout(CONNECT, asking).await;
        answer.unwrap_or(Err(Unavailable::Away)).inspect_err(|kind| self.fail(&session, *kind))
    }

    fn session(&self) -> Result<Arc<Session>, Unavailable> {
        match &*self.state.lock() {
            State::Up(session) => Ok(Arc::clone(session)),
            State::Down(kind) => Err(*kind),
        }
    }

    async fn ask(
        &self,
        session: &Session,
        connection: &MultiplexedConnection,
        script: &'static Script,
        fill: impl FnOnce(&mut ScriptInvocation<'static>),
    ) -> Result<Reply, Unavailable> {
        let mut call = script.key(&*self.names.generation);
        call.arg(&*session.generation).arg(self.now());
        fill(&mut call);
        let answer: redis::RedisResult<Value> = call.invoke_async(&mut connection.clone()).await;
        let answer = answer.map_err(|error| Unavailable::of(&error))?;
        match Reply::parse(answer, &session.generation) {
            Some(Reply { word: Word::Lost, .. }) => Err(Unavailable::Lost),
            Some(reply) => Ok(reply),
            None => Err(Unavailable::Protocol),
        }
    }

    /// Empty: the server's own time. Only tests have another one.
    fn now(&self) -> String {
        #[cfg(test)]
        if let Some(now) = *self.test_now.lock() {
            return now.to_string();
        }
        String::new()
    }

    /// Takes the connection down, and starts what brings it back.
    fn fail(self: &Arc<Self>, session: &Arc<Session>, kind: Unavailable) {
        let mut state = self.state.lock();
        if !matches!(&*state, State::Up(current) if Arc::ptr_eq(current, session)) {
            return;
        }
        *state = State::Down(kind);
        drop(state);
        let is_good = session.since.elapsed() > GOOD;
        let failures = if is_good { 0 } else { session.failures.saturating_add(1) };
        tracing::warn!(
            rule = kind.rule(),
            at = %self.settings.at,
            "共享状态不可用：特权命令被拒绝，其他命令使用本机的限制 / the shared state does not answer: \
             privileged commands are refused, others use this machine's own limits",
        );
        tokio::spawn(bring_back(Arc::downgrade(self), failures));
    }

    /// Connects anew, finds or begins a generation, uploads the blocks that it lacks, and only then lets
    /// verbs through.
    async fn restore(self: &Arc<Self>, failures: u32) -> Result<(), Cause> {
        let session = Arc::new(self.begin(failures).await?);
        self.upload(&session).await?;
        self.started_at.store(session.started_at, Ordering::Release);
        *self.state.lock() = State::Up(Arc::clone(&session));
        // What was blocked between the last look and now.
        if let Err(kind) = self.upload(&session).await {
            self.fail(&session, kind);
        }
        Ok(())
    }

    async fn begin(&self, failures: u32) -> Result<Session, Cause> {
        let mut client = self.settings.client.clone();
        let mut moves = 0..MOST_MOVES;
        loop {
            let (connection, run) = server::connect(&client).await?;
            let (generation, started_at) = match self.find_generation(&connection, &run).await {
                Err(Cause::Moved(host, port)) if moves.next().is_some() => {
                    client = server::moved(&client, &host, port)?;
                    continue;
                }
                found => found?,
            };
            let since = Instant::now();
            return Ok(Session { client, connection, generation, started_at, since, failures });
        }
    }

    async fn find_generation(
        &self,
        connection: &MultiplexedConnection,
        run: &str,
    ) -> Result<(Arc<str>, u64), Cause> {
        let random = || Some((getrandom::u64().ok()?, getrandom::u64().ok()?));
        let (high, low) = random().ok_or_else(|| Cause::Protocol("getrandom".into()))?;
        let mut call = OPEN.key(&*self.names.generation);
        call.arg(format!("{high:016x}{low:016x}"))
            .arg(self.now())
            .arg(millis(GENERATION_FOR))
            .arg(run);
        let mut connection = connection.clone();
        let asking = call.invoke_async(&mut connection);
        let found: redis::RedisResult<String> =
            timeout(CONNECT, asking).await.map_err(|_| Cause::too_long())?;
        let found = found.map_err(|error| Cause::of(&error))?;
        let micros = found.split(' ').nth(1).and_then(|micros| micros.parse::<u64>().ok());
        let micros = micros.ok_or_else(|| Cause::Protocol("generation".into()))?;
        Ok((found.into(), micros / 1_000))
    }

    async fn upload(&self, session: &Session) -> Result<(), Unavailable> {
        loop {
            let lacking = self.mirror.lock().lacking(&session.generation, BATCH);
            if lacking.is_empty() {
                return Ok(());
            }
            let now = Instant::now();
            let fill = |call: &mut ScriptInvocation<'static>| {
                for (principal, ends) in &lacking {
                    call.key(self.names.block(*principal))
                        .key(self.names.flood(*principal))
                        .arg(micros(*ends - now));
                }
            };
            let uploading = self.ask(session, &session.connection, &BLOCK, fill);
            timeout(CONNECT, uploading).await.unwrap_or(Err(Unavailable::Away))?;
            self.mirror.lock().keep(&lacking);
        }
    }
}

/// Tries until the connection is up, or nobody needs it any more.
async fn bring_back(link: Weak<Link>, mut failures: u32) {
    loop {
        sleep(pause(failures)).await;
        let Some(link) = link.upgrade() else { return };
        match contained(link.restore(failures)).await {
            Ok(()) => {
                tracing::info!(
                    at = %link.settings.at,
                    "共享状态已恢复 / the shared state answers again",
                );
                return;
            }
            Err(cause) => {
                tracing::debug!(at = %link.settings.at, ?cause, "the shared state is still away");
                *link.state.lock() = State::Down(cause.unavailable());
            }
        }
        failures = failures.saturating_add(1);
    }
}

/// A panic of what connects must not keep the state away for ever.
async fn contained(attempt: impl Future<Output = Result<(), Cause>>) -> Result<(), Cause> {
    let ended = AssertUnwindSafe(attempt).catch_unwind().await;
    ended.unwrap_or_else(|_| Err(Cause::Protocol("panic".into())))
}

fn pause(failures: u32) -> Duration {
    match failures.checked_sub(1) {
        None => Duration::ZERO,
        Some(more) => jittered(FIRST_PAUSE.saturating_mul(1 << more.min(10)).min(LONGEST_PAUSE)),
    }
}
