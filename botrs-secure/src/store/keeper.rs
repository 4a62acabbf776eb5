//! Changes of grants and blocks: kept in the store first, then in force.
//!
//! Every function here blocks, for as long as the disk takes: it is called on threads that may.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::audit::{Event, Kind};
use crate::changes::{Named, known_grants};
use crate::clock::{Clock, Moment, Now};
use crate::engine::Plan;
use crate::error::{Error, Result};
use crate::gate::{Denial, known_since};
use crate::id::BotId;
use crate::limit::{BucketKey, Key as Fingerprint, Keys, Memory, Seen, Take};
use crate::place::Principal;
use crate::policy::{Current, InForce, PermissionSet};
use crate::store::charges::Charge;
use crate::store::earned::Waiting;
use crate::store::error::{Cause, StoreError};
use crate::store::journal::{Queue, Unkept};
use crate::store::rows::{Mark, Row};
use crate::store::{Block, Store};

/// Cooldowns that last less are not kept: a restart takes its time, too.
const LONG: Duration = Duration::from_secs(60);
/// What is blocked without an end.
const FOR_EVER: u64 = u64::MAX;

/// Keeps the grants and blocks of one bot.
pub(crate) struct Keeper {
    pub(super) store: Store,
    bot: BotId,
    current: Arc<Current>,
    pub(super) memory: Arc<Memory>,
    pub(super) keys: Arc<Keys>,
    pub(super) clock: Clock,
    queue: Arc<Queue>,
    /// Since when no mark is missing, by the clocks that there were.
    marked_since: u64,
    opened: Now,
    pub(super) earned: Mutex<Waiting>,
    /// Held until the blocks of the store and of the memory are the same again.
    pub(super) blocks: Mutex<()>,
}

