//! No two commands of one list answer to the same name: checked when `commands![..]` compiles.

use crate::command::CommandSpec;
use crate::command::spec::same;

/// A message that can be put together while compiling.
struct Message {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Message {
    const CAPACITY: usize = 512;

    const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0 }
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut n = 0;
        while n < text.len() && self.len < Self::CAPACITY {
            self.bytes[self.len] = text[n];
            self.len += 1;
            n += 1;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Cut within a character: only very long names get here.
            Err(_) => "two commands answer to the same name",
        }
    }
}

/// Panics, which is a compile error in a constant, if two names or aliases are equal.
///
/// Names whose hash nobody had before are not compared: a compiler that interprets would take seconds
/// to compare each of some hundred with all others.
#[doc(hidden)]
pub const fn assert_unique(list: &[&CommandSpec]) {
    let mut seen = [0_u64; 64];
    let mut n = 0;
    while n < list.len() {
        if !are_new(list[n], &mut seen) {
            assert_differs(list, n);
        }
        n += 1;
    }
}

/// Marks the hashes of a command's names; false if one may have been there.
const fn are_new(spec: &CommandSpec, seen: &mut [u64; 64]) -> bool {
    let mut new = true;
    let mut n = 0;
    while n < spec.names() {
        let hash = hash(spec.nth_name(n));
        let (word, bit) = ((hash >> 6) as usize % 64, 1 << (hash % 64));
        new &= seen[word] & bit == 0;
        seen[word] |= bit;
        n += 1;
    }
    new
}

/// FNV-1a, folded.
const fn hash(text: &str) -> u64 {
    let text = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut n = 0;
    while n < text.len() {
        hash = (hash ^ text[n] as u64).wrapping_mul(0x0100_0000_01b3);
        n += 1;
    }
    hash ^ (hash >> 32)
}

/// Compares a command with itself and all before it.
const fn assert_differs(list: &[&CommandSpec], n: usize) {
    let mut before = 0;
    while before <= n {
        assert_disjoint(list[before], list[n], before == n);
        before += 1;
    }
}

const fn assert_disjoint(a: &CommandSpec, b: &CommandSpec, same_command: bool) {
    let mut n = 0;
    while n < a.names() {
        let mut m = if same_command { n + 1 } else { 0 };
        while m < b.names() {
            if same(a.nth_name(n), b.nth_name(m)) {
                let message = Message::new()
                    .push("two commands answer to `")
                    .push(a.nth_name(n))
                    .push("`: `")
                    .push(a.path)
                    .push("` and `")
                    .push(b.path)
                    .push("`; change a `name` or an alias");
                panic!("{}", message.as_str());
            }
            m += 1;
        }
        n += 1;
    }
}
