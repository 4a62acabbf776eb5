//! Replacing the policy of a running bot.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;

use crate::audit::{AuditLog, Event, Kind};
use crate::bot::builder::check_policy;
use crate::bot::error::BuildError;
use crate::clock::Clock;
use crate::engine::Plan;
use crate::id::BotId;
use crate::policy::Policy;

/// Replaces the policy of a running bot in one step.
///
/// Calls that were admitted before are decided again when they use a power.
#[derive(Clone)]
pub struct PolicyHandle {
    policy: Arc<ArcSwap<Policy>>,
    audit: AuditLog,
    clock: Clock,
    bot: BotId,
}

impl PolicyHandle {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            policy: Arc::clone(&plan.policy),
            audit: plan.audit.clone(),
            clock: plan.clock.clone(),
            bot: plan.bot,
        }
    }

    /// Puts `policy` in place of the one in force.
    ///
    /// # Errors
    ///
    /// What [`Builder::build`](crate::Builder::build) says of a policy; the one in force then stays.
    pub fn replace(&self, policy: Policy) -> Result<(), BuildError> {
        let checked = check_policy(&policy);
        let rule = if checked.is_ok() { "replaced" } else { "refused" };
        if checked.is_ok() {
            self.policy.store(Arc::new(policy));
        }
        self.audit.privileged(Event {
            kind: Kind::Lifecycle,
            wall_ms: self.clock.now().wall,
            took: Duration::ZERO,
            correlation: 0,
            bot: Some(self.bot),
            place: None,
            person: None,
            action: "policy",
            rule,
            success: checked.is_ok(),
            target: None,
            details: None,
        });
        checked
    }
}

impl std::fmt::Debug for PolicyHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PolicyHandle").field("bot", &self.bot).finish_non_exhaustive()
    }
}
