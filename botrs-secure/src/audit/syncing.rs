//! When what was written is brought to the disk.

use std::time::{Duration, Instant};

use super::event::Weight;

/// How long a record that nobody waits for is not on the disk, where privileged ones are there at once.
const SOON: Duration = Duration::from_secs(1);

/// When records are brought to the disk, where the machine may fail and they stay; for
/// [`AuditLogBuilder::sync`](crate::AuditLogBuilder::sync).
///
/// Whoever waits for the disk shares one `fsync` with all who wait then. They wait 5 seconds at most: where
/// that is too short, or the disk fails, it is as if the log could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AuditSync {
    /// Each at once. What a call came to is on the disk before anybody is told, and so is what a power is about
    /// to do before the platform is asked. Nothing is counted together.
    EveryRecord,
    /// Privileged ones at once, the others each second. What a power is about to do is on the disk before the
    /// platform is asked, and a power that cannot be recorded there is refused. Answers wait for nothing.
    #[default]
    OnPrivileged,
    /// All so often, and nobody waits. The bot looks each 5 milliseconds, so that nothing shorter is.
    Every(Duration),
}

impl AuditSync {
    /// Whether refusals that are repeated may be counted together, and their count be in memory for a while.
    pub(super) fn counts_repeats(self) -> bool {
        self != Self::EveryRecord
    }

    /// Whether an effect waits for its intent.
    pub(super) fn holds_effects(self) -> bool {
        matches!(self, Self::EveryRecord | Self::OnPrivileged)
    }

    /// Whether an answer waits for the record of what it says.
    pub(super) fn holds_answers(self) -> bool {
        self == Self::EveryRecord
    }
}

/// What is not on the disk.
#[derive(Debug, Default)]
pub(super) struct Unsynced {
    since: Option<Instant>,
    is_urgent: bool,
}

impl Unsynced {
    /// One more record.
    pub(super) fn add(&mut self, weight: Weight, now: Instant) {
        self.since.get_or_insert(now);
        self.is_urgent |= weight == Weight::Privileged;
    }

    /// Whether it is time; `is_awaited` says that somebody waits.
    pub(super) fn is_due(&self, sync: AuditSync, is_awaited: bool, now: Instant) -> bool {
        let Some(since) = self.since else { return false };
        let is_older = |time| now.saturating_duration_since(since) >= time;
        is_awaited
            || match sync {
                AuditSync::EveryRecord => true,
                AuditSync::OnPrivileged => self.is_urgent || is_older(SOON),
                AuditSync::Every(time) => is_older(time),
            }
    }

    /// All is there.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Duration = Duration::from_secs(10);
    const SYNCS: [AuditSync; 3] =
        [AuditSync::EveryRecord, AuditSync::OnPrivileged, AuditSync::Every(TEN)];

    /// By each policy, after one record and this time.
    fn due(weight: Weight, is_awaited: bool, after: Duration) -> [bool; 3] {
        let (mut unsynced, then) = (Unsynced::default(), Instant::now());
        unsynced.add(weight, then);
        SYNCS.map(|sync| unsynced.is_due(sync, is_awaited, then + after))
    }

    #[test]
    fn each_policy_has_its_time() {
        use Weight::{Privileged, Refusal, Usual};
        let at_once = Duration::ZERO;
        for weight in [Refusal, Usual] {
            assert_eq!(due(weight, false, at_once), [true, false, false]);
            assert_eq!(due(weight, false, SOON), [true, true, false]);
            assert_eq!(due(weight, false, TEN), [true, true, true]);
        }
        assert_eq!(due(Privileged, false, at_once), [true, true, false]);
        assert_eq!(due(Refusal, true, at_once), [true, true, true]);
    }

    #[test]
    fn the_first_record_and_the_weightiest_decide() {
        let (mut unsynced, then) = (Unsynced::default(), Instant::now());
        unsynced.add(Weight::Privileged, then);
        unsynced.add(Weight::Usual, then + TEN);
        assert!(unsynced.is_due(AuditSync::Every(TEN), false, then + TEN));
        assert!(unsynced.is_due(AuditSync::OnPrivileged, false, then));
    }

    #[test]
    fn what_is_on_the_disk_is_not_due() {
        let (mut unsynced, then) = (Unsynced::default(), Instant::now());
        unsynced.add(Weight::Privileged, then);
        unsynced.clear();
        for sync in SYNCS {
            assert!(!unsynced.is_due(sync, true, then + TEN));
        }
    }
}
