//! The rows that come and go by themselves: marks of messages that ran, and cooldowns.

use redb::{
    Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, Table, WriteTransaction,
};

use crate::gate::{LONGEST_MARK, known_since};
use crate::store::Cause;
use crate::store::charges::{self, Charge};
use crate::store::tables::{CHARGES, MARKS, META, SINCE_ROW, damaged, failed, write};

/// How many marks there may be: fewer than the memory has room for, so that all of them come back.
pub(super) const MOST_MARKS: u64 = 500_000;
/// How many of them before only those of privileged commands are kept.
const MOST_OF_OTHERS: u64 = MOST_MARKS / 10 * 9;
/// How many rows that are over go with each change, and as many for each row that comes.
const FORGOTTEN: usize = 64;

/// A message that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Milliseconds since 1970.
    pub(super) until: u64,
    pub(super) bot: u64,
    /// Its fingerprint.
    pub(super) message: u64,
}

/// What nobody waits for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row {
    Mark(Mark),
    Charge(Charge),
}

/// What one commit keeps.
#[derive(Default)]
pub(super) struct Batch {
    /// Somebody waits for these.
    pub(super) waited: Vec<Mark>,
    pub(super) later: Vec<Row>,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.waited.is_empty() && self.later.is_empty()
    }
}

/// What became of a batch.
pub(super) struct Kept {
    /// Whether there was room, for each mark that is waited for.
    pub(super) waited: Vec<bool>,
    /// For how many of the others there was none.
    pub(super) without_room: u64,
}

/// Keeps a batch in one transaction and forgets a little of what is over. A live mark never goes.
///
/// `outlasted` is whether this process has run for longer than any mark lasts.
pub(super) fn keep(
    database: &Database,
    batch: &Batch,
    now: u64,
    outlasted: bool,
) -> Result<Kept, Cause> {
    write(database, |writing| {
        let mut marks = writing.open_table(MARKS).map_err(failed)?;
        if outlasted {
            set_right(writing, &mut marks, now)?;
        }
        let most = FORGOTTEN + 2 * (batch.waited.len() + batch.later.len());
        forget(writing, &mut marks, most, now)?;
        let mut kept = Kept { waited: Vec::with_capacity(batch.waited.len()), without_room: 0 };
        for mark in &batch.waited {
            kept.waited.push(insert(&mut marks, mark, MOST_MARKS)?);
        }
        let mut charges = writing.open_table(CHARGES).map_err(failed)?;
        for row in &batch.later {
            let has_room = match row {
                Row::Mark(mark) => insert(&mut marks, mark, MOST_OF_OTHERS)?,
                Row::Charge(charge) => charges::insert(&mut charges, charge, now)?,
            };
            kept.without_room += u64::from(!has_room);
        }
        Ok(kept)
    })
}

fn insert(
    marks: &mut Table<'_, (u64, u64, u64), ()>,
    mark: &Mark,
    most: u64,
) -> Result<bool, Cause> {
    if marks.len().map_err(failed)? >= most {
        return Ok(false);
    }
    marks.insert((mark.until, mark.bot, mark.message), ()).map_err(failed)?;
    Ok(true)
}

/// Removes marks that are over, and remembers what can no longer be told.
fn forget(
    writing: &WriteTransaction,
    marks: &mut Table<'_, (u64, u64, u64), ()>,
    most: usize,
    now: u64,
) -> Result<(), Cause> {
    let mut last = None;
    for _ in 0..most {
        let first = marks.first().map_err(failed)?.map(|row| row.0.value().0);
        let Some(until) = first.filter(|&until| until <= now) else { break };
        marks.pop_first().map_err(failed)?;
        last = Some(until);
    }
    let Some(until) = last else { return Ok(()) };
    // By a clock that goes back, a message whose mark is gone may pass as young again.
    let missing = known_since(until);
    let mut meta = writing.open_table(META).map_err(failed)?;
    let since = meta.get(SINCE_ROW).map_err(failed)?.map(|since| since.value());
    if since.is_none_or(|since| since < missing) {
        meta.insert(SINCE_ROW, missing).map_err(failed)?;
    }
    Ok(())
}

/// The live marks of a bot, each no longer than one lasts, and since when none is missing, which may be later
/// than now.
///
/// Nothing is set right here: a clock that is behind, as one that begins in 1970, looks like one that was
/// ahead before.
pub(super) fn marks(database: &Database, bot: u64, now: u64) -> Result<(Vec<Mark>, u64), Cause> {
    let reading = database.begin_read().map_err(damaged)?;
    let meta = reading.open_table(META).map_err(damaged)?;
    let since = meta.get(SINCE_ROW).map_err(damaged)?.map_or(now, |since| since.value());
    let table = reading.open_table(MARKS).map_err(damaged)?;
    let mut found = Vec::new();
    for row in table.range((now.saturating_add(1), 0, 0)..).map_err(damaged)? {
        let (until, of, message) = row.map_err(damaged)?.0.value();
        if of == bot {
            found.push(Mark { until: until.min(latest(now)), bot, message });
        }
    }
    Ok((found, since))
}

/// Takes back what a clock that was ahead left: marks would stay, and messages be refused, for as long.
fn set_right(
    writing: &WriteTransaction,
    marks: &mut Table<'_, (u64, u64, u64), ()>,
    now: u64,
) -> Result<(), Cause> {
    while let Some((until, bot, message)) = last(marks)?.filter(|row| row.0 > latest(now)) {
        marks.remove((until, bot, message)).map_err(failed)?;
        marks.insert((latest(now), bot, message), ()).map_err(failed)?;
    }
    let mut meta = writing.open_table(META).map_err(failed)?;
    let since = meta.get(SINCE_ROW).map_err(failed)?.map(|since| since.value());
    if since.is_none_or(|since| since > now) {
        meta.insert(SINCE_ROW, now).map_err(failed)?;
    }
    Ok(())
}

/// When the last mark ends that is made now.
fn latest(now: u64) -> u64 {
    now.saturating_add(LONGEST_MARK.as_millis() as u64)
}

fn last(marks: &Table<'_, (u64, u64, u64), ()>) -> Result<Option<(u64, u64, u64)>, Cause> {
    Ok(marks.last().map_err(failed)?.map(|row| row.0.value()))
}
