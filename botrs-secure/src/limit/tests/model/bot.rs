//! A bot that is built and not connected to the platform: the state as a process sets it up.

use std::sync::LazyLock;

use super::*;
use crate::bot::Builder;
use crate::changes::{Changes, Named, apart};
use crate::clock::Clock;
use crate::engine::Plan;
use crate::id::{GuildId, UserId};
use crate::place::{PersonId, Principal, Realm};
use crate::policy::Known;
use crate::{AuditLog, Credentials, Policy};

/// One for all: it takes room for many records.
static AUDIT: LazyLock<AuditLog> = LazyLock::new(|| AuditLog::to_writer(std::io::sink()));

pub(super) struct Bot {
    pub(super) plan: Plan,
    /// The wall clock at the beginning; and when the process began, after it.
    pub(super) began: u64,
    pub(super) started: Duration,
}

impl Bot {
    pub(super) fn build(
        began: u64,
        started: Duration,
        describe: impl FnOnce(Builder) -> Builder,
    ) -> Self {
        let builder = Builder::new(Credentials::new("102000001", "secret").unwrap())
            .policy(Policy::new().trust_all_guilds())
            .audit(AUDIT.clone())
            .clock(Clock::manual_at(began + started.as_millis() as u64))
            .sandbox(false);
        Self { plan: describe(builder).build().unwrap().plan, began, started }
    }

    pub(super) fn somebody(&self, who: u64) -> Principal {
        Principal {
            bot: self.plan.bot,
            realm: Realm::Guild(GuildId::new(8_000)),
            person: PersonId::User(UserId::new(who + 1)),
        }
    }

    pub(super) fn principal(&self, who: u64) -> Key {
        self.plan.keys.principal(&self.somebody(who))
    }

    pub(super) async fn block(&self, who: u64, period: Option<Duration>) -> bool {
        let who = self.somebody(who);
        self.change(move |changes| changes.block(&who, period, |_| Ok(()))).await
    }

    pub(super) async fn unblock(&self, who: u64) -> bool {
        let who = self.somebody(who);
        self.change(move |changes| changes.unblock(&who, |_| Ok(()))).await
    }

    pub(super) async fn grant(&self, who: u64, permission: &str, is_given: bool) -> bool {
        let (who, permission) = (self.somebody(who), self.named(permission));
        let change = move |changes: Changes| {
            if is_given {
                changes.grant(&who, &permission, |_| Ok(()))
            } else {
                changes.revoke(&who, &permission, |_| Ok(()))
            }
        };
        self.change(change).await
    }

    pub(super) fn holds(&self, who: u64, permission: &str) -> bool {
        let Principal { realm, person, .. } = self.somebody(who);
        let (in_force, set) = (self.plan.current.load(), self.named(permission).set);
        let mut grants = in_force.grants.iter();
        grants.any(|(at, whose, held)| (at, whose) == (realm, person) && held.contains(set))
    }

    fn named(&self, name: &str) -> Named {
        let set = self.plan.registry.permission(name).unwrap();
        Named { name: name.to_owned(), set }
    }

    async fn change(
        &self,
        change: impl FnOnce(Changes) -> crate::Result<bool> + Send + 'static,
    ) -> bool {
        let changes = self.plan.changes.clone().unwrap();
        apart(move || change(changes)).await.unwrap()
    }
}
