//! Expressions of a template language, and look-ups of a logger.

use super::evidence::Evidence;
use super::place::{begins_any, is_name, name_at};
use super::table::Table;
use super::work;
use crate::content::finding::{Finding, Reason};

/// Words that lead from a value to everything else in its language, or run something there.
static WAYS: Table<Way, 256> = Table::new(&[
    ("__class__", Way::Always),
    ("__mro__", Way::Always),
    ("__globals__", Way::Always),
    ("__init__", Way::Always),
    ("__builtins__", Way::Always),
    ("__import__", Way::Always),
    ("__subclasses__", Way::Always),
    ("__bases__", Way::Always),
    ("__base__", Way::Always),
    ("__dict__", Way::Always),
    ("__proto__", Way::Always),
    ("constructor", Way::Always),
    ("getclass", Way::Called),
    ("forname", Way::Called),
    ("getruntime", Way::Called),
    ("runtime", Way::Always),
    ("processbuilder", Way::Always),
    ("scriptengine", Way::Always),
    ("scriptenginemanager", Way::Always),
    ("freemarker", Way::Always),
    ("objectconstructor", Way::Always),
    ("subprocess", Way::Always),
    ("registerundefinedfiltercallback", Way::Always),
    ("getfilter", Way::Called),
    ("setcache", Way::Called),
    ("get_user_file", Way::Called),
    ("lipsum", Way::Always),
    ("cycler", Way::Always),
    ("joiner", Way::Always),
    ("attr", Way::Called),
    ("from_object", Way::Called),
    ("popen", Way::Called),
    ("system", Way::Called),
    ("passthru", Way::Called),
    ("shell_exec", Way::Called),
    ("phpinfo", Way::Called),
    ("exec", Way::Called),
    ("eval", Way::Called),
    ("sleep", Way::Called),
    ("file_get_contents", Way::Called),
    ("readfile", Way::Called),
    ("alert", Way::Called),
    ("require", Way::Called),
    ("_get", Way::Always),
    ("_post", Way::Always),
    ("$_get", Way::Always),
    ("$_post", Way::Always),
    ("$_request", Way::Always),
    ("passwd", Way::Always),
    ("secret_key", Way::Always),
    ("_templatereference__context", Way::Always),
    ("get_admin_log", Way::Always),
    ("ognl", Way::Always),
    ("diagnostics", Way::Always),
    ("mainmodule", Way::Always),
    ("child_process", Way::Always),
    ("getenv", Way::Called),
    ("mro", Way::Called),
    ("dump", Way::Called),
]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Always,
    /// Only with `(` behind it, or behind `|`, as filters are called.
    Called,
}

/// Look-ups of a logger: `jndi:`, and what hides it.
static LOOKUPS: Table<(), 32> = Table::new(&[
    ("jndi", ()),
    ("lower", ()),
    ("upper", ()),
    ("env", ()),
    ("sys", ()),
    ("java", ()),
    ("main", ()),
    ("ctx", ()),
    ("base64", ()),
]);

/// Beginnings that say much, in Velocity, Smarty, OGNL, SpEL, PHP, Handlebars and Django.
const BEGINNINGS: [(&str, Behind); 9] = [
    ("#set($", Behind::Work),
    ("{php}", Behind::Anything),
    ("{if phpinfo()", Behind::Anything),
    ("%{#", Behind::Sign(b'=')),
    ("%{(#", Behind::Anything),
    ("${T(", Behind::Anything),
    ("${@", Behind::Sign(b'(')),
    ("{{#with \"", Behind::Anything),
    ("{% debug %}", Behind::Anything),
];

/// What has to stand behind a beginning.
#[derive(Clone, Copy)]
enum Behind {
    Anything,
    /// A name, and then this.
    Sign(u8),
    /// A calculation, or a way to a class.
    Work,
}

/// The longest expression that is looked into.
const LONGEST: usize = 400;

/// An expression that was opened.
struct Open {
    start: usize,
    /// Where its inside begins.
    inside: usize,
    close: &'static str,
    leads_away: bool,
    /// Something else than digits and signs is in it.
    words: bool,
    digits: u32,
    signs: u32,
}

/// Reports what a template engine or a logger would evaluate.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let bytes = text.as_bytes();
    let evidence = Evidence::new(Reason::TemplateInjection, found);
    let mut scan = Scan { bytes, open: None, evidence };
    let mut at = 0;
    while at < bytes.len() {
        at += scan.look_at(at);
    }
    work::step(bytes.len());
    scan.evidence.settle();
}

struct Scan<'t, 'f> {
    bytes: &'t [u8],
    open: Option<Open>,
    evidence: Evidence<'f>,
}

