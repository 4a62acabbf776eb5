//! Paths that lead out of their directory.

use super::evidence::Evidence;
use super::script::place::begins_any;
use super::work;
use crate::content::finding::{Finding, Reason};

/// Files that are worth the way.
const TARGETS: [&str; 22] = [
    "etc/passwd",
    "etc/shadow",
    "etc/hosts",
    "etc/group",
    "etc/issue",
    "etc\\passwd",
    "proc/self",
    "boot.ini",
    "win.ini",
    "system.ini",
    "windows/",
    "windows\\",
    "winnt/",
    "winnt\\",
    "web.xml",
    "web-inf",
    "web.config",
    "wp-config",
    ".htaccess",
    ".ssh/",
    "{file}",
    "cmd.exe",
];

/// Reports steps upwards that are many, hidden, or lead to a file of the system.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let mut evidence = Evidence::new(Reason::PathTraversal, found);
    let mut at = 0;
    while at < bytes.len() {
        at = walk(bytes, at, &mut evidence);
    }
    evidence.settle();
}

/// Takes the steps that begin here and returns the place behind them.
fn walk(bytes: &[u8], start: usize, evidence: &mut Evidence<'_>) -> usize {
    let mut at = start;
    let mut ups = 0;
    let mut odd = 0;
    while let Some(step) = step(&bytes[at..]) {
        ups += u32::from(step.up);
        odd += u32::from(step.odd);
        at += step.len;
    }
    work::step(at - start + 1);
    if ups == 0 {
        return at.max(start + 1);
    }
    let target = begins_any(bytes, at, &TARGETS);
    let ended = bytes.get(at) == Some(&0);
    let points = match (ups, odd) {
        _ if target => 60,
        (_, 1..) if ups > 1 => 55,
        (5.., 0) => 50,
        _ if ended => 50,
        _ => 0,
    };
    evidence.add(start..at, points);
    at
}

struct Step {
    len: usize,
    up: bool,
    /// Written so that a filter does not see it.
    odd: bool,
}

/// `../`, `..\`, `....//`, `..;/`, `./`, and separators, the bytes of overlong forms included.
fn step(rest: &[u8]) -> Option<Step> {
    let dots = rest.iter().take(80).take_while(|b| **b == b'.').count();
    let after = &rest[dots..];
    let parameter = usize::from(dots > 1 && after.first() == Some(&b';'));
    let (separator, odd) = separator(&after[parameter..])?;
    let more =
        after[parameter + separator..].iter().take(4).take_while(|b| b"/\\".contains(b)).count();
    let mixed = more > 0 && dots > 1;
    Some(Step {
        len: dots + parameter + separator + more,
        up: dots > 1,
        odd: dots > 1 && (odd || dots > 2 || parameter > 0 || mixed),
    })
}

/// The length of a separator, and whether it is written in an odd way.
fn separator(rest: &[u8]) -> Option<(usize, bool)> {
    match rest {
        [b'/' | b'\\', ..] => Some((1, false)),
        [0xe2, 0x88, 0x95 | 0x96, ..] => Some((3, true)),
        [0xef, 0xbf, 0xbd, b'/' | b'\\' | b'.', ..] => None,
        _ if begins_any(rest, 0, &["0x2f", "0x5c"]) => Some((4, true)),
        _ if begins_any(rest, 0, &["%2f", "%5c"]) => Some((3, true)),
        _ if begins_any(rest, 0, &["%c0%af", "%c1%9c", "%c0%2f", "%c0%5c"]) => Some((6, true)),
        _ => None,
    }
}
