//! What the file holds: its tables, and an empty file.

use redb::{Database, Durability, TableDefinition, WriteTransaction};

use crate::clock::Clock;
use crate::store::Cause;
use crate::store::key::Key;

/// What this library writes; another version of it may write another.
pub(super) const FORMAT: u64 = 2;

/// The format, and since when no mark is missing, in milliseconds since 1970.
pub(super) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("botrs-secure");
pub(super) const FORMAT_ROW: &str = "format";
pub(super) const SINCE_ROW: &str = "marks since";
/// Where this store took the place of a damaged one, the number in the name of that; until it is recorded.
pub(super) const REPLACED_ROW: &str = "replaced";
/// One row: what the fingerprints in the other tables are made with.
pub(super) const SECRET: TableDefinition<'_, &str, &Secret> = TableDefinition::new("secret");
pub(super) const SECRET_ROW: &str = "keys";
/// A row for each permission of each principal.
pub(super) const GRANTS: TableDefinition<'_, (&Key, &str), ()> = TableDefinition::new("grants");
/// Until when each principal is blocked, in milliseconds since 1970.
pub(super) const BLOCKS: TableDefinition<'_, &Key, u64> = TableDefinition::new("blocks");
/// The messages that ran, in the order in which they may be forgotten: until when, bot, fingerprint.
pub(super) const MARKS: TableDefinition<'_, (u64, u64, u64), ()> = TableDefinition::new("marks");
/// The long cooldowns that run: bot and fingerprint of the bucket; whose own it is or zero, when it is over,
/// and how long it lasts at most, in milliseconds.
pub(super) const CHARGES: TableDefinition<'_, (u64, u64), (u64, u64, u64)> =
    TableDefinition::new("charges");

/// The secret of a store.
pub(super) type Secret = [u8; 32];

/// Begins an empty store, or brings one of format 1 to this format, which only has more.
pub(super) fn fill(writing: &WriteTransaction) -> Result<(), Cause> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| Cause::Failed(error.to_string()))?;
    writing.open_table(SECRET).map_err(failed)?.insert(SECRET_ROW, &secret).map_err(failed)?;
    let mut meta = writing.open_table(META).map_err(failed)?;
    meta.insert(FORMAT_ROW, FORMAT).map_err(failed)?;
    meta.insert(SINCE_ROW, Clock::default().now().wall).map_err(failed)?;
    writing.open_table(GRANTS).map_err(failed)?;
    writing.open_table(BLOCKS).map_err(failed)?;
    writing.open_table(MARKS).map_err(failed)?;
    writing.open_table(CHARGES).map_err(failed)?;
    Ok(())
}

/// One transaction, which is with the disk when this returns, or left no trace.
pub(super) fn write<T>(
    database: &Database,
    change: impl FnOnce(&WriteTransaction) -> Result<T, Cause>,
) -> Result<T, Cause> {
    let mut writing = database.begin_write().map_err(failed)?;
    writing.set_durability(Durability::Immediate).map_err(failed)?;
    // Dropped on an error, a transaction is undone.
    let changed = change(&writing)?;
    writing.commit().map_err(failed)?;
    Ok(changed)
}

pub(super) fn failed(error: impl Into<redb::Error>) -> Cause {
    Cause::Failed(error.into().to_string())
}

pub(super) fn damaged(error: impl Into<redb::Error>) -> Cause {
    Cause::Damaged(error.into().to_string())
}
