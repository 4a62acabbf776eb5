//! A report as one page of HTML that needs nothing else: no script, no address, everything escaped.

use std::fmt::Write as _;

use super::super::record::shown;
use super::hours::Bar;
use super::plot;
use super::tally::{Row, Table, Tally};

/// Title, policy and style, up to the first paragraph.
const HEAD: &str = include_str!("page.html");

/// Bars over time.
const BARS: usize = 72;
/// Bars by name.
const TOP: usize = 10;
/// Rows of a table.
const ROWS: usize = 100;

pub(super) fn page(tally: &Tally) -> String {
    let mut out = HEAD.to_owned();
    if let Some((first, last)) = tally.hours.span() {
        let _ = write!(out, "<p>{} – {}</p>", escaped(&first), escaped(&last));
    }
    summary(&mut out, tally);
    over_time(&mut out, tally);
    let top = |table: &Table, of: fn(&Row) -> u64| -> Vec<(String, u64)> {
        let rows = table.most(of).into_iter().take(TOP);
        rows.map(|(name, row)| (name.to_owned(), of(&row))).collect()
    };
    ranking(&mut out, "拒绝最多的规则 / Top rules", &top(&tally.rules, |row| row.refused));
    ranking(&mut out, "被拒绝最多的人 / Most refused", &top(&tally.principals, |row| row.refused));
    table(&mut out, "命令 / Commands", &tally.commands, Row::all);
    table(&mut out, "规则 / Rules", &tally.rules, Row::all);
    table(&mut out, "作用 / Effects", &tally.effects, Row::all);
    table(&mut out, "被拒绝的人 / Refused people", &tally.principals, |row| row.refused);
    out + "</html>\n"
}

fn summary(out: &mut String, tally: &Tally) {
    let Row { allowed, refused } = tally.total();
    let people = tally.principals.most(Row::all).len() as u64;
    *out += "<dl>";
    for (name, value) in [
        ("记录 / Records", tally.records),
        ("允许 / Allowed", allowed),
        ("拒绝 / Refused", refused),
        ("人 / People", people),
        ("没有容纳下 / Lost", tally.lost),
        ("不是记录的行 / Lines that are no records", tally.unread),
    ] {
        // A String takes every text.
        let _ = write!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    *out += "</dl>";
}

fn over_time(out: &mut String, tally: &Tally) {
    let bars = tally.hours.bars(BARS);
    if bars.is_empty() {
        return;
    }
    *out += "<h2>时间 / Over time</h2><p><span class=\"yes-key\">允许 / allowed</span>\
             <span class=\"no-key\">拒绝 / refused</span></p>";
    let [allowed, refused, blocked]: [fn(&Bar) -> u64; 3] =
        [|bar| bar.counts.allowed, |bar| bar.counts.refused, |bar| bar.counts.blocked];
    *out += &plot::over_time(&bars, &[("yes", allowed), ("no", refused)]);
    if bars.iter().any(|bar| bar.counts.blocked > 0) {
        *out += "<p><span class=\"block-key\">拉黑 / blocked</span></p>";
        *out += &plot::over_time(&bars, &[("block", blocked)]);
    }
}

fn ranking(out: &mut String, title: &str, rows: &[(String, u64)]) {
    if rows.is_empty() {
        return;
    }
    let rows: Vec<_> = rows.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    let _ = write!(out, "<h2>{title}</h2>{}", plot::by_name(&rows, "no"));
}

fn table(out: &mut String, title: &str, table: &Table, of: impl Fn(&Row) -> u64) {
    let rows = table.most(of);
    if rows.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<h2>{title}</h2><div class=\"table\"><table><tr><th></th><th>允许 / allowed</th><th>拒绝 / refused</th></tr>"
    );
    for (name, Row { allowed, refused }) in rows.iter().take(ROWS) {
        let name = escaped(name);
        let _ = write!(out, "<tr><td>{name}</td><td>{allowed}</td><td>{refused}</td></tr>");
    }
    *out += "</table></div>";
    if rows.len() > ROWS {
        let _ = write!(out, "<p>… {}</p>", rows.len() - ROWS);
    }
}

/// A text as it may stand between tags and in quotes; what could mislead is spelt out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in shown(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            other => out.push(other),
        }
    }
    out
}
