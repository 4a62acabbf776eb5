//! The durable store: what is changed and remembered while the bot runs and survives a restart.
//!
//! | file | holds |
//! |---|---|
//! | `file`, `replace` | opening and making the file; setting a damaged one aside |
//! | `tables`, `key` | what is in it |
//! | `grants`, `blocks` | who was granted what, who is blocked until when |
//! | `keeper` | changes: in the store first, then in force |
//! | `earned` | blocks by failures: in force first, then in the store |
//! | `journal`, `rows` | marks of messages, many in one transaction |
//! | `charges` | long cooldowns, likewise |
//! | `control` | the socket by which a command line asks a running bot |
//!
//! Permissions are kept by name: their bits differ from run to run.

mod blocks;
mod charges;
#[cfg(unix)]
pub(crate) mod control;
mod earned;
mod error;
mod file;
mod grants;
mod journal;
mod keeper;
mod key;
mod replace;
mod rows;
mod tables;
#[cfg(test)]
pub(crate) mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(unix)]
use std::sync::Weak;

pub(crate) use blocks::Block;
use error::Cause;
pub use error::StoreError;
pub(crate) use journal::Unkept;
use journal::{Journal, Queue};
pub(crate) use keeper::Keeper;
use redb::{Database, ReadableDatabase, WriteTransaction};
use tables::{META, REPLACED_ROW, Secret, damaged, failed};

use crate::clock::Clock;
use crate::id::BotId;
use crate::limit::Keys;
use crate::place::Principal;
use key::{Key, decode};
use parking_lot::Mutex;

/// A durable store: what is changed and remembered while the bot runs, and survives a restart and a kill.
///
/// | what | when it is with the disk |
/// |---|---|
/// | grants and blocks by command, lifted ones | before they are in force |
/// | that a privileged message ran | before its body begins |
/// | that another message ran; cooldowns and quotas of a minute and more | within 200 ms, unless the disk falls behind |
/// | blocks by failures | soon after they are in force |
///
/// Failures that were no block yet, and how many blocks somebody had before, are not kept.
///
/// While the disk fails, or takes longer than 5 seconds, privileged commands are refused
/// ([`Denial::ReplayUnkept`](crate::Denial::ReplayUnkept)) and the others go on. At most 500,000 messages are
/// remembered, each for an hour or two; beyond that privileged commands are refused
/// ([`Denial::ReplayFull`](crate::Denial::ReplayFull)) rather than one of them forgotten.
///
/// One file of mode 0600, which is made if absent; beside it, while a bot runs, `FILE.sock`, a socket of
/// mode 0600 by which `botrs-secure policy unblock` reaches the bot. It holds ids of people and of what they
/// were granted, and no text of messages. Clones are the same store; several bots of one process may share it,
/// and each sees its own entries only. When the last one goes, what waits is written first. After an older copy
/// of the file is put back, messages that ran since it was made may run again: wait an hour, or begin anew.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// Goes first: it has the database, too.
    journal: Mutex<Option<Journal>>,
    database: Arc<Database>,
    secret: Secret,
    path: PathBuf,
    /// The socket, while bots with this store run.
    #[cfg(unix)]
    control: tokio::sync::Mutex<Weak<control::Shared>>,
}