impl Keeper {
    /// Puts in force what the store has of a bot that is being built.
    pub(crate) fn open(store: Store, plan: &Plan) -> Result<Arc<Self>, StoreError> {
        let bot = plan.bot;
        plan.current.change_grants(|_| {
            let granted = store.grants(bot)?;
            let granted = granted.iter().map(|(who, name)| (who.realm, who.person, &**name));
            Ok::<_, StoreError>(known_grants(granted, &*plan.registry))
        })?;
        let now = plan.clock.now();
        record_replaced(&store, plan, now)?;
        let marked_since = restore_marks(&store, plan, now)?;
        for Charge { bucket, tat, .. } in store.charges(bot, now.wall)? {
            plan.memory.restore(&BucketKey::from_bits(bucket), moment(tat, now), now.mono);
        }
        let this = Self {
            queue: store.journal(&plan.clock)?,
            marked_since,
            opened: now,
            store,
            bot,
            current: Arc::clone(&plan.current),
            memory: Arc::clone(&plan.memory),
            keys: Arc::clone(&plan.keys),
            clock: plan.clock.clone(),
            earned: Mutex::default(),
            blocks: Mutex::new(()),
        };
        for Block { principal, until } in this.store.blocks(now.wall)? {
            if principal.bot == bot && !this.block_in_memory(&principal, until, now) {
                return Err(this.store.error(Cause::TooManyBlocks));
            }
        }
        Ok(Arc::new(this))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn bot(&self) -> BotId {
        self.bot
    }

    /// Since when a message that ran has its mark, in milliseconds since 1970.
    ///
    /// Where that is yet to come, a clock was ahead: that of whoever wrote it, or of this process when it
    /// began. What is older than the process may have run then.
    pub(crate) fn marked_since(&self, now: Now) -> u64 {
        if self.marked_since <= now.wall {
            return self.marked_since;
        }
        let runs_for = now.mono.since(self.opened.mono).as_millis();
        now.wall.saturating_sub(u64::try_from(runs_for).unwrap_or(u64::MAX))
    }

    /// Keeps, before it returns, that a message ran.
    pub(crate) async fn mark(
        &self,
        message: Fingerprint,
        until: u64,
    ) -> std::result::Result<(), Unkept> {
        self.queue.keep(self.row(message, until)).await
    }

    /// Keeps it soon; what the disk is too slow for is lost.
    pub(crate) fn mark_later(&self, message: Fingerprint, until: u64) {
        self.queue.later(Row::Mark(self.row(message, until)));
    }

    /// Keeps soon how far a bucket is used up, if that lasts a minute or more.
    pub(crate) fn charged(&self, take: &Take, tat: Moment, now: Now) {
        let span = take.quota.span();
        if span < LONG {
            return;
        }
        self.queue.later(Row::Charge(Charge {
            bot: self.bot.get(),
            bucket: take.bucket.bits(),
            tat: now.wall.saturating_add(millis(tat.since(now.mono))),
            span: millis(span),
        }));
    }

    fn row(&self, message: Fingerprint, until: u64) -> Mark {
        Mark { until, bot: self.bot.get(), message: message.bits() }
    }

    /// Grants a permission, if `allow` says so at the moment when it comes into force. False if they had
    /// it by a grant.
    pub(crate) fn grant(
        &self,
        to: &Principal,
        permission: &Named,
        allow: impl FnOnce(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        self.change(to, allow, |held| {
            let is_new = self.store.grant(to, &permission.name)?;
            Ok((is_new, held.and(permission.set)))
        })
    }

    /// Takes back what was granted while the bot ran, if `allow` says so. False if there was nothing.
    pub(crate) fn revoke(
        &self,
        from: &Principal,
        permission: &Named,
        allow: impl FnOnce(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        self.change(from, allow, |held| {
            let had = self.store.revoke(from, &permission.name)?;
            Ok((had, held.without(permission.set)))
        })
    }

    fn change(
        &self,
        whose: &Principal,
        allow: impl FnOnce(&InForce) -> Result<(), Denial>,
        keep: impl FnOnce(PermissionSet) -> Result<(bool, PermissionSet)>,
    ) -> Result<bool> {
        let mut changed = false;
        self.current.change_grants(|in_force| {
            allow(in_force).map_err(Error::denied)?;
            let Principal { realm, person, .. } = *whose;
            let (is_change, granted) = keep(in_force.grants.get(realm, person))?;
            changed = is_change;
            Ok::<_, Error>(in_force.grants.with(realm, person, granted))
        })?;
        Ok(changed)
    }

    /// Blocks somebody for a time, or until they are unblocked, if `allow` says so. False if an earlier
    /// block lasts longer, which stays.
    pub(crate) fn block(
        &self,
        who: &Principal,
        period: Option<Duration>,
        allow: impl FnOnce(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        let _blocks = self.blocks.lock();
        allow(&self.current.load()).map_err(Error::denied)?;
        let now = self.clock.now();
        let until = period.map_or(FOR_EVER, |period| {
            now.wall.saturating_add(u64::try_from(period.as_millis()).unwrap_or(FOR_EVER))
        });
        // One that failures earned may wait to be kept.
        let earned = self.blocked_until(who, now).unwrap_or_default();
        let lasting = self.store.block(who, until.max(earned), now.wall)?;
        if self.block_in_memory(who, lasting, now) {
            return Ok(lasting == until);
        }
        self.store.unblock(who, now.wall)?;
        Err(self.store.error(Cause::TooManyBlocks).into())
    }

    /// Lifts a block, made by hand or not, and forgets failures, if `allow` says so. False if there was
    /// none.
    pub(crate) fn unblock(
        &self,
        who: &Principal,
        allow: impl FnOnce(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        let _blocks = self.blocks.lock();
        allow(&self.current.load()).map_err(Error::denied)?;
        let (key, now) = (self.keys.principal(who), self.clock.now());
        let was_kept = self.store.unblock(who, now.wall)?;
        let was_blocked = self.memory.blocked(key, now.mono).is_some();
        self.memory.unblock(key);
        Ok(was_kept || was_blocked)
    }

    /// Until when somebody is blocked in memory: milliseconds since 1970, rounded up.
    pub(super) fn blocked_until(&self, who: &Principal, now: Now) -> Option<u64> {
        let left = self.memory.blocked(self.keys.principal(who), now.mono)?;
        Some(now.wall.saturating_add(millis(left)))
    }

    fn block_in_memory(&self, who: &Principal, until: u64, now: Now) -> bool {
        self.memory.block(self.keys.principal(who), moment(until, now), now.mono)
    }
}

/// Records, once, that the store took the place of a damaged one.
fn record_replaced(store: &Store, plan: &Plan, now: Now) -> Result<(), StoreError> {
    let Some(aside) = store.replaced()? else { return Ok(()) };
    let aside = aside.file_name().unwrap_or_default().display();
    plan.audit.privileged(Event {
        bot: Some(plan.bot),
        success: true,
        details: Some(format!("the damaged file beside it is {aside}").into()),
        ..Event::new(Kind::Alert, now.wall, "store.replaced", "damaged")
    });
    if plan.audit.flush() { store.replaced_is_recorded() } else { Ok(()) }
}

/// Puts the marks of a bot in force that is being built; since when none is missing.
fn restore_marks(store: &Store, plan: &Plan, now: Now) -> Result<u64, StoreError> {
    let (marks, since) = store.marks(plan.bot, now.wall)?;
    for Mark { until, message, .. } in marks {
        let lasts = moment(until, now).since(now.mono);
        let message = Fingerprint::from_bits(message);
        if plan.memory.first_seen_privileged(message, now.mono, lasts) == Seen::Full {
            // Not all of them came back: whatever is older may have run.
            return Ok(now.wall);
        }
    }
    // Nor did those that are over, if this clock is right.
    Ok(since.max(known_since(now.wall)))
}

/// Rounded up: nobody waits less for a restart.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// A time as the clock of this process has it.
fn moment(until: u64, now: Now) -> Moment {
    now.mono + Duration::from_millis(until.saturating_sub(now.wall))
}
