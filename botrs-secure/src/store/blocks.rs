//! Who is blocked until when, in the store.

use redb::{ReadableDatabase, ReadableTable, ReadableTableMetadata, Table};

use crate::place::Principal;
use crate::store::key::{Key, encode};
use crate::store::tables::{BLOCKS, damaged, failed};
use crate::store::{Cause, Store, StoreError, principal};

/// How many blocks there may be.
pub(super) const MOST_BLOCKS: u64 = 100_000;
/// How many of them before failures make no more: room for blocks by hand is left.
pub(super) const MOST_EARNED: u64 = MOST_BLOCKS / 10 * 9;

/// A principal that is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) principal: Principal,
    /// Milliseconds since 1970; the largest number for no end.
    pub(crate) until: u64,
}

impl Store {
    /// The blocks that last beyond `now`, of every bot.
    pub(crate) fn blocks(&self, now: u64) -> Result<Vec<Block>, StoreError> {
        self.read(|database| {
            let table = database.begin_read().map_err(damaged)?.open_table(BLOCKS);
            let mut found = Vec::new();
            for row in table.map_err(damaged)?.iter().map_err(damaged)? {
                let (key, until) = row.map_err(damaged)?;
                let (principal, until) = (principal(key.value())?, until.value());
                if until > now {
                    found.push(Block { principal, until });
                }
            }
            Ok(found)
        })
    }

    /// Keeps a block until a time, or until that of an earlier block, if it is later; which of them.
    pub(crate) fn block(&self, who: &Principal, until: u64, now: u64) -> Result<u64, StoreError> {
        self.write(|writing| {
            let mut table = writing.open_table(BLOCKS).map_err(failed)?;
            make_room(&mut table, MOST_BLOCKS, now)?;
            insert(&mut table, who, until, MOST_BLOCKS)?.ok_or(Cause::TooManyBlocks)
        })
    }

    /// Keeps blocks that failures earned, in one step; for each whether there was room.
    pub(super) fn block_earned(&self, blocks: &[Block], now: u64) -> Result<Vec<bool>, StoreError> {
        self.write(|writing| {
            let mut table = writing.open_table(BLOCKS).map_err(failed)?;
            make_room(&mut table, MOST_EARNED, now)?;
            let kept = blocks.iter().map(|Block { principal, until }| {
                insert(&mut table, principal, *until, MOST_EARNED).map(|kept| kept.is_some())
            });
            kept.collect()
        })
    }

    /// Removes a block; false if none lasts beyond `now`.
    pub(crate) fn unblock(&self, who: &Principal, now: u64) -> Result<bool, StoreError> {
        let key = encode(who);
        self.write(|writing| {
            let mut table = writing.open_table(BLOCKS).map_err(failed)?;
            let removed = table.remove(&key).map_err(failed)?;
            Ok(removed.is_some_and(|until| until.value() > now))
        })
    }
}

/// Removes what is over where there is no room for one more.
fn make_room(table: &mut Table<'_, &Key, u64>, most: u64, now: u64) -> Result<(), Cause> {
    if table.len().map_err(failed)? >= most {
        table.retain(|_, until| until > now).map_err(failed)?;
    }
    Ok(())
}

/// Until when they are blocked then: an earlier block may last longer. `None` where there is no room.
fn insert(
    table: &mut Table<'_, &Key, u64>,
    who: &Principal,
    until: u64,
    most: u64,
) -> Result<Option<u64>, Cause> {
    let key = encode(who);
    let before = table.get(&key).map_err(failed)?.map(|until| until.value());
    if before.is_none() && table.len().map_err(failed)? >= most {
        return Ok(None);
    }
    let until = until.max(before.unwrap_or_default());
    table.insert(&key, until).map_err(failed)?;
    Ok(Some(until))
}
