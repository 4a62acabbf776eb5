//! Stage 5, replay: the platform delivers a message at least once; it runs at most once.
//!
//! With a store the marks of what runs outlast the process: that of a privileged command is with the disk
//! before its body begins, so that a message whose body a kill cut short does not run again.

use std::time::Duration;

use crate::clock::Now;
use crate::gate::denial::Denial;
#[cfg(feature = "redb")]
use crate::gate::live::Live;
use crate::gate::talk::Talk;
use crate::limit::{Key, Memory, Seen};
#[cfg(feature = "redb")]
use crate::store::{Keeper, Unkept};

/// How long a message is remembered.
pub(crate) const MEMORY: Duration = Duration::from_secs(60 * 60);

/// How far the clocks of the platform and of this machine may differ.
const TOLERANCE: Duration = Duration::from_secs(30);

/// The longest that a mark stays: that of a message which claims to be of the latest time that is taken.
#[cfg(feature = "redb")]
pub(crate) const LONGEST_MARK: Duration =
    Duration::from_millis(2 * MEMORY.as_millis() as u64 + TOLERANCE.as_millis() as u64 + 1);

/// Marks the message. A privileged one must also be young enough that its mark, had there been one,
/// would still be here.
pub(crate) fn check(
    memory: &Memory,
    message: Key,
    age: Age,
    is_privileged: bool,
) -> Result<(), Denial> {
    let (now, lasts) = (age.now.mono, age.mark_lasts(is_privileged)?);
    let seen = if is_privileged {
        memory.first_seen_privileged(message, now, lasts)
    } else {
        memory.first_seen(message, now, lasts)
    };
    match seen {
        Seen::First => Ok(()),
        Seen::Again => Err(Denial::Replay),
        Seen::Full => Err(Denial::ReplayFull),
    }
}

/// Has the mark kept by the store, if the bot has one: of a privileged call before this returns, of
/// others soon after.
#[cfg(feature = "redb")]
pub(crate) async fn keep(live: &Live) -> Result<(), Denial> {
    let talk = &live.talk;
    let Some(keeper) = &talk.engine.keeper else { return Ok(()) };
    keep_in(keeper, message(talk), Age::of(talk), live.is_privileged()).await
}

/// The same in this store.
#[cfg(feature = "redb")]
pub(crate) async fn keep_in(
    keeper: &Keeper,
    message: Key,
    age: Age,
    is_privileged: bool,
) -> Result<(), Denial> {
    let lasts = age.mark_lasts(is_privileged)?;
    let until = age.now.wall.saturating_add(millis(lasts));
    if !is_privileged {
        keeper.mark_later(message, until);
        return Ok(());
    }
    keeper.mark(message, until).await.map_err(|unkept| match unkept {
        Unkept::Full => Denial::ReplayFull,
        Unkept::Failed => Denial::ReplayUnkept,
    })
}

/// The fingerprint of a message.
pub(crate) fn message(talk: &Talk) -> Key {
    let (engine, incoming) = (&talk.engine, &talk.incoming);
    engine.keys.message(engine.bot, incoming.place.scene(), &incoming.id)
}

/// When the oldest message was sent of which it is known whether it ran, once a mark is forgotten that
/// lasted until then: milliseconds since 1970, and give or take the tolerance.
#[cfg(feature = "redb")]
pub(crate) fn known_since(forgotten: u64) -> u64 {
    forgotten.saturating_sub(millis(MEMORY))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// When a message was sent, beside what the bot remembers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Age {
    /// Milliseconds since 1970, as the platform says.
    pub(crate) sent_at: Option<u64>,
    /// Since when marks are remembered, by this process or by its store; likewise.
    pub(crate) started_at: u64,
    pub(crate) now: Now,
}

impl Age {
    pub(crate) fn of(talk: &Talk) -> Self {
        let started_at = talk.engine.remembers_since(talk.now);
        Self { sent_at: talk.incoming.sent_at, started_at, now: talk.now }
    }

    /// How long the mark stays: that of a privileged message for as long as the message would pass as
    /// young, whatever time it claims.
    pub(crate) fn mark_lasts(&self, is_privileged: bool) -> Result<Duration, Denial> {
        let least = MEMORY + TOLERANCE;
        if !is_privileged {
            return Ok(least);
        }
        self.young_for().map(|young_for| young_for.max(least)).ok_or(Denial::Stale)
    }

    /// Until when the message passes as young: milliseconds since 1970.
    #[cfg(feature = "redis")]
    pub(crate) fn young_until(&self) -> Option<u64> {
        Some(self.sent_at?.saturating_add(millis(TOLERANCE)).saturating_add(millis(MEMORY)))
    }

    /// For how long from now on the message would pass as young; `None` where it does not now.
    fn young_for(&self) -> Option<Duration> {
        let sent_at = self.sent_at?;
        let latest = sent_at.saturating_add(millis(TOLERANCE));
        let until = latest.saturating_add(millis(MEMORY));
        // A slow clock makes every message one of the future; more than the memory is no clock's fault.
        let is_possible = sent_at <= self.now.wall.saturating_add(millis(MEMORY));
        let is_young = latest >= self.started_at && until >= self.now.wall && is_possible;
        // The wall clock was cut to whole milliseconds: one more, so that the mark goes last.
        is_young.then(|| Duration::from_millis((until - self.now.wall).saturating_add(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;

    const START: u64 = 1_000_000_000;

    fn young(sent_at: Option<u64>, after_start: u64) -> bool {
        let now = Now { mono: Moment(0), wall: START + after_start };
        Age { sent_at, started_at: START, now }.young_for().is_some()
    }

    #[test]
    fn older_than_the_process_is_not_young() {
        assert!(young(Some(START), 0));
        assert!(young(Some(START - 30_000), 0));
        assert!(!young(Some(START - 30_001), 0));
    }

    #[test]
    fn older_than_the_memory_is_not_young() {
        let hour = 60 * 60 * 1000;
        assert!(young(Some(START), hour + 30_000));
        assert!(!young(Some(START), hour + 30_001));
    }

    #[test]
    fn a_mark_stays_as_long_as_its_message_is_young_and_no_longer() {
        let now = Now { mono: Moment(0), wall: START + 1_000 };
        let young_for =
            |sent_at| Age { sent_at: Some(sent_at), started_at: START, now }.young_for();
        let hour = 60 * 60 * 1000;
        assert_eq!(young_for(START + 1_000), Some(Duration::from_millis(hour + 30_001)));
        assert_eq!(young_for(START + 2_000), Some(Duration::from_millis(hour + 31_001)));
        assert_eq!(young_for(START), Some(Duration::from_millis(hour + 29_001)));
    }

    #[test]
    fn of_the_far_future_is_not_young() {
        let hour = 60 * 60 * 1000;
        assert!(young(Some(START + hour), 0));
        assert!(!young(Some(START + hour + 1), 0));
        assert!(!young(Some(u64::MAX), 0));
    }

    #[test]
    fn no_age_is_not_young() {
        assert!(!young(None, 0));
    }
}
