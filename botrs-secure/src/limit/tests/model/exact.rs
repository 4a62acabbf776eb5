//! The model: every time as a number of nanoseconds, every failure and level by itself.

use std::collections::{HashMap, HashSet};

use super::verb::{ATTEMPTS, Charge, Message, QUOTAS};
use super::*;
use crate::limit::{Checked, MAX_TAKES, Seen};

/// Between two replies.
pub(super) const REPLY: Duration = Duration::from_secs(10);
/// How long values and marks of one process stay.
pub(super) const TTL: Duration = MINUTE;
/// How much of that has to be left at most for a value to be good.
pub(super) const RIPE: Duration = Duration::from_secs(55);

/// How many failures are remembered.
const REMEMBERED: usize = 13;
/// The longest block by failures, and how long after it another one is a repetition.
const MONTH: u128 = 30 * 24 * 60 * 60 * 1_000_000_000;
/// How old a message may be, and how far clocks may differ, in milliseconds.
const AGE: u64 = 60 * 60 * 1_000;
const TOLERANCE: u64 = 30_000;
/// What lasts so long outlasts a restart where a store is.
const LONG: u128 = MINUTE.as_nanos();
const FOR_EVER: u128 = u128::MAX;

/// Times are in nanoseconds after the beginning, but for those of the wall.
pub(super) struct Model {
    nature: Nature,
    pub(super) now: u128,
    /// When the process began.
    started: u128,
    /// In milliseconds since 1970: the beginning, and since when it is known what ran.
    began: u64,
    since: u64,
    floods: HashMap<u64, Level>,
    levels: HashMap<u64, Level>,
    failures: HashMap<u64, Vec<u128>>,
    blocks: HashMap<u64, u128>,
    /// How many blocks in a row, and until when another one follows them.
    past: HashMap<u64, (u32, u128)>,
    marks: HashMap<Key, u128>,
    /// Those of what ran.
    kept: HashMap<Key, u128>,
    grants: HashSet<(u64, usize)>,
    pending: HashMap<u64, Pending>,
    replies: HashMap<u64, u128>,
}

struct Pending {
    value: u128,
    until: u128,
    wrong: u32,
}

/// A leaky bucket: how full it was when, in nanoseconds of its interval.
#[derive(Default, Clone, Copy)]
struct Level {
    full: u128,
    when: u128,
}

impl Level {
    fn left(self, now: u128) -> u128 {
        self.full.saturating_sub(now - self.when)
    }

    fn add(
        &mut self,
        quota: Quota,
        cost: u32,
        Model { now, nature, .. }: &Model,
    ) -> Result<(), Duration> {
        let interval = quota.interval().as_nanos().div_ceil(nature.tick) * nature.tick;
        let size = interval * u128::from(quota.burst());
        let sum = self.left(*now) + interval * u128::from(cost);
        if cost > quota.burst() {
            return Err(Duration::MAX);
        }
        if sum > size {
            return Err(nanos(sum - size));
        }
        *self = Self { full: sum, when: *now };
        Ok(())
    }
}

impl Model {
    pub(super) fn new(nature: Nature, began: u64, since: u64) -> Self {
        Self {
            nature,
            now: 0,
            started: 0,
            began,
            since,
            floods: HashMap::new(),
            levels: HashMap::new(),
            failures: HashMap::new(),
            blocks: HashMap::new(),
            past: HashMap::new(),
            marks: HashMap::new(),
            kept: HashMap::new(),
            grants: HashSet::new(),
            pending: HashMap::new(),
            replies: HashMap::new(),
        }
    }

    /// Milliseconds since 1970.
    pub(super) fn wall(&self) -> u64 {
        self.began + u64::try_from(self.now / 1_000_000).unwrap()
    }

    pub(super) fn restart(&mut self) {
        if self.nature.outlasts == Outlasts::Everything {
            return;
        }
        self.started = self.now;
        self.floods.clear();
        self.failures.clear();
        self.past.clear();
        self.pending.clear();
        self.replies.clear();
        self.marks = self.kept.clone();
        if self.nature.outlasts == Outlasts::Nothing {
            self.levels.clear();
            self.blocks.clear();
            self.marks.clear();
            self.since = self.wall();
        }
        let now = self.now;
        self.levels.retain(|number, level| {
            let quota = QUOTAS[*number as usize % QUOTAS.len()];
            // In whole milliseconds, rounded up.
            *level = Level { full: level.left(now).div_ceil(1_000_000) * 1_000_000, when: now };
            quota.interval().as_nanos() * u128::from(quota.burst()) >= LONG
        });
    }

    /// The order of the gate.
    pub(super) fn admit(&mut self, message: &Message) -> Result<(), Denial> {
        if let Some(remaining) = self.blocked(message.who) {
            return Err(Denial::Blocked { remaining });
        }
        let is_marked = self.seen(message.key);
        if !is_marked {
            self.flood(message.who, ATTEMPTS).map_err(|wait| Denial::Flood { wait })?;
        }
        let lasts = self.mark_lasts(message).ok_or(Denial::Stale)?;
        if is_marked {
            return Err(Denial::Replay);
        }
        self.marks.insert(message.key, self.now + u128::from(lasts) * 1_000_000);
        self.take(&message.takes, false).map_err(|wait| Denial::Cooldown { wait })
    }

    /// For how many milliseconds a message is remembered: a privileged one at least until it is too old,
    /// which it may be now.
    fn mark_lasts(&self, message: &Message) -> Option<u64> {
        let least = AGE + TOLERANCE;
        if !message.is_privileged {
            return Some(least);
        }
        let (sent, wall) = (message.sent_at?, self.wall());
        let oldest = self.since.max(wall - AGE) - TOLERANCE;
        let is_young = (oldest..=wall + AGE).contains(&sent);
        is_young.then(|| least.max(sent + TOLERANCE + AGE - wall + 1))
    }

