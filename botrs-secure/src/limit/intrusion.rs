//! When failures become a block, as code and the policy file say it.

use std::time::Duration;

use super::log::STAMPS;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// When failures become a block. The default: more than 5 in an hour block for 24 hours.
///
/// A failure is an attempt at what one may not do: a command without its permission or with an
/// injection in it, a confirmation that is wrong. What is merely mistyped is none. Failures count for whoever made them, in the guild or group
/// where they did; commands are then not listened to there, other messages are.
///
/// Whoever is blocked again within 30 days after the end of a block is blocked for twice as long as
/// before, at most for 30 days. Unblocking forgets the failures and the blocks before. So does a restart,
/// unless machines share their state by `Redis`: a `Store` keeps the block itself, and the next one is
/// as long as a first.
///
/// Owners of the bot, holders of Administrator, and whoever the platform tells no roles of are never
/// blocked: too many failures of theirs raise an [`Alert`](crate::Alert), and so does each block.
///
/// ```
/// use std::time::Duration;
///
/// use botrs_secure::Intrusion;
///
/// let hour = Duration::from_secs(60 * 60);
/// let strict = Intrusion::default().threshold(3).window(6 * hour).block(48 * hour).confirmation(2);
/// assert_ne!(strict, Intrusion::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intrusion {
    pub(crate) threshold: u32,
    pub(crate) window: Duration,
    /// Zero, which nobody can configure, only counts.
    pub(crate) block: Duration,
    pub(crate) permission: u32,
    pub(crate) injection: u32,
    pub(crate) confirmation: u32,
}

impl Default for Intrusion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Intrusion {
    pub(crate) const DEFAULT: Self = Self {
        threshold: 5,
        window: Duration::from_secs(60 * 60),
        block: DAY,
        permission: 1,
        injection: 1,
        confirmation: 1,
    };
    /// The largest threshold: one failure more than this is remembered.
    pub(crate) const MAX_THRESHOLD: u32 = STAMPS as u32 - 1;
    /// The largest weight: it exceeds every threshold at once.
    pub(crate) const MAX_WEIGHT: u32 = STAMPS as u32;
    /// The longest window, and the longest block however often somebody is blocked.
    pub(crate) const LONGEST: Duration = DAY.saturating_mul(30);
    /// How long after the end of a block another one is a repetition.
    pub(crate) const REPEAT: Duration = DAY.saturating_mul(30);

    /// How many failures in a window are forgiven; 0 to 12, 5 by default.
    #[must_use]
    pub const fn threshold(mut self, failures: u32) -> Self {
        self.threshold = failures;
        self
    }

    /// How long a failure counts; more than zero and at most 30 days, 1 hour by default.
    #[must_use]
    pub const fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// How long the first block lasts; more than zero and at most 30 days, 24 hours by default.
    #[must_use]
    pub const fn block(mut self, block: Duration) -> Self {
        self.block = block;
        self
    }

    /// For how many failures a command without its permission counts; 0 to 13, 1 by default.
    #[must_use]
    pub const fn permission(mut self, weight: u32) -> Self {
        self.permission = weight;
        self
    }

    /// For how many failures an injection in a command counts, where it is refused; 0 to 13, 1 by default.
    #[must_use]
    pub const fn injection(mut self, weight: u32) -> Self {
        self.injection = weight;
        self
    }

    /// For how many failures a wrong confirmation counts; 0 to 13, 1 by default.
    #[must_use]
    pub const fn confirmation(mut self, weight: u32) -> Self {
        self.confirmation = weight;
        self
    }

    /// The same where nobody is blocked: failures are only counted.
    pub(crate) const fn without_block(self) -> Self {
        self.block(Duration::ZERO)
    }

    /// Whether every value is one that its method takes.
    pub(crate) fn is_in_range(&self) -> bool {
        let is_span = |span: Duration| !span.is_zero() && span <= Self::LONGEST;
        self.threshold <= Self::MAX_THRESHOLD
            && [self.permission, self.injection, self.confirmation]
                .into_iter()
                .all(|weight| weight <= Self::MAX_WEIGHT)
            && [self.window, self.block].into_iter().all(is_span)
    }

    /// The same with what a policy file says in place of what code says.
    pub(crate) fn or_as_said(self, said: &Said) -> Self {
        Self {
            threshold: said.threshold.unwrap_or(self.threshold),
            window: said.window.unwrap_or(self.window),
            block: said.block.unwrap_or(self.block),
            permission: said.permission.unwrap_or(self.permission),
            injection: said.injection.unwrap_or(self.injection),
            confirmation: said.confirmation.unwrap_or(self.confirmation),
        }
    }

    /// How long the block is that follows so many others: doubled for each, up to the longest.
    pub(super) fn escalated(self, before: u8) -> Duration {
        let doubled = self.block.saturating_mul(1 << before.min(31));
        doubled.min(Self::LONGEST).max(self.block)
    }
}

/// What a policy file says of it, key by key.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Said {
    pub(crate) threshold: Option<u32>,
    pub(crate) window: Option<Duration>,
    pub(crate) block: Option<Duration>,
    pub(crate) permission: Option<u32>,
    pub(crate) injection: Option<u32>,
    pub(crate) confirmation: Option<u32>,
}
