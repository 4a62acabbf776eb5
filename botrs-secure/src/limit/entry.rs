//! What the tables hold.

use super::key::Key;
use super::log::Log;
use super::table::Entry;
use crate::clock::Moment;

/// A principal: its block, its flood quota and one bucket of its own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Person {
    pub(super) tag: u64,
    pub(super) blocked_until: Moment,
    pub(super) flood: Moment,
    /// The key of the bucket in the next field, or zero.
    pub(super) bucket: u64,
    pub(super) bucket_tat: Moment,
}

/// A bucket that no principal's entry has room for, or that several principals share.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bucket {
    pub(super) tag: u64,
    pub(super) tat: Moment,
}

/// A message that was let in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    pub(super) tag: u64,
    pub(super) until: Moment,
}

/// The recent failures of a principal, and its blocks before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Offence {
    pub(super) tag: u64,
    /// When the last failure leaves the window.
    pub(super) until: Moment,
    pub(super) log: Log,
}

/// A value that waits to be taken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pending {
    pub(super) tag: u64,
    /// The upper half and the lower.
    pub(super) value: [u64; 2],
    pub(super) until: Moment,
    pub(super) wrong: u8,
}

// With the slots that growth leaves vacant: 62.5 bytes a principal, 25 a bucket.
const _: () = assert!(size_of::<Person>() == 40);
const _: () = assert!(size_of::<Bucket>() == 16);
const _: () = assert!(size_of::<Mark>() == 16);
const _: () = assert!(size_of::<Offence>() == 128);
const _: () = assert!(size_of::<Pending>() == 40);

macro_rules! entries {
    ($($name:ident: $this:ident => $expires:expr $(, or else $spare:expr)?;)+) => {$(
        impl $name {
            pub(super) fn new(key: Key) -> Self {
                Self { tag: key.0, ..Self::default() }
            }
        }

        impl Entry for $name {
            fn tag(&self) -> u64 {
                self.tag
            }

            fn expires(&self) -> Moment {
                let $this = self;
                $expires
            }
$(
            fn spare(&self) -> Moment {
                let $this = self;
                $spare
            })?
        }
    )+};
}

entries! {
    Person: this => this.blocked_until.max(this.flood).max(this.bucket_tat);
    Bucket: this => this.tat;
    Mark: this => this.until;
    Offence: this => this.until.max(this.log.repeat_until()), or else this.until;
    Pending: this => this.until;
}
