//! Which connections a process keeps.

use std::fmt;
use std::ops::Range;

/// The shards that a bot was told to serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shards {
    /// As many as the platform names.
    #[default]
    All,
    /// One, of as many as its machines agreed on.
    One { number: u32, of: u32 },
}

impl Shards {
    /// What is served where the platform names so many.
    pub(super) fn served(self, named: u32) -> Served {
        match self {
            Self::All => Served { numbers: 0..named.max(1), of: named.max(1) },
            Self::One { number, of } => Served { numbers: number..number + 1, of },
        }
    }
}

/// The shards that a process serves, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Served {
    pub(super) numbers: Range<u32>,
    pub(super) of: u32,
}

impl Served {
    /// How many sessions that takes.
    pub(super) fn sessions(&self) -> u32 {
        self.numbers.end - self.numbers.start
    }
}

impl fmt::Display for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sessions() == self.of {
            true => self.of.fmt(f),
            false => write!(f, "{} / {}", self.numbers.start, self.of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_serves_all_that_the_platform_names_or_the_one_that_it_was_told() {
        let one = Shards::One { number: 1, of: 3 };
        for (shards, named, numbers, shown) in [
            (Shards::All, 4, 0..4, "4"),
            (Shards::All, 0, 0..1, "1"),
            (one, 4, 1..2, "1 / 3"),
            (one, 0, 1..2, "1 / 3"),
            (Shards::One { number: 0, of: 1 }, 4, 0..1, "1"),
        ] {
            let served = shards.served(named);
            assert_eq!((served.numbers.clone(), &*served.to_string()), (numbers, shown));
        }
    }
}
