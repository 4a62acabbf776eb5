//! The side of the bot: a few connections at once, each with one request.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

use super::message::{Answer, LONGEST_REQUEST, MOST_LISTED, Request};
use super::socket::Socket;
use super::socket_path;
use crate::audit::{AuditLog, Event, Kind};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::BotId;
use crate::place::Principal;
use crate::store::{Keeper, Store, StoreError};

/// How many connections there are at once; more are closed.
const CONNECTIONS: usize = 4;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long no connection is taken after the system gave none.
const PAUSE: Duration = Duration::from_millis(100);

pub(super) type Bots = Arc<Mutex<HashMap<BotId, Served>>>;

/// A bot that is reached.
#[derive(Clone)]
pub(super) struct Served {
    keeper: Arc<Keeper>,
    audit: AuditLog,
    clock: Clock,
}

/// The socket of a store, for all bots of this process that have it.
pub(crate) struct Shared {
    bots: Bots,
    task: AbortHandle,
    /// Goes last, so that nothing connects to what nobody answers.
    _socket: Socket,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One bot is reached for as long as this lives.
pub(crate) struct Serving {
    shared: Arc<Shared>,
    bot: BotId,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.shared.bots.lock().remove(&self.bot);
    }
}

#[cfg(test)]
pub(super) fn bots_of(serving: &Serving) -> Bots {
    Arc::clone(&serving.shared.bots)
}

/// Listens on behalf of a bot that runs.
pub(crate) async fn serve(
    keeper: &Arc<Keeper>,
    audit: &AuditLog,
    clock: &Clock,
) -> Result<Serving, StoreError> {
    let (bot, store) = (keeper.bot(), keeper.store());
    let served = Served { keeper: Arc::clone(keeper), audit: audit.clone(), clock: clock.clone() };
    let mut control = store.control().lock().await;
    let shared = match control.upgrade() {
        Some(shared) => shared,
        None => {
            let shared = Arc::new(listen(store).await?);
            *control = Arc::downgrade(&shared);
            shared
        }
    };
    shared.bots.lock().insert(bot, served);
    Ok(Serving { shared, bot })
}

async fn listen(store: &Store) -> Result<Shared, StoreError> {
    let bound = Socket::bind(&socket_path(store.path())).await;
    let (socket, listener) = bound.map_err(|cause| store.error(cause))?;
    let bots = Bots::default();
    let task = tokio::spawn(accept(listener, socket.user(), Arc::clone(&bots))).abort_handle();
    Ok(Shared { bots, task, _socket: socket })
}

async fn accept(listener: UnixListener, user: u32, bots: Bots) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else { continue };
        let bots = Arc::clone(&bots);
        tokio::spawn(async move {
            // Whoever is too slow, or goes away in the middle, gets no answer.
            let _ = tokio::time::timeout(PATIENCE, converse(stream, user, &bots)).await;
            drop(slot);
        });
    }
}

pub(super) async fn converse(stream: UnixStream, user: u32, bots: &Bots) -> std::io::Result<()> {
    let is_same_user = stream.peer_cred().is_ok_and(|peer| peer.uid() == user);
    let (reading, mut writing) = stream.into_split();
    // Read in any case: whoever writes to what is closed learns only that it is.
    let mut line = Vec::new();
    BufReader::new(reading.take(LONGEST_REQUEST)).read_until(b'\n', &mut line).await?;
    let answer = if is_same_user {
        answer(&line, bots).await
    } else {
        refused("只有运行机器人的用户可以使用", "only the user as whom the bot runs may ask")
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    writing.write_all(&line).await?;
    writing.shutdown().await
}

async fn answer(line: &[u8], bots: &Bots) -> Answer {
    if line.last() != Some(&b'\n') {
        return refused("请求太长或不完整", "the request is too long or not whole");
    }
    match serde_json::from_slice(line) {
        Ok(Request::Unblock { principal }) => match Principal::try_from(&principal) {
            Ok(principal) => unblock(principal, bots).await,
            Err(_) => refused("没有这样的对象", "there is no such principal"),
        },
        Ok(Request::ListBlocks {}) => list(bots).await,
        Err(_) => refused("不认识的请求", "the request is not known"),
    }
}

async fn unblock(principal: Principal, bots: &Bots) -> Answer {
    let Some(served) = reached(bots, Some(principal.bot)) else { return gone() };
    let Served { keeper, audit, clock } = served;
    let log = audit.clone();
    let is_its_own = keeper.bot() == principal.bot;
    let task = tokio::task::spawn_blocking(move || {
        // A bot that does not run has nothing in force: what the store has is all.
        let lifted: Result<bool> = if is_its_own {
            keeper.unblock(&principal, |_| Ok(()))
        } else {
            keeper.store().unblock(&principal, clock.now().wall).map_err(Error::from)
        };
        record(&audit, &clock, "unblock", lifted.is_ok(), &principal);
        lifted
    });
    let lifted = task.await;
    log.before_answer().await;
    match lifted {
        Ok(Ok(was_blocked)) => Answer::Unblocked { was_blocked },
        Ok(Err(error)) => failed(&error),
        Err(_) => failed(&Error::msg("interrupted")),
    }
}

async fn list(bots: &Bots) -> Answer {
    let Some(Served { keeper, audit, clock }) = reached(bots, None) else { return gone() };
    let log = audit.clone();
    let task = tokio::task::spawn_blocking(move || {
        let now = clock.now().wall;
        let blocks = keeper.store().blocks(now);
        audit.privileged(Event {
            bot: Some(keeper.bot()),
            success: blocks.is_ok(),
            ..Event::new(Kind::Lifecycle, now, "list blocks", "socket")
        });
        blocks
    });
    let blocks = task.await;
    log.before_answer().await;
    match blocks {
        Ok(Ok(blocks)) => Answer::Blocks {
            blocks: blocks.iter().take(MOST_LISTED).map(Into::into).collect(),
            more: blocks.len().saturating_sub(MOST_LISTED),
        },
        Ok(Err(error)) => failed(&error.into()),
        Err(_) => failed(&Error::msg("interrupted")),
    }
}

/// The bot that is asked about, or another that has the same store.
fn reached(bots: &Bots, bot: Option<BotId>) -> Option<Served> {
    let bots = bots.lock();
    let asked = bot.and_then(|bot| bots.get(&bot));
    asked.or_else(|| bots.values().next()).cloned()
}

fn record(
    audit: &AuditLog,
    clock: &Clock,
    action: &'static str,
    success: bool,
    principal: &Principal,
) {
    audit.privileged(Event {
        bot: Some(principal.bot),
        person: Some(principal.person),
        success,
        ..Event::new(Kind::Lifecycle, clock.now().wall, action, "socket")
    });
}

fn gone() -> Answer {
    refused("机器人正在停止", "the bot is about to stop")
}

fn failed(error: &Error) -> Answer {
    let text = error.to_string();
    Answer::Refused { zh: text.clone(), en: text }
}

fn refused(zh: &str, en: &str) -> Answer {
    Answer::Refused { zh: zh.to_owned(), en: en.to_owned() }
}
