//! Which checks a text needs at all: one pass over its bytes.

/// The checks that a byte is reason for, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs(u8);

const SQL: u8 = 1;
const SCRIPT: u8 = 1 << 1;
const COMMAND: u8 = 1 << 2;
const TEMPLATE: u8 = 1 << 3;
const LINES: u8 = 1 << 4;
const PATH: u8 = 1 << 5;
/// A quote, or an apostrophe.
const APOSTROPHE: u8 = 1 << 6;

static BITS: [u8; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = match byte as u8 {
            b'\'' => APOSTROPHE,
            b'"' => SQL | SCRIPT,
            b'=' | b'(' | b'[' => SQL | SCRIPT | COMMAND,
            b')' | b'#' | b'*' => SQL,
            b';' | b'|' | b'&' | b'$' => SQL | COMMAND,
            b'<' => SQL | SCRIPT | COMMAND,
            b'>' => SQL,
            b'{' => SQL | COMMAND | TEMPLATE,
            b'@' => SQL | SCRIPT,
            b'`' => SCRIPT | COMMAND,
            b':' | b'+' => SCRIPT,
            b'\n' | b'\r' => LINES | COMMAND,
            0x08 | 0x1b => LINES,
            b'%' => LINES | PATH,
            b'\\' => LINES | COMMAND | PATH,
            b'/' => PATH | COMMAND,
            _ => 0,
        };
        byte += 1;
    }
    bits
};

/// Whether any bit is set for this byte. Ranges are compared with sixteen bytes at a time.
#[inline]
const fn is_sign(byte: u8) -> bool {
    (byte < b' ')
        | (byte.wrapping_sub(b'"') <= b'+' - b'"')
        | (byte == b'/')
        | (byte.wrapping_sub(b':') <= b'>' - b':')
        | (byte == b'@')
        | (byte.wrapping_sub(b'[') <= b']' - b'[')
        | (byte == b'`')
        | (byte.wrapping_sub(b'{') <= b'}' - b'{')
}

impl Signs {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        if !bytes.iter().fold(false, |any, byte| any | is_sign(*byte)) {
            return Self(if words(bytes) { SQL } else { 0 });
        }
        let mut bits = bytes.iter().fold(0, |bits, byte| bits | BITS[usize::from(*byte)]);
        if bits & SQL == 0 && (bits & APOSTROPHE != 0 && quotes(bytes) || words(bytes)) {
            bits |= SQL;
        }
        if bits & (SCRIPT | SQL) != 0 && marks(bytes) {
            bits |= TEMPLATE;
        }
        if bits & PATH != 0 && !steps(bytes) {
            bits &= !PATH;
        }
        if bits & APOSTROPHE != 0 && bits & SQL != 0 {
            bits |= SCRIPT;
        }
        Self(bits)
    }

    pub(super) fn none(self) -> bool {
        self.0 & !APOSTROPHE == 0
    }

    pub(super) fn sql(self) -> bool {
        self.0 & SQL != 0
    }

    pub(super) fn script(self) -> bool {
        self.0 & SCRIPT != 0
    }

    pub(super) fn command(self) -> bool {
        self.0 & COMMAND != 0
    }

    pub(super) fn template(self) -> bool {
        self.0 & TEMPLATE != 0
    }

    pub(super) fn lines(self) -> bool {
        self.0 & LINES != 0
    }

    pub(super) fn path(self) -> bool {
        self.0 & PATH != 0
    }
}

/// Whether an apostrophe stands elsewhere than inside a word.
fn quotes(bytes: &[u8]) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let quote = |at: usize| bytes[at] == b'\'' && !(at > 0 && letter(at - 1) && letter(at + 1));
    (0..bytes.len()).any(quote)
}

/// Whether `sel`, `by 1` or `--` is there: the rules of SQL that need no other sign need these.
fn words(bytes: &[u8]) -> bool {
    let lower = |byte: u8| byte | 0x20;
    let triples = bytes.iter().zip(&bytes[1.min(bytes.len())..]).zip(&bytes[2.min(bytes.len())..]);
    triples.fold(false, |found, ((a, b), c)| {
        found
            | ((lower(*a) == b's') & (lower(*b) == b'e') & (lower(*c) == b'l'))
            | ((lower(*a) == b'b') & (lower(*b) == b'y') & (*c <= b' '))
            | ((*a == b'-') & (*b == b'-'))
    }) || bytes.ends_with(b"--")
}

/// Whether two dots in a row are there, or what some servers take for them.
fn steps(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(&bytes[1.min(bytes.len())..]);
    pairs.fold(false, |found, (a, b)| {
        found
            | ((*a == b'.') & (*b == b'.'))
            | ((*a == b'0') & (*b == b'x'))
            | ((*a == b'%') & (*b | 0x20 == b'c'))
            | ((*a == 0xef) & (*b == 0xbf))
    })
}

/// Whether `<%`, `<#`, `#s` or `@(` is there.
fn marks(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(&bytes[1.min(bytes.len())..]);
    pairs.fold(false, |found, (a, b)| {
        found
            | ((*a == b'<') & ((*b == b'%') | (*b == b'#')))
            | ((*a == b'#') & (*b == b's'))
            | ((*a == b'@') & (*b == b'('))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_and_the_table_agree() {
        for byte in 0..=u8::MAX {
            let reason = BITS[usize::from(byte)] != 0;
            assert!(is_sign(byte) || !reason, "{byte}");
        }
    }
}
