//! Counts over time, by the hour, in local time.

use std::collections::BTreeMap;

use chrono::{DateTime, Local, TimeZone as _};
use serde::Serialize;
use serde::ser::SerializeSeq as _;

const HOUR: i64 = 3600;

/// What was counted in an hour.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) allowed: u64,
    pub(super) refused: u64,
    /// Who was blocked for failures.
    pub(super) blocked: u64,
}

/// The hours in which something was, by their beginnings in seconds since 1970.
#[derive(Debug, Default)]
pub(super) struct Hours(BTreeMap<i64, Counts>);

/// One bar of a plot.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) time: String,
    pub(super) counts: Counts,
}

impl Hours {
    /// The hour of a moment; none where the time is no RFC 3339.
    pub(super) fn of(&mut self, timestamp: &str) -> Option<&mut Counts> {
        let seconds = DateTime::parse_from_rfc3339(timestamp).ok()?.timestamp();
        Some(self.0.entry(seconds.div_euclid(HOUR) * HOUR).or_default())
    }

    /// The first hour and the last one, as people read them.
    pub(super) fn span(&self) -> Option<(String, String)> {
        let (first, last) = (self.0.first_key_value()?, self.0.last_key_value()?);
        Some((local(*first.0), local(*last.0)))
    }

    /// At most so many bars of equal length, without a gap between the first hour and the last.
    pub(super) fn bars(&self, most: usize) -> Vec<Bar> {
        let Some((&first, _)) = self.0.first_key_value() else { return Vec::new() };
        let hours = self.0.last_key_value().map_or(0, |(last, _)| (last - first) / HOUR) + 1;
        let each = steps().find(|step| hours <= step * most as i64).unwrap_or(i64::MAX / HOUR);
        let count = usize::try_from((hours + each - 1) / each).unwrap_or(most);
        let start = |at: usize| first + at as i64 * each * HOUR;
        let mut bars: Vec<_> = (0..count)
            .map(|at| Bar { time: local(start(at)), counts: Counts::default() })
            .collect();
        for (hour, counts) in &self.0 {
            let at = usize::try_from((hour - first) / HOUR / each).unwrap_or(0);
            if let Some(bar) = bars.get_mut(at) {
                bar.counts.allowed += counts.allowed;
                bar.counts.refused += counts.refused;
                bar.counts.blocked += counts.blocked;
            }
        }
        bars
    }
}

/// Hours that a bar may stand for: up to a day, then days.
fn steps() -> impl Iterator<Item = i64> {
    [1, 2, 3, 6, 12].into_iter().chain((0..20).map(|doubled| 24 << doubled))
}

/// Date, hour and minute where the report is read.
fn local(seconds: i64) -> String {
    let time = Local.timestamp_opt(seconds, 0).single();
    time.map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M").to_string())
}

impl Serialize for Hours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row {
            hour: String,
            #[serde(flatten)]
            counts: Counts,
        }
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for (&hour, &counts) in &self.0 {
            rows.serialize_element(&Row { hour: local(hour), counts })?;
        }
        rows.end()
    }
}
