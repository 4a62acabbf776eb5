//! How often events touched a guild, a member or a channel: a bounded array of counters.
//!
//! Two may share a counter, which makes an answer grow old too early and never too late.

#[cfg(not(test))]
use std::hash::{BuildHasher, RandomState};

use super::counters::Counters;
use crate::id::{ChannelId, GuildId, UserId};

/// How many counters there are.
const SLOTS: usize = 4_096;

/// What an event can touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Everything,
    Guild(GuildId),
    Member(GuildId, UserId),
    Channel(ChannelId),
}

impl Topic {
    /// What touches a member: an event about them, or about their guild.
    pub(super) const fn of_member(guild: GuildId, user: UserId) -> [Self; 2] {
        [Self::Guild(guild), Self::Member(guild, user)]
    }
}

/// Counters of what events touched.
pub(super) struct Epochs {
    counters: Counters,
    /// Secret, so that nobody can aim at the counter of another.
    seeds: [u64; 3],
}

impl Epochs {
    pub(super) fn new() -> Self {
        Self { counters: Counters::new(SLOTS), seeds: seeds() }
    }

    pub(super) fn bump(&self, topic: Topic) {
        self.counters.bump(self.slot(topic));
    }

    /// Moves whenever one of the topics, or everything, was touched.
    pub(super) fn sum(&self, topics: &[Topic]) -> u64 {
        self.counters.sum(topics.iter().filter_map(|&topic| self.slot(topic)))
    }

    /// Which counter it has; none for everything.
    fn slot(&self, topic: Topic) -> Option<usize> {
        let (kind, one, other) = match topic {
            Topic::Everything => return None,
            Topic::Guild(guild) => (1, guild.get(), 0),
            Topic::Member(guild, user) => (2, guild.get(), user.get()),
            Topic::Channel(channel) => (3, channel.get(), 0),
        };
        let [a, b, c] = self.seeds;
        // Above all ids that there are, so that no member's counter is the guild's.
        let mixed = mix(mix(one ^ a, b) ^ other ^ (kind << 62), c);
        Some(mixed as usize % SLOTS)
    }
}

/// Both halves of a product, folded.
#[cfg(not(test))]
fn seeds() -> [u64; 3] {
    let random = RandomState::new();
    [0, 1, 2].map(|n: u64| random.hash_one(n))
}

/// The same in each run, or two that share a counter by chance would fail a test now and then.
#[cfg(test)]
fn seeds() -> [u64; 3] {
    [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb]
}

fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other | 1);
    (product >> 64) as u64 ^ product as u64
}
