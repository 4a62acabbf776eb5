//! Commands of a shell.

mod words;

use words::{COMMANDS, Needs, RUNNERS, SIGNS, SIGNS_AT_MOST, STARTERS};

use super::evidence::Evidence;
use super::place::{self, begins, begins_any, is_name, name_at, name_before, over_space};
use super::work;
use crate::content::finding::{Finding, Reason};

/// Reports what a shell would run behind a value that is put into its command line.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let quiet = place::quiet(bytes, 1);
    let value = value_of(bytes);
    let given = |option: &&&str| {
        // `--upload-pack=<git-upload-pack>` is how it is documented.
        bytes.strip_prefix(option.as_bytes()).is_some_and(|rest| !rest.starts_with(b"<"))
    };
    if let Some(option) = OPTIONS.iter().find(given) {
        found(Finding { reason: Reason::CommandInjection, span: 0..option.len(), score: 50 });
        return;
    }
    let evidence = Evidence::new(Reason::CommandInjection, found);
    let mut scan = Scan { bytes, quiet, spaced: bytes.contains(&b' '), signs: 0, evidence };
    for (at, byte) in text.bytes().enumerate() {
        if at <= value && SEPARATORS[usize::from(byte)] {
            scan.look_behind_value(at);
        } else if LOOK[usize::from(byte)] {
            scan.look_at(at);
        }
    }
    work::step(text.len());
    scan.evidence.settle();
}

/// What a text that is an argument begins with: options that run a command, and formulas of a table that do.
const OPTIONS: [&str; 8] = [
    "-oProxyCommand=",
    "--upload-pack=",
    "--receive-pack=",
    "--checkpoint-action=",
    "=cmd|",
    "+cmd|",
    "-cmd|",
    "@SUM(1+1)*cmd|",
];

/// The longest value that a command is put behind.
const VALUE: usize = 48;

/// How far the text is nothing but one value without spaces, which is no command itself.
fn value_of(bytes: &[u8]) -> usize {
    let begins = bytes.iter().take(VALUE).take_while(|b| **b <= b' ').count();
    let value = &bytes[begins..bytes.len().min(VALUE)];
    let len = value.iter().take_while(|b| **b > b' ' && **b < 0x80).count();
    let first = value.iter().take_while(|b| is_name(**b)).count();
    let shown = COMMANDS.get(&value[..first]).is_some() || STARTERS.get(&value[..first]).is_some();
    let gap = value[len..].iter().take_while(|b| **b <= b' ').count();
    work::step(begins + len + gap);
    if shown { begins } else { begins + len + gap }
}

/// What stands between a value and a command.
static SEPARATORS: [bool; 256] = place::set(b";|&\n\\");

/// The bytes that a rule begins at.
static LOOK: [bool; 256] = place::set(b"`$(<{/-");

struct Scan<'t, 'f> {
    bytes: &'t [u8],
    /// Where people begin to talk.
    quiet: usize,
    /// There is a space anywhere.
    spaced: bool,
    /// What [`SIGNS`] have given; they say little without anything else.
    signs: u32,
    evidence: Evidence<'f>,
}

impl Scan<'_, '_> {
    fn look_behind_value(&mut self, at: usize) {
        let escaped = self.bytes[at] == b'\\';
        if !escaped {
            self.separator(at, at + 1);
        } else if self.bytes.get(at + 1) == Some(&b'n') {
            self.separator(at, at + 2);
        }
    }

    fn look_at(&mut self, at: usize) {
        let next = self.bytes.get(at + 1).copied();
        match self.bytes[at] {
            b'`' => self.substitution(at, at + 1),
            b'$' if next == Some(b'(') => self.substitution(at, at + 2),
            b'(' if next == Some(b')') => self.shellshock(at),
            b'(' => self.runner(at),
            b'<' if begins_any(self.bytes, at, &["<!--#exec", "<!--#include"]) => {
                self.evidence.add(at..at + 9, 60);
            }
            b'{' => self.braces(at),
            b'$' | b'/' | b'-' => self.sign(at),
            _ => {}
        }
    }

    fn sign(&mut self, at: usize) {
        let likely = self.bytes.get(at + 1).is_some_and(|b| b"{IideEDb".contains(b));
        let sign = SIGNS.iter().find(|(sign, _)| likely && begins(self.bytes, at, sign));
        let Some((sign, points)) = sign else { return };
        let points = (*points).min(SIGNS_AT_MOST - self.signs);
        self.signs += points;
        self.evidence.add(at..at + sign.len(), points);
    }

    /// `;`, `|`, `&` or the end of a line behind a value, and a command behind it.
    fn separator(&mut self, at: usize, next: usize) {
        let before = at.checked_sub(1).map(|before| self.bytes[before]);
        let again = matches!(before, Some(b';' | b'|' | b'&')) && b";|&".contains(&self.bytes[at]);
        let closure = before == Some(b'(') && self.bytes[at] == b'|';
        let line = self.bytes[at] == b'\n' && at > 0;
        if again || closure || line {
            return;
        }
        if let Some(end) = self.command(next).or_else(|| self.pulled_apart(next)) {
            self.evidence.add(at..end, 50);
        }
    }

