//! Plots as SVG: no script, no colour of their own, so that the page's style tells light from dark.

use std::fmt::Write as _;

use super::hours::Bar;
use super::page::escaped;

const WIDTH: usize = 720;
const HEIGHT: usize = 160;
/// Room on the left for the numbers, above for half of one, and below for the times.
const LEFT: usize = 56;
const ABOVE: usize = 16;
const BELOW: usize = 24;
/// The height of a row with its name.
const ROW: usize = 30;

/// What is drawn of a bar: a class of the page's style, and a count.
type Part = (&'static str, fn(&Bar) -> u64);

/// Bars over time, of parts upon one another.
pub(super) fn over_time(bars: &[Bar], parts: &[Part]) -> String {
    let of = |bar: &Bar| parts.iter().map(|(_, count)| count(bar)).sum::<u64>();
    let most = bars.iter().map(of).max().unwrap_or(0).max(1);
    let mut svg = open(WIDTH, ABOVE + HEIGHT + BELOW);
    for line in [0, most.div_ceil(2), most] {
        let y = ABOVE + HEIGHT - scaled(line, most, HEIGHT);
        // A String takes every text.
        let _ = write!(
            svg,
            r#"<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}"/><text class="number" x="{}" y="{}">{line}</text>"#,
            LEFT - 6,
            y + 4,
        );
    }
    let edge = |at: usize| LEFT + at * (WIDTH - LEFT) / bars.len();
    for (at, bar) in bars.iter().enumerate() {
        let (x, room) = (edge(at) + 1, edge(at + 1) - edge(at));
        let mut y = ABOVE + HEIGHT;
        let told: Vec<_> = parts.iter().map(|(_, count)| count(bar).to_string()).collect();
        let _ = write!(svg, "<g><title>{}  {}</title>", escaped(&bar.time), told.join(" / "));
        for (class, count) in parts {
            let height = scaled(count(bar), most, HEIGHT);
            y -= height;
            let width = room.saturating_sub(2).max(1);
            let _ = write!(
                svg,
                r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
            );
        }
        svg += "</g>";
    }
    for (bar, x, anchor) in ends(bars) {
        let (y, time) = (ABOVE + HEIGHT + BELOW - 4, escaped(&bar.time));
        let _ = write!(
            svg,
            r#"<text class="time" x="{x}" y="{y}" text-anchor="{anchor}">{time}</text>"#
        );
    }
    svg + "</svg>"
}

/// The first time on the left and the last one on the right.
fn ends(bars: &[Bar]) -> impl Iterator<Item = (&Bar, usize, &'static str)> {
    let last = bars.last().filter(|_| bars.len() > 1).map(|bar| (bar, WIDTH, "end"));
    bars.first().map(|bar| (bar, LEFT, "start")).into_iter().chain(last)
}

/// A row for each name, the longest bar for the most.
pub(super) fn by_name(rows: &[(&str, u64)], class: &str) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut svg = open(WIDTH, rows.len() * 2 * ROW);
    for (at, (name, count)) in rows.iter().enumerate() {
        let (y, width) = (at * 2 * ROW, scaled(*count, most, WIDTH - 80));
        let (name, text, bar) = (escaped(name), y + 20, y + ROW);
        let _ = write!(
            svg,
            r#"<text class="name" x="0" y="{text}">{name}</text><rect class="{class}" x="0" y="{bar}" width="{width}" height="14"/><text class="count" x="{}" y="{}">{count}</text>"#,
            width + 6,
            bar + 13,
        );
    }
    svg + "</svg>"
}

fn open(width: usize, height: usize) -> String {
    format!(r#"<svg viewBox="0 0 {width} {height}" role="img">"#)
}

/// What is there is seen, however little it is.
fn scaled(count: u64, most: u64, length: usize) -> usize {
    let exact = u128::from(count) * length as u128;
    usize::try_from(exact.div_ceil(u128::from(most))).unwrap_or(length)
}
