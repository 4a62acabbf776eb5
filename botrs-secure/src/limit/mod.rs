//! How often: blocks, floods, replay marks and quotas, in bounded memory.
//!
//! All of it is one [`Memory`], whose verbs are small and atomic: *blocked*, *flood*, *fail* and
//! *unblock* for a principal; *seen* and *first_seen* for a message; *peek* and *take* for
//! quotas; *put_once*, *take_once* and *once* for what happens a single time. Nothing waits, and
//! no lock lives longer than a call.
//!
//! The state is spread over shards, each a few flat tables behind one mutex. What is kept is a
//! keyed fingerprint ([`Keys`]), never an id, so nobody can aim at a shard or at another's entry.
//! A principal's block, flood and first cooldown share one entry of 40 bytes: one look-up.
//!
//! # At the bound
//!
//! Entries whose time has passed go first, a few with each insertion. Nothing that still limits
//! anybody is ever evicted, or a flood of strangers would wash blocks and cooldowns away. When
//! all of it is live,
//!
//! - strangers (principals and buckets without an entry) share one limit for each quota, so
//!   they are as fast together as one principal;
//! - failures of principals that cannot be counted apart are counted together, and once there
//!   are too many, whoever fails next is blocked, at the first failure. Those who do not fail are
//!   not touched, and room for blocks is kept free;
//! - a message that cannot be marked is [`Seen::Full`], which the gate refuses; a confirmation
//!   that cannot be kept is not offered.
//!
//! # Time
//!
//! A shard never goes back: a reading older than its latest counts as the latest. Sums saturate
//! towards refusal.

mod bounds;
pub(crate) mod bucket;
mod entry;
mod fail;
mod key;
mod memory;
mod once;
mod quota;
#[cfg(feature = "redis")]
#[allow(dead_code, unused_imports, reason = "the gate is not wired to it yet")]
pub(crate) mod redis;
mod replay;
mod shard;
mod shared;
mod table;
mod take;
#[cfg(test)]
mod tests;

pub(crate) use bounds::Bounds;
pub(crate) use fail::Intrusion;
pub(crate) use key::{BucketKey, Key, Keys, Scope};
pub(crate) use memory::Memory;
pub use quota::Quota;
pub(crate) use replay::Seen;
pub(crate) use take::{MAX_TAKES, Take};
