//! A report as text for a terminal.

use std::fmt::Write as _;

use super::super::record::shown;
use super::tally::{Row, Table, Tally};

/// Rows of a table that are shown.
const ROWS: usize = 20;

/// Hours of the last day that are shown.
const BARS: usize = 24;

/// The longest bar, in characters.
const BAR: u64 = 30;

pub(super) fn tables(tally: &Tally) -> String {
    let mut out = String::new();
    let Row { allowed, refused } = tally.total();
    let Tally { records, unread, lost, .. } = tally;
    // A String takes every text.
    let _ = writeln!(
        out,
        "记录 / records  {records}    允许 / allowed  {allowed}    拒绝 / refused  {refused}"
    );
    if let Some((first, last)) = tally.hours.span() {
        let _ = writeln!(out, "{first} – {last}");
    }
    if *unread > 0 {
        let _ = writeln!(out, "不是记录的行 / lines that are no records  {unread}");
    }
    if *lost > 0 {
        let _ =
            writeln!(out, "日志没有容纳下的记录 / records that the log had no room for  {lost}");
    }
    table(&mut out, "命令 / commands", &tally.commands, Row::all);
    table(&mut out, "规则 / rules", &tally.rules, Row::all);
    table(&mut out, "被拒绝最多的人 / most refused", &tally.principals, |row| row.refused);
    table(&mut out, "作用 / effects", &tally.effects, Row::all);
    hours(&mut out, tally);
    out
}

fn table(out: &mut String, title: &str, table: &Table, of: impl Fn(&Row) -> u64) {
    let rows = table.most(of);
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}\n{:>10} {:>10}", "允许/ok", "拒绝/no");
    for (name, Row { allowed, refused }) in rows.iter().take(ROWS) {
        let _ = writeln!(out, "{allowed:>10} {refused:>10}  {}", shown(name));
    }
    if rows.len() > ROWS {
        let _ = writeln!(out, "{:>23} {} …", "", rows.len() - ROWS);
    }
}

fn hours(out: &mut String, tally: &Tally) {
    let bars = tally.hours.bars(BARS);
    let most = bars.iter().map(|bar| bar.counts.allowed + bar.counts.refused).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let _ = writeln!(out, "\n时间 / time  █ 允许 / allowed  ░ 拒绝 / refused");
    for bar in bars {
        // What is there is seen, however little it is.
        let length = |count: u64| (count * BAR).div_ceil(most) as usize;
        let (allowed, refused) = (bar.counts.allowed, bar.counts.refused);
        let (full, light) = ("█".repeat(length(allowed)), "░".repeat(length(refused)));
        let _ = writeln!(out, "{}  {allowed:>8} {refused:>8}  {full}{light}", bar.time);
    }
}
