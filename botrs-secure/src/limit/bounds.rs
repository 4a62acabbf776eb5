//! How much memory, and how the tables share it.

use super::entry::{Bucket, Mark, Offence, Pending, Person};

/// Below this the reserves of the tables would be empty.
const LEAST_BYTES: usize = 2 << 20;

/// The most memory that the state of the gate may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// In bytes; less than 2 MiB counts as 2 MiB. A table that grows holds its old copy, less than
    /// a hundredth of this, until it is done.
    pub(crate) bytes: usize,
}

impl Default for Bounds {
    /// 64 MiB: about a million principals that are active at once and 600,000 messages an hour.
    fn default() -> Self {
        Self { bytes: 64 << 20 }
    }
}

/// The most slots of each table of a shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots {
    pub(super) people: usize,
    pub(super) buckets: usize,
    pub(super) marks: usize,
    pub(super) offences: usize,
    pub(super) pending: usize,
}

impl Bounds {
    /// Divides what `fixed` bytes leave among so many shards.
    pub(super) fn divide(self, shards: usize, fixed: usize) -> Slots {
        let sixteenth = self.bytes.max(LEAST_BYTES).saturating_sub(fixed) / shards / 16;
        Slots {
            people: 5 * sixteenth / size_of::<Person>(),
            buckets: 6 * sixteenth / size_of::<Bucket>(),
            marks: 3 * sixteenth / size_of::<Mark>(),
            offences: sixteenth / size_of::<Offence>(),
            pending: sixteenth / size_of::<Pending>(),
        }
    }
}
