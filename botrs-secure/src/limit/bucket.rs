//! Numbers of buckets that are not the cooldowns of one command; commands count from zero.

/// With a number mixed in: the quotas of a `limit`, apart from the cooldown of the same scope.
pub(crate) const QUOTAS: u64 = 1 << 60;
/// With a number mixed in: the cooldown that a policy adds to a command's own.
pub(crate) const RESTRICTIONS: u64 = 1 << 59;
/// With a number mixed in: what several commands share.
pub(crate) const SHARED: u64 = 1 << 61;

/// Look-ups on behalf of a principal or in a guild, for privileged commands.
pub(crate) const LOOKUPS: u64 = u64::MAX;
/// Look-ups for commands that everybody may run.
pub(crate) const PUBLIC_LOOKUPS: u64 = u64::MAX - 2;
/// Answers to refusals; with a command's number mixed in, to those of that command.
pub(crate) const ANSWERS: u64 = 1 << 62;
/// Answers to whoever may run a privileged command and erred.
pub(crate) const PRIVILEGED_ANSWERS: u64 = u64::MAX - 3;
/// Answers to mistyped commands.
pub(crate) const SUGGESTIONS: u64 = u64::MAX - 4;
/// What powers do in a guild that cannot be taken back.
pub(crate) const DESTRUCTIVE: u64 = u64::MAX - 5;
/// Records of refused messages that are no commands.
pub(crate) const REFUSALS: u64 = 1 << 63;
/// Messages that the inner handler got.
pub(crate) const HANDLED: u64 = u64::MAX - 1;
