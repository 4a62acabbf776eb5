//! The audit, as a table.

use serde_json::Value;

use super::cast;
use super::stage::{Checked, ensure, expect};
use super::transcript::{Both, Transcript};
use botrs_secure_examples::paint::{self, pad, width};

pub(crate) const TITLE: Both =
    ("审计记录：人只以化名出现", "The audit: people appear by pseudonyms");

const COLUMNS: [Both; 8] = [
    ("时刻 UTC", "time, UTC"),
    ("类型", "type"),
    ("谁（化名）", "who"),
    ("哪里", "place"),
    ("动作", "action"),
    ("规则", "rule"),
    ("结果", "ok"),
    ("编号", "id"),
];

/// Prints the records; those with this id stand out.
pub(crate) fn print(lines: &str, told: &str, transcript: &Transcript) {
    let records: Vec<Value> = lines.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let header = COLUMNS.map(|column| transcript.pick(column).to_owned());
    let rows: Vec<_> = records.iter().map(row).collect();
    let mut widths = header.each_ref().map(|cell| width(cell));
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let joined = |row: &[String; 8]| {
        let cells = row.iter().zip(widths).map(|(cell, widest)| pad(cell, widest));
        format!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    let paint = transcript.paint();
    paint::print(paint.dim(&joined(&header)));
    for (row, record) in rows.iter().zip(&records) {
        let text = joined(row);
        let is_told = !told.is_empty() && text.ends_with(told);
        let mark = if is_told {
            transcript.pick(("  ◀ Eve 得到的编号", "  ◀ the id that Eve was told"))
        } else {
            ""
        };
        let line = if record["success"] == true { text } else { paint.yellow(&text) };
        paint::print(format_args!("{line}{}", paint.bold(mark)));
    }
}

/// The failure whose id was told is there, each effect is, and nobody's id.
pub(crate) fn check(lines: &str, told: &str) -> Checked {
    let records: Vec<Value> = lines.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let count = |field: &str, value: &str| records.iter().filter(|r| r[field] == value).count();
    expect(
        1,
        records.iter().filter(|r| r["correlation"] == told && r["rule"] == "panicked").count(),
    )?;
    // Three mutes, a recall and a ban, each before and after.
    expect(10, count("event_type", "effect"))?;
    expect(5, count("rule", "intent"))?;
    ensure(!cast::everyone().any(|id| lines.contains(&id)), "nobody's id is in the audit")
}

fn row(record: &Value) -> [String; 8] {
    let text = |name: &str| record[name].as_str().unwrap_or("—");
    let short = |text: &str, length: usize| text.chars().take(length).collect::<String>();
    let time = text("timestamp").get(11..19).unwrap_or_default().to_owned();
    let id =
        if text("correlation").trim_matches('0').is_empty() { "—" } else { text("correlation") };
    [
        time,
        text("event_type").to_owned(),
        short(text("user_id"), 8),
        place(text("place")),
        text("action").to_owned(),
        text("rule").to_owned(),
        if record["success"] == true { "✓" } else { "✗" }.to_owned(),
        id.to_owned(),
    ]
}

/// `guild 1 channel 2` as `guild 1/2`; an openid cut short.
fn place(text: &str) -> String {
    let text = text.replace(" channel ", "/");
    match text.strip_prefix("group ") {
        Some(group) => format!("group {}…", group.get(..8).unwrap_or(group)),
        None => text,
    }
}
