//! The audit log without a bot.

use crate::audit::{AuditLog, Event, Kind};
use crate::id::{BotId, UserId};
use crate::place::{PersonId, Place};
use crate::testing::Harness;

/// The audit log without a bot, which records what members of one guild did, by their numbers: for benches.
#[doc(hidden)]
pub struct AuditRecords(AuditLog);

impl AuditRecords {
    /// Of a log that is open.
    #[must_use]
    pub fn new(log: AuditLog) -> Self {
        Self(log)
    }

    /// Queues one decision about the user, as the gate does; false where there is no room.
    pub fn record(&self, user: u64) -> bool {
        self.0.record(Event {
            bot: Some(BotId::new(102_000_001)),
            place: Some(Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL }),
            person: Some(PersonId::User(UserId::new(user))),
            correlation: user,
            success: true,
            ..Event::new(Kind::Decision, 1_767_225_600_000 + user, "mute", "allowed")
        })
    }

    /// How many are queued.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.waiting()
    }

    /// Waits until all that was queued before is written; false if that takes too long.
    #[must_use]
    pub fn flush(&self) -> bool {
        self.0.flush()
    }
}
