//! Paths that lead out of their directory.

use super::evidence::Evidence;
use super::place::{self, begins, begins_any};
use super::work;
use crate::content::finding::{Finding, Reason};

/// Files that are worth the way.
const TARGETS: [&str; 27] = [
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
    "root/.",
    ".aws/",
    ".git/config",
    ".htpasswd",
    ".bash_history",
    "{file}",
    "cmd.exe",
];

/// Reports steps upwards that are many, hidden, or lead to a file of the system.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let mut evidence = Evidence::new(Reason::PathTraversal, found);
    let mut at = 0;
    while at < bytes.len() {
        if LOOK[usize::from(bytes[at])] && bytes.get(at + 1).is_some_and(|b| NEXT[usize::from(*b)])
        {
            at = walk(bytes, at, &mut evidence);
        } else {
            at += 1;
        }
    }
    work::step(bytes.len());
    evidence.settle();
}

/// The bytes that steps begin with.
static LOOK: [bool; 256] = place::set(b".0%\xef");

/// And those that go on.
static NEXT: [bool; 256] = place::set(b"./\\x0cC2\xbf%");

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
    let first = bytes.get(at).map(u8::to_ascii_lowercase);
    let likely = |target: &&&str| target.bytes().next() == first;
    let target = TARGETS.iter().filter(likely).any(|target| begins(bytes, at, target));
    let alone = start <= 1 || bytes[start - 1] == b'=';
    let points = match (ups, odd) {
        _ if target && (ups > 1 || alone) => 60,
        (_, 1..) if ups > 1 => 55,
        (4.., 0) if alone => 50,
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

/// `../`, `..\`, `....//`, `..;/`, `./`, and separators, in the forms of [`DOTS`] too.
fn step(rest: &[u8]) -> Option<Step> {
    let (mut len, mut dots, mut odd) = (0, 0, false);
    while let Some((dot, hidden)) = unit(&rest[len..], b'.', &DOTS) {
        len += dot;
        dots += 1;
        odd |= hidden;
        if dots > 80 {
            return None;
        }
    }
    let parameter = usize::from(dots > 1 && rest.get(len) == Some(&b';'));
    let after = &rest[len + parameter..];
    let slash = unit(after, b'/', &SLASHES)
        .or_else(|| (after.first() == Some(&b'\\')).then_some((1, false)));
    let (separator, hidden) = match slash {
        Some(slash) => slash,
        // Bytes that are no text any more: they were a separator of an overlong form.
        None if odd && dots > 3 => (0, true),
        None => return None,
    };
    let more = after[separator..].iter().take(4).take_while(|b| b"/\\".contains(b)).count();
    let mixed = more > 0 && dots > 1;
    Some(Step {
        len: len + parameter + separator + more,
        up: dots > 1,
        odd: dots > 1 && (odd || hidden || dots > 2 || parameter > 0 || mixed),
    })
}

/// Forms of a dot that some servers read. The last is what is left of bytes that are no UTF-8.
const DOTS: [&str; 5] = ["0x2e", "%c0%ae", "%c0%2e", "%2e", "\u{fffd}"];
/// Forms of a separator.
const SLASHES: [&str; 11] = [
    "0x2f", "0x5c", "%2f", "%5c", "%c0%af", "%c1%9c", "%c0%2f", "%c0%5c", "\u{2215}", "\u{2216}",
    "\u{efc8}",
];

/// The length of this byte or one of its forms, and whether it is a form.
fn unit(rest: &[u8], plain: u8, forms: &[&str]) -> Option<(usize, bool)> {
    let first = *rest.first()?;
    if first == plain {
        return Some((1, false));
    }
    let second = rest.get(1)?.to_ascii_lowercase();
    let begins = |form: &&&str| form.as_bytes()[0] == first && form.as_bytes()[1] == second;
    let mut likely = forms.iter().filter(begins);
    likely.find(|form| begins_any(rest, 0, &[form])).map(|form| (form.len(), true))
}