impl Scan<'_, '_> {
    /// Looks at one place, and says how many bytes were read.
    fn look_at(&mut self, at: usize) -> usize {
        let byte = self.bytes[at];
        if matches!(byte, b'#' | b'{' | b'%' | b'$') {
            self.begins(at);
        }
        if let Some(close) = self.opens(at) {
            self.lookup(at);
            // The outer one goes on: `{{ {}['constructor'] }}`.
            if self.open.as_ref().is_none_or(|open| open.close != close) {
                let inside = at + 2;
                self.open = Some(Open {
                    start: at,
                    inside,
                    close,
                    leads_away: false,
                    words: false,
                    digits: 0,
                    signs: 0,
                });
            }
            return 2;
        }
        let Some(open) = &mut self.open else { return 1 };
        if at - open.start > LONGEST {
            self.open = None;
            return 1;
        }
        if byte == open.close.as_bytes()[0] && begins_any(self.bytes, at, &[open.close]) {
            self.close(at);
            return 1;
        }
        if is_name(byte) && !byte.is_ascii_digit() {
            let name = name_at(self.bytes, at);
            open.words = true;
            open.leads_away |= leads_away(self.bytes, at, name);
            return name.len();
        }
        // Ruby runs what stands between backticks.
        let begins =
            byte == b'`' && self.bytes[open.inside..at].iter().all(|b| matches!(b, b' ' | b'='));
        open.leads_away |= begins && matches!(self.bytes[open.start], b'#' | b'<');
        open.digits += u32::from(byte.is_ascii_digit());
        open.signs += u32::from(matches!(byte, b'*' | b'+' | b'-' | b'/' | b'%'));
        open.words |=
            byte >= 0x80 || matches!(byte, b'<' | b'>' | b'{' | b'}' | b';' | b':' | b'.' | b',');
        1
    }

    /// What closes the expression that is opened here, if one is.
    fn opens(&self, at: usize) -> Option<&'static str> {
        match (self.bytes[at], self.bytes.get(at + 1)?) {
            (b'{', b'{') => Some("}}"),
            (b'$', b'{') if self.bytes.get(at + 2) == Some(&b'{') => None,
            (b'$' | b'#' | b'*' | b'@' | b'~', b'{') => Some("}"),
            (b'@', b'(') => Some(")"),
            (b'<', b'%') => Some("%>"),
            (b'<', b'#') => Some(">"),
            (b'{', b'%') => Some("%}"),
            (b'{', b'!') => Some("!!}"),
            _ => None,
        }
    }

    /// One of [`BEGINNINGS`].
    fn begins(&mut self, at: usize) {
        let [first, second, third, ..] = self.bytes[at..] else { return };
        let likely = matches!(
            (first, second, third),
            (b'#', b's', b'e')
                | (b'{', b'p', b'h')
                | (b'{', b'i', b'f')
                | (b'%', b'{', b'#' | b'(')
                | (b'$', b'{', b'T' | b'@')
                | (b'{', b'{', b'#')
                | (b'{', b'%', b' ')
        );
        if !likely {
            return;
        }
        work::step(BEGINNINGS.len());
        let known =
            BEGINNINGS.iter().find(|(known, _)| self.bytes[at..].starts_with(known.as_bytes()));
        let Some((known, behind)) = known else { return };
        let end = at + known.len();
        let is_run = match behind {
            Behind::Anything => true,
            Behind::Sign(sign) => {
                let name = name_at(self.bytes, end);
                !name.is_empty() && self.bytes.get(end + name.len()) == Some(sign)
            }
            Behind::Work => {
                let rest = &self.bytes[end..self.bytes.len().min(end + 32)];
                work::step(rest.len());
                rest.contains(&b'*') || rest.windows(6).any(|word| word == b".class")
            }
        };
        if is_run {
            self.evidence.add(at..end, 50);
        }
    }

    /// `${jndi:ldap://`, also as `${lower:j}ndi:`.
    fn lookup(&mut self, at: usize) {
        let name = name_at(self.bytes, at + 2);
        let behind = at + 2 + name.len();
        let known = self.bytes.get(behind) == Some(&b':') && LOOKUPS.get(name).is_some();
        let hidden = begins_any(self.bytes, at + 2, &["::-", "${::-", "${lower:", "${upper:"]);
        if self.bytes[at] == b'$' && (known || hidden) {
            self.evidence.add(at..behind, 50);
        }
    }

    fn close(&mut self, at: usize) {
        let Some(open) = self.open.take() else { return };
        let span = open.start..at + open.close.len();
        let sum = !open.words && open.signs > 0 && open.digits > 1;
        let double = open.close == "}}";
        let name = self.bytes[open.inside..at].trim_ascii();
        work::step(at - open.inside);
        let all: [&[u8]; 7] = [
            b"config",
            b"config.items()",
            b"self",
            b"_self",
            b"request",
            b"request.environ",
            b"app.request",
        ];
        let whole = all.contains(&name) || name.starts_with(b"app.request.");
        if open.leads_away || sum || double && whole {
            self.evidence.add(span, 60);
        }
    }
}

/// Whether this name leads out of the template.
fn leads_away(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let behind = bytes.get(at + name.len()).copied();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match WAYS.get(name) {
        Some(Way::Always) => true,
        Some(Way::Called) => behind == Some(b'(') || before == Some(b'|') || before == Some(b'\''),
        None => false,
    }
}
