//! What a report counts.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use super::super::record::Record;
use super::hours::Hours;

/// So many names are told apart; those after them are counted together.
const MOST_NAMES: usize = 1_000_000;

/// The name of those.
const OTHERS: &str = "*";

/// Everything that a report tells.
#[derive(Debug, Default, Serialize)]
pub(super) struct Tally {
    pub(super) records: u64,
    /// Lines that are no records.
    pub(super) unread: u64,
    /// Records that the log had no room for, by its own account.
    pub(super) lost: u64,
    pub(super) commands: Table,
    pub(super) rules: Table,
    pub(super) principals: Table,
    /// What the bot did by its powers.
    pub(super) effects: Table,
    pub(super) hours: Hours,
}

/// Counts by name.
#[derive(Debug, Default)]
pub(super) struct Table(HashMap<Box<str>, Row>);

/// How often something succeeded, and how often not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub(super) allowed: u64,
    pub(super) refused: u64,
}

impl Tally {
    pub(super) fn add(&mut self, record: &Record<'_>) {
        self.records += 1;
        let times = record.count.unwrap_or(1);
        match &*record.event_type {
            "decision" => self.decision(record, times),
            // Its intent has been recorded before, and is no result.
            "effect" if record.rule != "intent" => {
                self.effects.add(&record.action, record.success, times);
            }
            "alert" if record.rule == "intrusion.blocked" => {
                if let Some(hour) = self.hours.of(&record.timestamp) {
                    hour.blocked += times;
                }
            }
            "lost" => self.lost += times,
            _ => {}
        }
    }

    fn decision(&mut self, record: &Record<'_>, times: u64) {
        self.commands.add(&record.action, record.success, times);
        self.rules.add(&record.rule, record.success, times);
        if let Some(user) = &record.user_id {
            self.principals.add(user, record.success, times);
        }
        if let Some(hour) = self.hours.of(&record.timestamp) {
            let count = if record.success { &mut hour.allowed } else { &mut hour.refused };
            *count += times;
        }
    }

    /// Allowed and refused in all.
    pub(super) fn total(&self) -> Row {
        self.commands.0.values().fold(Row::default(), |all, row| Row {
            allowed: all.allowed + row.allowed,
            refused: all.refused + row.refused,
        })
    }
}

impl Table {
    fn add(&mut self, name: &str, success: bool, times: u64) {
        let is_known = self.0.len() < MOST_NAMES || self.0.contains_key(name);
        let row = self.0.entry(if is_known { name } else { OTHERS }.into()).or_default();
        *if success { &mut row.allowed } else { &mut row.refused } += times;
    }

    /// Rows by how many there are of what is asked, the most first, and then by name.
    pub(super) fn most(&self, of: impl Fn(&Row) -> u64) -> Vec<(&str, Row)> {
        let mut rows: Vec<_> = self.0.iter().map(|(name, row)| (&**name, *row)).collect();
        rows.retain(|(_, row)| of(row) > 0);
        rows.sort_by(|(name, row), (other_name, other)| {
            of(other).cmp(&of(row)).then_with(|| name.cmp(other_name))
        });
        rows
    }
}

impl Row {
    pub(super) fn all(&self) -> u64 {
        self.allowed + self.refused
    }
}

impl Serialize for Table {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named<'a> {
            name: Cow<'a, str>,
            #[serde(flatten)]
            row: Row,
        }
        let rows = self.most(Row::all);
        serializer.collect_seq(rows.into_iter().map(|(name, row)| Named { name: name.into(), row }))
    }
}
