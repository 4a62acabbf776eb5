//! What can be done to a bot while it runs, from outside the chat.

use std::sync::Arc;

use crate::audit::{AuditLog, Event, Kind};
use crate::bot::builder::checked_rules;
use crate::bot::error::BuildError;
use crate::bot::reload::{Reloaded, reload};
#[cfg(feature = "_admin")]
use crate::changes::{self, Changes};
use crate::clock::Clock;
use crate::command::Registry;
use crate::contain::contained;
use crate::engine::Plan;
use crate::error::Result;
use crate::id::BotId;
use crate::limit::{Keys, Memory};
use crate::place::Principal;
use crate::policy::{Current, Policy, PolicyError, Sources};

/// Acts on a bot while it runs; from [`SecureBot::handle`](crate::SecureBot::handle).
#[derive(Clone)]
pub struct Handle {
    current: Arc<Current>,
    registry: Arc<Registry>,
    memory: Arc<Memory>,
    keys: Arc<Keys>,
    audit: AuditLog,
    clock: Clock,
    bot: BotId,
    #[cfg(feature = "_admin")]
    changes: Option<Changes>,
}

impl Handle {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            current: Arc::clone(&plan.current),
            registry: Arc::clone(&plan.registry),
            memory: Arc::clone(&plan.memory),
            keys: Arc::clone(&plan.keys),
            audit: plan.audit.clone(),
            clock: plan.clock.clone(),
            bot: plan.bot,
            #[cfg(feature = "_admin")]
            changes: plan.changes.clone(),
        }
    }

    /// Puts `policy` in place of the one in force, in one step.
    ///
    /// Calls that were admitted before are decided again when they use a power.
    ///
    /// A running bot watches the file of the policy that is in force: that of this one from now on, if
    /// it has any, and no longer that of the one before.
    ///
    /// # Errors
    ///
    /// What [`Builder::build`](crate::Builder::build) says of a policy; the one in force then stays.
    pub fn replace_policy(&self, policy: Policy) -> Result<(), BuildError> {
        let replaced = checked_rules(&policy, &*self.registry);
        let replaced = replaced.map(|rules| self.current.replace_rules(rules));
        let rule = if replaced.is_ok() { "replaced" } else { "refused" };
        self.record("policy", rule, replaced.is_ok(), None);
        replaced
    }

    /// What the policy in force was made of.
    pub(super) fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.current.load().rules.said)
    }

    /// Puts another version of the policy's file in force, or tells everybody why not; false then.
    pub(super) fn reload(
        &self,
        of: &Arc<Policy>,
        read: std::result::Result<Sources, PolicyError>,
    ) -> bool {
        let reloaded = contained(|| match read {
            Ok(source) => reload(&self.current, &*self.registry, of, source),
            Err(error) => Err(error.into()),
        });
        let reason = match reloaded {
            Some(Ok(Reloaded::Replaced)) => {
                tracing::info!("the policy file is in force / 策略文件已生效");
                self.record("policy", "replaced", true, None);
                return true;
            }
            Some(Ok(Reloaded::Superseded)) => return true,
            Some(Err(error)) => error.to_string(),
            None => "the policy file could not be read: a panic".to_owned(),
        };
        tracing::error!(
            "策略文件有误，仍用之前的策略 / the policy file is refused, the last good one stays:\n{reason}"
        );
        self.audit.privileged(Event {
            bot: Some(self.bot),
            details: Some(reason.into()),
            ..Event::new(Kind::Alert, self.clock.now().wall, "policy", "refused")
        });
        false
    }

    /// Lifts the block of a principal, in the bot's store or for all its machines too, and forgets their
    /// failures.
    ///
    /// # Errors
    ///
    /// Where the bot has a store that cannot be written (a `StoreError`), or shares its state with a server
    /// that does not answer or is not connected yet; the block stays then.
    pub async fn unblock(&self, principal: &Principal) -> Result<()> {
        let lifted = self.lift(principal).await;
        self.record("unblock", "handle", lifted.is_ok(), Some(principal));
        self.audit.before_answer().await;
        lifted
    }

    async fn lift(&self, principal: &Principal) -> Result<()> {
        #[cfg(feature = "_admin")]
        if let Some(changes) = self.changes.clone() {
            let principal = *principal;
            let lifted = changes::apart(move || changes.unblock(&principal, |_| Ok(())));
            return lifted.await.map(drop);
        }
        self.memory.unblock(self.keys.principal(principal));
        Ok(())
    }

    fn record(
        &self,
        action: &'static str,
        rule: &'static str,
        success: bool,
        principal: Option<&Principal>,
    ) {
        self.audit.privileged(Event {
            bot: Some(self.bot),
            person: principal.map(|principal| principal.person),
            success,
            ..Event::new(Kind::Lifecycle, self.clock.now().wall, action, rule)
        });
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handle").field("bot", &self.bot).finish_non_exhaustive()
    }
}
