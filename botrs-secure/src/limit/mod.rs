//! How often: blocks, floods, replay marks and quotas, in bounded memory.
//!
//! All of it is one [`Memory`], whose verbs are small and atomic: *blocked*, *flood*, *fail* and
//! *unblock* for a principal; *seen* and *first_seen* for a message; *peek* and *take* for
//! quotas; *put_once*, *look_once*, *check_once*, *take_once* and *once* for what happens a single time. Nothing waits, and
//! no lock lives longer than a call.
//!
//! The state is spread over shards, each a few flat tables behind one mutex. What is kept is a
//! keyed fingerprint ([`Keys`]), never an id, so nobody can aim at a shard or at another's entry.
//!
//! A principal's block and flood quota are one moment in an entry of 16 bytes, and each bucket is another. An
//! entry that held the first cooldown as well (40 bytes) cost a check among a million principals twice as
//! much: they no longer fit the processor's cache, and half of the entries lay across two of its lines.
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
//! - earlier blocks of whoever has no failures now are forgotten, so that their next block is the
//!   first again;
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
mod intrusion;
mod key;
mod log;
mod memory;
mod once;
mod quota;
#[cfg(feature = "redis")]
pub(crate) mod redis;
mod replay;
mod shard;
mod shared;
mod table;
mod take;
#[cfg(test)]
mod tests;

pub(crate) use bounds::Bounds;
pub(crate) use fail::Failure;
pub use intrusion::Intrusion;
pub(crate) use intrusion::Said;
pub(crate) use key::{BucketKey, Key, Keys, Scope};
pub(crate) use memory::Memory;
pub(crate) use once::Checked;
pub use quota::Quota;
pub(crate) use replay::Seen;
pub(crate) use take::{MAX_TAKES, Take};