    /// The place behind a command that is written so that nobody finds it: `c'a't /`, `c\at /`, `/b?n/c?t`.
    fn pulled_apart(&self, start: usize) -> Option<usize> {
        let start = over_space(self.bytes, start);
        let rest = &self.bytes[start..self.bytes.len().min(start + 32)];
        let len = rest.iter().take_while(|b| **b > b' ' && **b < 0x80).count();
        let (word, gap) = rest.split_at(len);
        work::step(len + 1);
        let wild = word.first() == Some(&b'/') && word.contains(&b'?');
        let mut name = [0; 12];
        let mut letters = 0;
        for byte in word.iter().filter(|b| !b"'\"\\".contains(b)).take(name.len()) {
            name[letters] = *byte;
            letters += 1;
        }
        let hidden = letters < len && word[0].is_ascii_lowercase();
        let known = hidden && COMMANDS.get(&name[..letters]).is_some();
        let path = gap.get(1).is_some_and(|b| b"/-".contains(b));
        (path && (known || wild)).then_some(start + len)
    }

    /// The place behind the command that begins here.
    fn command(&self, start: usize) -> Option<usize> {
        let mut at = start;
        while self.bytes.get(at).is_some_and(|b| b" \t;|&'\"(\\".contains(b)) && at < start + 8 {
            at += 1;
        }
        let rest = &self.bytes[at..self.bytes.len().min(at + 48)];
        let drive = rest.get(1) == Some(&b':');
        let part = |b: &&u8| is_name(**b) || b"/:.?*-".contains(b) || drive && **b == b'\\';
        let path = rest.iter().take_while(part).count();
        work::step(path);
        if path < 2 {
            return None;
        }
        let name = rest[..path].rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        let (name, cut) = match name.strip_suffix(b".exe") {
            Some(name) => (name, 4),
            None => (name, 0),
        };
        let long = path > name.len() + cut && b"/cC".contains(&rest[0]);
        let needs = COMMANDS.get(name)?;
        if name.iter().any(u8::is_ascii_uppercase) && cut == 0 && !long {
            return None;
        }
        let end = at + path;
        (long || self.goes_on(needs, end)).then_some(end)
    }

    fn goes_on(&self, needs: Needs, end: usize) -> bool {
        let word = over_space(self.bytes, end);
        let first = self.bytes.get(word).copied();
        let column = first == Some(b'|') && self.bytes.get(word + 1) == Some(&b' ');
        let over = first.is_none_or(|b| b";|&'\"`)#\\}%?".contains(&b)) && !column;
        if self.bytes.get(end).is_some_and(|b| is_name(*b) || *b >= 0x80) {
            return false;
        }
        let rest = &self.bytes[word..self.bytes.len().min(word + 64)];
        let len = rest.iter().take_while(|b| **b > b' ').count();
        let word = &rest[..len];
        work::step(len);
        let path = || {
            let option =
                word.len() > 1 && matches!(word[0], b'-' | b'/' | b'~' | b'$' | b'%' | b'*');
            option || word.iter().any(|b| b"/\\<>".contains(b)) || word.ends_with(b".txt")
        };
        match needs {
            Needs::Nothing => over || path(),
            Needs::Path => path(),
            Needs::Host => {
                path() || word.contains(&b'.') || word.eq_ignore_ascii_case(b"localhost")
            }
            Needs::Number => first.is_some_and(|b| b.is_ascii_digit() || b == b'-'),
            Needs::Word => len > 0 && self.bytes.get(end) == Some(&b' '),
        }
    }

    /// `$(id)`, `` x`id` ``.
    fn substitution(&mut self, at: usize, next: usize) {
        // People put code between backticks.
        let joined = |before: u8| is_name(before) || b";|&=".contains(&before);
        let code = self.bytes[at] == b'`' && !(at > 0 && joined(self.bytes[at - 1]));
        let whole = at == 0 && self.bytes.ends_with(b")");
        if self.spaced && !whole || code {
            return;
        }
        if let Some(end) = self.command(next) {
            self.evidence.add(at..end, 50);
        }
    }

    /// `() { :;};`, a function as the value of a variable.
    fn shellshock(&mut self, at: usize) {
        let brace = over_space(self.bytes, at + 2);
        let body = over_space(self.bytes, brace + 1);
        let begins = self.bytes.get(brace) == Some(&b'{')
            && (begins_any(self.bytes, body, &[":;", "_;", ":", "ignored"]));
        if begins && (at == 0 || self.bytes[at - 1] <= b' ' || at < self.quiet) {
            self.evidence.add(at..body, 60);
        }
    }

    /// `system('id')`.
    fn runner(&mut self, at: usize) {
        if at == 0 || !is_name(self.bytes[at - 1]) {
            return;
        }
        let name = name_before(self.bytes, at);
        if RUNNERS.get(name).is_none() {
            return;
        }
        let quoted = self.bytes.get(at + 1).is_some_and(|b| b"'\"`".contains(b));
        if let Some(end) = self.command(at + 1).filter(|_| quoted) {
            let points = if at < self.quiet { 50 } else { 20 };
            self.evidence.add(at - name.len()..end, points);
        }
    }

    /// `{cat,/etc/passwd}`.
    fn braces(&mut self, at: usize) {
        let name = name_at(self.bytes, at + 1);
        let comma = at + 1 + name.len();
        if self.bytes.get(comma) == Some(&b',') && COMMANDS.get(name).is_some() {
            let path = self.bytes.get(comma + 1).is_some_and(|b| b"/-$'\"".contains(b));
            self.evidence.add(at..comma + 1, if path { 50 } else { 0 });
        }
    }
}
