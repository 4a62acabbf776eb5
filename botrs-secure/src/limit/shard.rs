//! One part of the state, behind one mutex.

use std::mem::offset_of;

use super::bounds::Slots;
use super::entry::{Bucket, Mark, Offence, Pending, Person};
use super::key::BucketKey;
use super::table::Table;
use crate::clock::Moment;

/// In this order so that the mutex, the time and the people, which every check needs, are in one cache line.
#[repr(C)]
pub(super) struct Shard {
    /// The latest reading; an older one opens nothing.
    pub(super) now: Moment,
    pub(super) people: Table<Person>,
    pub(super) buckets: Table<Bucket>,
    pub(super) marks: Table<Mark>,
    pub(super) offences: Table<Offence>,
    pub(super) pending: Table<Pending>,
}

const _: () = assert!(align_of::<Shard>() + offset_of!(Shard, buckets) <= 64);

impl Shard {
    pub(super) fn new(slots: Slots) -> Self {
        Self {
            now: Moment::default(),
            people: Table::new(slots.people),
            buckets: Table::new(slots.buckets),
            marks: Table::new(slots.marks),
            offences: Table::new(slots.offences),
            pending: Table::new(slots.pending),
        }
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) fn bytes(&self) -> usize {
        self.people.bytes()
            + self.buckets.bytes()
            + self.marks.bytes()
            + self.offences.bytes()
            + self.pending.bytes()
    }

    /// The TAT of a bucket that has an entry.
    pub(super) fn tat(&self, bucket: &BucketKey) -> Option<Moment> {
        self.buckets.get(bucket.key).map(|entry| entry.tat)
    }

    /// Ask for room before, where it has no entry.
    pub(super) fn set_tat(&mut self, bucket: &BucketKey, tat: Moment) {
        if let Some(entry) = self.buckets.get_mut(bucket.key) {
            entry.tat = tat;
        } else {
            self.buckets.insert(Bucket { tat, ..Bucket::new(bucket.key) });
        }
    }
}
