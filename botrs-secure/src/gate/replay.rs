//! Stage 5, replay: the platform delivers a message at least once; it runs at most once.

use std::time::Duration;

use crate::clock::Now;
use crate::gate::denial::Denial;
use crate::limit::{Key, Memory, Seen};

/// How long a message is remembered.
pub(crate) const MEMORY: Duration = Duration::from_secs(60 * 60);

/// How far the clocks of the platform and of this machine may differ.
const TOLERANCE: Duration = Duration::from_secs(30);

/// Marks the message. A privileged one must also be young enough that its mark, had there been one,
/// would still be here: no older than this process and than the memory. Its mark stays for as long as
/// it would pass as young, whatever time it claims.
pub(crate) fn check(
    memory: &Memory,
    message: Key,
    age: Age,
    is_privileged: bool,
) -> Result<(), Denial> {
    let (now, least) = (age.now.mono, MEMORY + TOLERANCE);
    let seen = if is_privileged {
        let young_for = age.young_for().ok_or(Denial::Stale)?;
        memory.first_seen_privileged(message, now, young_for.max(least))
    } else {
        memory.first_seen(message, now, least)
    };
    match seen {
        Seen::First => Ok(()),
        Seen::Again => Err(Denial::Replay),
        Seen::Full => Err(Denial::ReplayFull),
    }
}

/// When a message was sent, beside what this process remembers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Age {
    /// Milliseconds since 1970, as the platform says.
    pub(crate) sent_at: Option<u64>,
    /// When this process began to remember, likewise.
    pub(crate) started_at: u64,
    pub(crate) now: Now,
}

impl Age {
    /// For how long from now on the message would pass as young; `None` where it does not now.
    fn young_for(&self) -> Option<Duration> {
        let millis = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
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