impl Store {
    /// Opens the store, or makes an empty one where there is no file.
    ///
    /// A damaged file, or an empty one, is renamed to `FILE.damaged-TIME` (seconds since 1970) and an empty
    /// store takes its place: the log says so at once, and the audit of the next bot that is built with it
    /// (`store.replaced`). Privileged messages from before are then refused.
    ///
    /// It blocks, for as long as reading the file takes.
    ///
    /// # Errors
    ///
    /// Unless the file is a store of this library, of a known format, a regular file, no symbolic link, that
    /// only its owner has access to, and opened by nobody else; and where the disk fails. The file then stays
    /// as it is.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let opened = file::open_or_replace(path).map_err(|cause| StoreError::new(path, cause));
        let (opened, aside) = opened?;
        if let Some(aside) = aside {
            tracing::error!(
                path = %path.display(),
                aside = %aside.display(),
                "存储文件已损坏，已移到一旁并换成新的；原有的授予、封禁和标记都不在了 / the store was damaged; \
                 it was set aside and a new one made. The grants, blocks and marks that it had are gone"
            );
        }
        Ok(Self::of(opened, path))
    }

    /// Lifts a block without chat: by the bot that runs with the store at this path, or in the store
    /// itself where none runs. False if there was none.
    ///
    /// # Errors
    ///
    /// What the bot says, or [`open`](Self::open). There has to be a store.
    #[doc(hidden)]
    pub fn unblock_at(path: impl AsRef<Path>, who: &Principal) -> Result<bool, StoreError> {
        let path = path.as_ref();
        #[cfg(unix)]
        if let Some(lifted) = asked(path, control::unblock(path, who))? {
            return Ok(lifted);
        }
        Self::existing(path)?.unblock(who, Clock::default().now().wall)
    }

    /// The blocks, each with its end in milliseconds since 1970, and how many more
    /// there are: from the bot that runs with the store at this path, or from the store itself.
    ///
    /// # Errors
    ///
    /// As [`unblock_at`](Self::unblock_at).
    #[doc(hidden)]
    pub fn blocks_at(path: impl AsRef<Path>) -> Result<(Vec<(Principal, u64)>, usize), StoreError> {
        let path = path.as_ref();
        #[cfg(unix)]
        let listed = asked(path, control::blocks(path))?;
        #[cfg(not(unix))]
        let listed = None;
        let (blocks, more) = match listed {
            Some(listed) => listed,
            None => (Self::existing(path)?.blocks(Clock::default().now().wall)?, 0),
        };
        Ok((blocks.into_iter().map(|block| (block.principal, block.until)).collect(), more))
    }

    /// Opens it without making or replacing one.
    fn existing(path: &Path) -> Result<Self, StoreError> {
        let opened = file::open(path).map_err(|cause| StoreError::new(path, cause))?;
        Ok(Self::of(opened, path))
    }

    fn of(file::Opened { database, secret }: file::Opened, path: &Path) -> Self {
        Self(Arc::new(Inner {
            journal: Mutex::default(),
            database: Arc::new(database),
            secret,
            path: path.into(),
            #[cfg(unix)]
            control: tokio::sync::Mutex::default(),
        }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }

    #[cfg(unix)]
    fn control(&self) -> &tokio::sync::Mutex<Weak<control::Shared>> {
        &self.0.control
    }

    /// What the fingerprints of this store are made with.
    pub(crate) fn keys(&self) -> Keys {
        Keys::of(&self.0.secret)
    }

    /// What writes marks to it; the clock is that of the first bot.
    fn journal(&self, clock: &Clock) -> Result<Arc<Queue>, StoreError> {
        let mut journal = self.0.journal.lock();
        if let Some(journal) = &*journal {
            return Ok(journal.queue());
        }
        let started = Journal::start(Arc::clone(&self.0.database), clock.clone());
        Ok(journal.insert(started.map_err(|cause| self.error(cause))?).queue())
    }

    /// The name of the damaged file that this store took the place of, until it is said to be recorded.
    fn replaced(&self) -> Result<Option<PathBuf>, StoreError> {
        let number = self.read(|database| {
            let meta = database.begin_read().map_err(damaged)?.open_table(META).map_err(damaged)?;
            Ok(meta.get(REPLACED_ROW).map_err(damaged)?.map(|number| number.value()))
        })?;
        Ok(number.map(|number| replace::aside_path(&self.0.path, number)))
    }

    fn replaced_is_recorded(&self) -> Result<(), StoreError> {
        self.write(|writing| {
            writing.open_table(META).map_err(failed)?.remove(REPLACED_ROW).map_err(failed)?;
            Ok(())
        })
    }

    /// The live marks of a bot, and since when none is missing.
    fn marks(&self, bot: BotId, now: u64) -> Result<(Vec<rows::Mark>, u64), StoreError> {
        self.read(|database| rows::marks(database, bot.get(), now))
    }

    /// The long cooldowns of a bot that run.
    fn charges(&self, bot: BotId, now: u64) -> Result<Vec<charges::Charge>, StoreError> {
        self.read(|database| charges::charges(database, bot.get(), now))
    }

    pub(crate) fn error(&self, cause: Cause) -> StoreError {
        StoreError::new(&self.0.path, cause)
    }

    fn read<T>(&self, read: impl FnOnce(&Database) -> Result<T, Cause>) -> Result<T, StoreError> {
        read(&self.0.database).map_err(|cause| self.error(cause))
    }

    fn write<T>(
        &self,
        change: impl FnOnce(&WriteTransaction) -> Result<T, Cause>,
    ) -> Result<T, StoreError> {
        tables::write(&self.0.database, change).map_err(|cause| self.error(cause))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.0.path).finish_non_exhaustive()
    }
}

#[cfg(unix)]
fn asked<T>(path: &Path, answer: Result<T, Cause>) -> Result<T, StoreError> {
    answer.map_err(|cause| StoreError::new(path, cause))
}

fn principal(key: &Key) -> Result<Principal, Cause> {
    decode(key).ok_or_else(|| Cause::Damaged("a key of nobody".into()))
}
