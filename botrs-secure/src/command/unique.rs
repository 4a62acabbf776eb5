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
#[doc(hidden)]
pub const fn assert_unique(list: &[&CommandSpec]) {
    let mut first = 0;
    while first < list.len() {
        let mut second = first;
        while second < list.len() {
            assert_disjoint(list[first], list[second], first == second);
            second += 1;
        }
        first += 1;
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
