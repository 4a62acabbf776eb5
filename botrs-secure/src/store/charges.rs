//! Long cooldowns in the store: how far each bucket is used up.

use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, Table};

use crate::store::Cause;
use crate::store::tables::{CHARGES, damaged, failed};

/// How many buckets there may be.
pub(super) const MOST_CHARGES: u64 = 200_000;
/// How many rows are looked at with each that comes, which fall anywhere: fingerprints are random.
const LOOKED_AT: usize = 4;

/// A bucket that was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Charge {
    pub(super) bot: u64,
    /// Fingerprints: of the bucket, and of whose own it is or zero.
    pub(super) bucket: (u64, u64),
    /// When it is over: milliseconds since 1970.
    pub(super) tat: u64,
    /// How long it may last at most, in milliseconds.
    pub(super) span: u64,
}

type Charges<'a> = Table<'a, (u64, u64), (u64, u64, u64)>;

/// Keeps a charge in place of an earlier one of its bucket. False where there is no room.
pub(super) fn insert(charges: &mut Charges<'_>, charge: &Charge, now: u64) -> Result<bool, Cause> {
    let &Charge { bot, bucket: (bucket, owner), tat, span } = charge;
    let key = (bot, bucket);
    forget(charges, key, now)?;
    let is_new = charges.get(key).map_err(failed)?.is_none();
    if is_new && charges.len().map_err(failed)? >= MOST_CHARGES {
        return Ok(false);
    }
    charges.insert(key, (owner, tat, span)).map_err(failed)?;
    Ok(true)
}

/// Removes those of the rows from here on that are over.
fn forget(charges: &mut Charges<'_>, from: (u64, u64), now: u64) -> Result<(), Cause> {
    let mut over = [None; LOOKED_AT];
    for (over, row) in over.iter_mut().zip(charges.range(from..).map_err(failed)?) {
        let (key, value) = row.map_err(failed)?;
        let (_, tat, span) = value.value();
        // What ends later than it lasts was written by a clock that was ahead.
        *over = (tat <= now || tat - now > span).then(|| key.value());
    }
    for key in over.into_iter().flatten() {
        charges.remove(key).map_err(failed)?;
    }
    Ok(())
}

/// The charges of a bot that are not over, each of which lasts no longer than it may.
pub(super) fn charges(database: &Database, bot: u64, now: u64) -> Result<Vec<Charge>, Cause> {
    let table = database.begin_read().map_err(damaged)?.open_table(CHARGES).map_err(damaged)?;
    let mut found = Vec::new();
    for row in table.range((bot, 0)..=(bot, u64::MAX)).map_err(damaged)? {
        let (key, value) = row.map_err(damaged)?;
        let ((_, bucket), (owner, tat, span)) = (key.value(), value.value());
        if tat > now {
            let tat = tat.min(now.saturating_add(span));
            found.push(Charge { bot, bucket: (bucket, owner), tat, span });
        }
    }
    Ok(found)
}
