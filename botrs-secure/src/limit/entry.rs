//! What the tables hold.

use std::time::Duration;

use super::key::Key;
use super::log::Log;
use super::quota::Quota;
use super::table::Entry;
use crate::clock::Moment;

/// A principal: its flood quota, or its block.
///
/// One moment is both, since nobody is let in during a block: 16 bytes, so that none lies across two cache
/// lines, and a million of them in the cache of a small server.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Person {
    tag: u64,
    /// The TAT of the flood quota; with [`BLOCKED`], when the block ends.
    moment: u64,
}

/// No moment of the clock has this bit, in the first 292 years.
const BLOCKED: u64 = 1 << 63;

impl Person {
    /// For how long it stays blocked.
    pub(super) fn blocked(&self, now: Moment) -> Option<Duration> {
        self.blocked_until().filter(|until| *until > now).map(|until| until.since(now))
    }

    /// Until then, or until an earlier block ends, if that is later.
    pub(super) fn block(&mut self, until: Moment) {
        self.moment = until.max(self.blocked_until().unwrap_or_default()).0 | BLOCKED;
    }

    /// Lifts a block, if there is one.
    pub(super) fn unblock(&mut self) {
        self.moment = self.tat().0;
    }

    /// Counts a command against the flood quota, or says how long to wait. During a block nothing counts.
    pub(super) fn attempt(&mut self, quota: Quota, now: Moment) -> Result<(), Duration> {
        if self.blocked(now).is_some() {
            return Ok(());
        }
        let tat = quota.charge(self.tat(), 1, now)?;
        if tat.0 & BLOCKED != 0 {
            return Err(Duration::MAX);
        }
        self.moment = tat.0;
        Ok(())
    }

    fn blocked_until(&self) -> Option<Moment> {
        (self.moment & BLOCKED != 0).then_some(Moment(self.moment & !BLOCKED))
    }

    /// Of the flood quota, which starts anew with a block.
    fn tat(&self) -> Moment {
        if self.moment & BLOCKED == 0 { Moment(self.moment) } else { Moment::default() }
    }
}

/// A bucket: of one principal, or of several.
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

// With the slots that growth leaves vacant: 25 bytes a principal, 25 a bucket.
const _: () = assert!(size_of::<Person>() == 16);
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
    Person: this => Moment(this.moment & !BLOCKED);
    Bucket: this => this.tat;
    Mark: this => this.until;
    Offence: this => this.until.max(this.log.repeat_until()), or else this.until;
    Pending: this => this.until;
}
