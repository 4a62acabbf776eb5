//! The audit, as a table.

use serde_json::Value;

use super::paint::{pad, width};
use super::transcript::{Both, Transcript};

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
    println!("{}", paint.dim(&joined(&header)));
    for (row, record) in rows.iter().zip(&records) {
        let text = joined(row);
        let is_told = !told.is_empty() && text.ends_with(told);
        let mark = if is_told {
            transcript.pick(("  ◀ Eve 得到的编号", "  ◀ the id that Eve was told"))
        } else {
            ""
        };
        println!(
            "{}{}",
            if record["success"] == true { text } else { paint.yellow(&text) },
            paint.bold(mark)
        );
    }
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
