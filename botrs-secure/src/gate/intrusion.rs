//! Intrusion detection: attempts at what one may not do are counted, and too many are a block.
//!
//! What comes here was said by somebody whom the platform authenticated: an event of another origin has no
//! principal to count for. Owners and administrators are alarmed about and never blocked, or whoever
//! provokes them could lock them out. Nor is anybody blocked of whom the platform tells no roles, as in
//! groups: they may be an administrator, and what they attempt is refused anyway.

use crate::audit::Kind;
use crate::gate::alert::{self, AlertKind};
use crate::gate::denial::Denial;
use crate::gate::permission::Standing;
use crate::gate::talk::Talk;
use crate::limit::{Failure, Intrusion, Key};
use crate::policy::Authority;

/// For how many failures a refusal counts.
pub(super) const fn weight(rule: &Intrusion, denial: &Denial) -> u32 {
    match denial {
        Denial::MissingPermission { .. } | Denial::NotOwner => rule.permission,
        Denial::Content { reason, .. } if reason.is_injection() => rule.injection,
        Denial::WrongConfirmation => rule.confirmation,
        _ => 0,
    }
}

/// Counts a refusal, if it is a failure, wherever the bot's state is. `asked` is what the platform said of
/// the caller, where it was asked; else the event says it.
pub(super) async fn count(talk: &Talk, asked: Option<Authority>, denial: &Denial) {
    let Some(offence) = Offence::of(talk, asked, denial) else { return };
    #[cfg(feature = "redis")]
    if let Some(fleet) = &talk.engine.fleet {
        return offence.tell(talk, fleet.fail(talk, &offence).await);
    }
    offence.tell(talk, offence.count_here(talk));
}

/// The same in the memory of this process, where nothing can be waited for.
pub(super) fn count_here(talk: &Talk, denial: &Denial) {
    if let Some(offence) = Offence::of(talk, None, denial) {
        offence.tell(talk, offence.count_here(talk));
    }
}

/// A failure that counts.
pub(super) struct Offence {
    pub(super) principal: Key,
    pub(super) weight: u32,
    rule: Intrusion,
    /// The rule as it applies to this caller.
    pub(super) applied: Intrusion,
    /// Why the caller is never blocked, if they are not.
    spared: Option<AlertKind>,
}

impl Offence {
    fn of(talk: &Talk, asked: Option<Authority>, denial: &Denial) -> Option<Self> {
        let engine = &talk.engine;
        let in_force = engine.current.load();
        let rule = engine.intrusion.or_as_said(&in_force.rules.tables.intrusion);
        let weight = weight(&rule, denial);
        if weight == 0 {
            return None;
        }
        let standing = || Standing::of(&talk.incoming).authority(&in_force);
        let spared = spared(asked.unwrap_or_else(standing));
        let applied = if spared.is_some() { rule.without_block() } else { rule };
        let principal = engine.keys.principal(&talk.principal());
        Some(Self { principal, weight, rule, applied, spared })
    }

    fn count_here(&self, talk: &Talk) -> Failure {
        #[cfg(feature = "redis")]
        if let Some(fleet) = &talk.engine.fleet {
            return fleet.fail_here(talk, self);
        }
        self.count_in_memory(talk)
    }

    pub(super) fn count_in_memory(&self, talk: &Talk) -> Failure {
        let Self { principal, weight, applied, .. } = *self;
        talk.engine.memory.fail(principal, weight, applied, talk.now.mono)
    }

    /// Tells of the block that the failure began, or that there would be one.
    fn tell(&self, talk: &Talk, failure: Failure) {
        if let Some(period) = failure.blocked {
            let kind = AlertKind::Blocked { period };
            record(talk, kind, format!("period={}ms", period.as_millis()));
            alert::raise(talk, kind);
        } else if let Some(kind) = self.spared
            && failure.is_too_many(self.rule)
            && alert::raise(talk, kind)
        {
            record(talk, kind, format!("failures={}", failure.count));
        }
    }
}

/// Why somebody is never blocked, if they are not.
fn spared(authority: Authority) -> Option<AlertKind> {
    if authority.is_administrator() {
        return Some(AlertKind::Administrator);
    }
    authority.rank().is_none().then_some(AlertKind::UnknownRoles)
}

fn record(talk: &Talk, kind: AlertKind, details: String) {
    let mut event = talk.event(Kind::Alert, "intrusion", kind.rule());
    event.success = true;
    event.details = Some(details.into());
    match kind {
        AlertKind::Blocked { .. } => talk.engine.record_block(talk.principal(), event),
        _ => {
            talk.engine.audit.privileged(event);
        }
    }
}
