//! Addresses in attributes that lead elsewhere, or where nobody reads it.

use super::Scan;
use crate::content::injection::place::{begins, begins_any, name_at};
use crate::content::injection::work;

/// How addresses end that run a program on the other side.
const PROGRAMS: [&[u8]; 8] =
    [b".php", b".asp", b".aspx", b".jsp", b".do", b".cgi", b".cfm", b".action"];

impl Scan<'_, '_> {
    /// `<img src=//x.example/transfer.php?to=`: an image whose address makes another site do something.
    pub(super) fn orders(&self, start: usize, value: usize) -> bool {
        if !begins(self.bytes, start, "src") {
            return false;
        }
        let rest = &self.bytes[value..self.bytes.len().min(value + 80)];
        let len = rest.iter().take_while(|b| !b"?\"'` >".contains(b)).count();
        work::step(len + 1);
        let program = PROGRAMS.iter().any(|ending| rest[..len].ends_with(ending));
        program && rest.get(len) == Some(&b'?')
    }

    /// `xlink:href=`
    pub(super) fn is_linked(&self, start: usize) -> bool {
        start.checked_sub(6).is_some_and(|prefix| begins(self.bytes, prefix, "xlink:"))
    }

    /// Whether an address has a host that is written so that nobody reads it: `0x7f.1`, `2130706433`, `ht\ttp:`.
    pub(super) fn hides_host(&self, value: usize) -> bool {
        let scheme = name_at(self.bytes, value);
        let end = value + scheme.len();
        let split = self.bytes.get(end).is_some_and(|b| matches!(b, b'\t' | b'\n' | b'\r'))
            && scheme.len() < 6
            && self.bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
        let host = name_at(self.bytes, end + 3);
        let number = host.len() > 1 && host.iter().all(u8::is_ascii_digit);
        let odd = begins(host, 0, "0x") || number && (host[0] == b'0' || host.len() > 7);
        let odd = odd || self.is_doubled(end + 3);
        split && !scheme.is_empty() || begins(self.bytes, end, "://") && odd
    }

    /// `google.com@x.example`, `www.gohttp://x`: a host before the host.
    fn is_doubled(&self, host: usize) -> bool {
        let rest = &self.bytes[host.min(self.bytes.len())..self.bytes.len().min(host + 64)];
        let len = rest.iter().take_while(|b| !b"/?#\"'> ".contains(b)).count();
        work::step(len + 1);
        rest[..len].contains(&b'@') || rest[len..].starts_with(b"//") && rest[..len].ends_with(b":")
    }

    /// Whether the address in an attribute is elsewhere.
    pub(super) fn leads_away(&self, start: usize, value: usize) -> bool {
        let scheme = name_at(self.bytes, value);
        let colon = value + scheme.len();
        let others = ["//", "/\\", "data:", "blob:", "mhtml:", "feed:", "clsid:", "jar:"];
        !scheme.is_empty() && begins(self.bytes, colon, "://")
            || begins_any(self.bytes, value, &others)
            || self.bytes.get(start..value).is_some_and(|gap| gap.contains(&b'\\'))
    }
}