    pub(super) fn keep(&mut self, message: &Message) {
        self.kept.insert(message.key, self.marks[&message.key]);
    }

    /// Nothing counts during a block, and it begins anew after it.
    pub(super) fn flood(&mut self, who: u64, quota: Quota) -> Result<(), Duration> {
        if self.blocked(who).is_some() {
            return Ok(());
        }
        let mut level = self.floods.get(&who).copied().unwrap_or_default();
        level.add(quota, 1, self)?;
        self.floods.insert(who, level);
        Ok(())
    }

    pub(super) fn take(&mut self, takes: &[Charge], is_charged: bool) -> Result<(), Duration> {
        if takes.len() > MAX_TAKES {
            return Err(Duration::MAX);
        }
        let (mut levels, mut wait) = (self.levels.clone(), None);
        for &(number, cost) in takes {
            let level = levels.entry(number).or_default();
            if let Err(longer) = level.add(QUOTAS[number as usize % QUOTAS.len()], cost, self) {
                wait = wait.max(Some(longer));
            }
        }
        if is_charged && wait.is_none() {
            self.levels = levels;
        }
        wait.map_or(Ok(()), Err)
    }

    pub(super) fn blocked(&self, who: u64) -> Option<Duration> {
        let until = self.blocks.get(&who).copied().filter(|&until| until > self.now)?;
        Some(if until == FOR_EVER { Duration::MAX } else { nanos(until - self.now) })
    }

    pub(super) fn block(&mut self, who: u64, period: Option<Duration>) -> bool {
        let before = self.blocks.get(&who).copied().unwrap_or_default();
        let until = period.map_or(FOR_EVER, |period| self.now + period.as_nanos());
        self.begin_block(who, until.max(before));
        until >= before
    }

    fn begin_block(&mut self, who: u64, until: u128) {
        self.blocks.insert(who, until);
        self.floods.remove(&who);
    }

    pub(super) fn unblock(&mut self, who: u64) -> bool {
        let was_blocked = self.blocked(who).is_some();
        self.blocks.remove(&who);
        self.failures.remove(&who);
        self.past.remove(&who);
        was_blocked
    }

    pub(super) fn fail(&mut self, who: u64, weight: u32, rule: Intrusion) -> Failure {
        if self.blocked(who).is_some() {
            return Failure { count: 0, blocked: None };
        }
        let (now, failures) = (self.now, self.failures.entry(who).or_default());
        failures.retain(|when| when + rule.window.as_nanos() > now);
        failures.extend((0..weight).map(|_| now));
        failures.drain(..failures.len().saturating_sub(REMEMBERED));
        let count = failures.len() as u32;
        if count <= rule.threshold || rule.block.is_zero() {
            return Failure { count, blocked: None };
        }
        failures.clear();
        let past = self.past.get(&who).copied().filter(|(_, until)| *until > now);
        let before = past.map_or(0, |(before, _)| before);
        let period = (rule.block.as_nanos() << before.min(40)).min(MONTH);
        self.begin_block(who, now + period);
        // In whole seconds of the process, rounded up.
        let until = (now + period + MONTH - self.started).div_ceil(1_000_000_000) * 1_000_000_000;
        self.past.insert(who, (before + 1, self.started + until));
        Failure { count, blocked: Some(nanos(period)) }
    }

    /// Whether that changed anything.
    pub(super) fn grant(&mut self, who: u64, permission: usize, is_given: bool) -> bool {
        if is_given {
            self.grants.insert((who, permission))
        } else {
            self.grants.remove(&(who, permission))
        }
    }

    pub(super) fn holds(&self, who: u64, permission: usize) -> bool {
        self.grants.contains(&(who, permission))
    }

    pub(super) fn seen(&self, message: Key) -> bool {
        self.marks.get(&message).is_some_and(|until| *until > self.now)
    }

    pub(super) fn first_seen(&mut self, message: Key) -> Seen {
        if self.seen(message) {
            return Seen::Again;
        }
        self.marks.insert(message, self.now + TTL.as_nanos());
        Seen::First
    }

    pub(super) fn put(&mut self, key: u64, value: u128) {
        let until = self.now + TTL.as_nanos();
        self.pending.insert(key, Pending { value, until, wrong: 0 });
    }

    pub(super) fn look_once(&self, key: u64) -> Option<u128> {
        let pending = self.pending.get(&key).filter(|pending| pending.until > self.now);
        pending.map(|pending| pending.value)
    }

    pub(super) fn check_once(&mut self, key: u64, value: u128, ripe: Duration) -> Checked {
        let now = self.now;
        let Some(pending) = self.pending.get_mut(&key) else { return Checked::Wrong };
        if pending.until.saturating_sub(now) > ripe.as_nanos() {
            return Checked::Early;
        }
        if pending.value == value && pending.until > now {
            return Checked::Right;
        }
        pending.wrong += 1;
        if pending.wrong == 3 {
            self.pending.remove(&key);
        }
        Checked::Wrong
    }

    pub(super) fn take_once(&mut self, key: u64, value: u128) -> bool {
        let is_right = self.check_once(key, value, Duration::MAX) == Checked::Right;
        if is_right {
            self.pending.remove(&key);
        }
        is_right
    }

    pub(super) fn once(&mut self, number: u64) -> bool {
        let fits = self.replies.get(&number).is_none_or(|last| self.now >= last + REPLY.as_nanos());
        if fits {
            self.replies.insert(number, self.now);
        }
        fits
    }
}

fn nanos(nanos: u128) -> Duration {
    Duration::from_nanos(nanos.try_into().unwrap())
}
