//! Where machines share their state: stages 3 to 6 in one round trip, and what holds while it fails.
//!
//! The memory of this process goes along with the server, and is asked first for floods and repetitions:
//! what it refuses, the server would too, so a raid costs no round trip. While the server does not answer,
//! privileged commands are refused and others go by that memory. The records say when that began, when it
//! ended, and how many calls it concerned.

use std::sync::Arc;
use std::time::Duration;

use crate::audit::{Event, Kind};
use crate::changes::Roster;
use crate::command::Registered;
use crate::gate::denial::Denial;
use crate::gate::intrusion::Offence;
use crate::gate::live::Live;
use crate::gate::outage::Outage;
use crate::gate::permission::Standing;
use crate::gate::replay::{self, Age};
use crate::gate::talk::Talk;
use crate::gate::{block, flood, limit, permission, question};
use crate::limit::redis::{Admission, Refused, Shared, Unavailable};
use crate::limit::{Failure, Key, Take};
use crate::policy::InForce;

/// How long a message is remembered whose caller may not run its command.
const OF_REFUSED: Duration = Duration::from_secs(2 * 60);

/// The state of a bot that runs on several machines.
pub(crate) struct Fleet {
    roster: Arc<Roster>,
    outage: Outage,
}

/// Whether the server has to be asked still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Ask,
    Decided,
}

impl Fleet {
    pub(crate) fn new(roster: Arc<Roster>) -> Self {
        Self { roster, outage: Outage::none() }
    }

    #[cfg(all(test, unix))]
    pub(crate) fn roster(&self) -> &Roster {
        &self.roster
    }

    pub(crate) fn shared(&self) -> &Shared {
        self.roster.shared()
    }

    /// What is decided without asking: floods and repetitions, and everything while the server is away.
    pub(super) fn before(
        &self,
        talk: &Talk,
        in_force: &InForce,
        command: &Registered,
    ) -> Result<Next, Denial> {
        let memory = &talk.engine.memory;
        let message = replay::message(talk);
        if memory.seen(message, talk.now.mono) {
            return Err(Denial::Replay);
        }
        flood::check(memory, principal(talk), message, talk.now)?;
        question::check(talk).inspect_err(|_| {
            // Nothing else marks it, and a second delivery is no second attempt.
            let _ = memory.first_seen(message, talk.now.mono, OF_REFUSED);
        })?;
        // A block that the server does not know of yet.
        if let Some(remaining) = self.shared().untold_block(principal(talk)) {
            return Err(Denial::Blocked { remaining });
        }
        match self.shared().trouble() {
            Some(why) => self.without(talk, in_force, command, why).map(|()| Next::Decided),
            None => Ok(Next::Ask),
        }
    }

    /// Stages 3 to 6, of which only the permission is decided here; by what it was decided.
    pub(super) async fn admit(
        &self,
        talk: &Talk,
        in_force: Arc<InForce>,
        command: &Registered,
    ) -> Result<Arc<InForce>, Denial> {
        let permitted = |in_force: &InForce| {
            permission::check_event(in_force, command.requirement(), &talk.incoming)
        };
        let is_privileged = is_privileged(talk, &in_force, command);
        let age = Age::of(talk);
        let lasts = age.mark_lasts(is_privileged);
        let takes = limit::takes(talk, &in_force, command)?;
        let may = permitted(&in_force).is_ok();
        let lasting = *lasts.as_ref().unwrap_or(&Duration::ZERO);
        let ask = Admission {
            principal: principal(talk),
            message: replay::message(talk),
            flood: flood::ATTEMPTS,
            // Long enough that no second delivery counts as another failure, and no longer: a raid of
            // refused messages would fill the server.
            mark_for: if may { lasting } else { lasting.min(OF_REFUSED) },
            stale: lasts.is_err(),
            stale_after: if is_privileged { age.young_until() } else { None },
            takes: &takes,
        };
        let admitted = match self.shared().admit(&ask).await {
            Ok(admitted) => admitted,
            Err(why) => {
                return self.without(talk, &in_force, command, why).map(|()| in_force);
            }
        };
        self.outage.end(|counts| self.record(talk, "state.back", Some(counts.into())));
        if admitted.lifted {
            // It may have begun here while the server was away.
            talk.engine.memory.unblock(ask.principal);
        }
        if matches!(admitted.result, Ok(()) | Err(Refused::Wait(_))) {
            // Whether there is room for it here does not matter: the server has it.
            let _ = talk.engine.memory.first_seen(ask.message, talk.now.mono, ask.mark_for);
        }
        let wait = match admitted.result {
            Ok(()) => None,
            Err(Refused::Wait(wait)) => Some(wait),
            Err(Refused::Blocked(remaining)) => return Err(Denial::Blocked { remaining }),
            Err(Refused::Flood(wait)) => return Err(Denial::Flood { wait }),
            Err(Refused::Stale) => return Err(Denial::Stale),
            Err(Refused::Again) => return Err(Denial::Replay),
        };
        let in_force = self.with_grants(talk, in_force, command, admitted.grants).await?;
        // First: nobody is told of a cooldown of what they may not run.
        let is_decided = permitted(&in_force)?;
        if is_decided {
            question::check_unused(talk)?;
        }
        match wait.filter(|_| is_decided) {
            Some(wait) => Err(Denial::Cooldown { wait }),
            None => Ok(in_force),
        }
    }

    /// The rules with which the call came, and the grants that the server had when it let the call in, or
    /// later ones.
    async fn with_grants(
        &self,
        talk: &Talk,
        in_force: Arc<InForce>,
        command: &Registered,
        version: u64,
    ) -> Result<Arc<InForce>, Denial> {
        if in_force.grants.version() == version {
            return Ok(in_force);
        }
        match self.roster.grants_in_time(version).await {
            Ok(grants) => Ok(Arc::new(InForce { rules: Arc::clone(&in_force.rules), grants })),
            Err(why) => self.cut_off(talk, &in_force, command, why).map(|()| in_force),
        }
    }

    /// Has the grants in force that the server has when a power is about to act.
    pub(crate) async fn refresh(&self, live: &Live) -> Result<(), Denial> {
        match self.roster.refresh().await {
            Ok(()) => Ok(()),
            Err(why) => {
                self.cut_off(&live.talk, &live.in_force, &live.command, why)?;
                Err(Denial::StateUnavailable { rule: why.rule() })
            }
        }
    }

    /// For how long somebody is blocked, by the server.
    pub(crate) async fn blocked(&self, principal: Key) -> Result<Option<Duration>, Denial> {
        let rule = |why: Unavailable| Denial::StateUnavailable { rule: why.rule() };
        self.shared().blocked(principal).await.map_err(rule)
    }

    /// Charges buckets on the server, and here, so that what counts without the server starts from there.
    pub(super) async fn take(
        &self,
        live: &Live,
        takes: &[Take],
    ) -> Result<Result<(), Duration>, Denial> {
        let talk = &live.talk;
        match self.shared().take(takes).await {
            Ok(charged) => {
                if charged.is_ok() {
                    let _ = limit::charge_here(talk, takes);
                }
                Ok(charged)
            }
            Err(why) => {
                self.cut_off(talk, &live.in_force, &live.command, why)?;
                Ok(limit::charge_here(talk, takes))
            }
        }
    }

    /// Counts a failure on the server; where it does not answer, here. A block that this begins is told to
    /// the server when it is back.
    pub(super) async fn fail(&self, talk: &Talk, offence: &Offence) -> Failure {
        let Offence { principal, weight, applied, .. } = *offence;
        match self.shared().fail(principal, weight, applied).await {
            Ok(failure) => failure,
            Err(_) => self.fail_here(talk, offence),
        }
    }

    /// The same where nothing can be waited for.
    pub(super) fn fail_here(&self, talk: &Talk, offence: &Offence) -> Failure {
        let failure = offence.count_in_memory(talk);
        if let Some(period) = failure.blocked {
            self.shared().remember_block(offence.principal, period);
        }
        failure
    }

    /// For how long somebody is blocked, as far as is known without asking.
    pub(super) fn known_block(&self, principal: Key) -> Option<Duration> {
        self.shared().known_block(principal)
    }

    /// Stages 3 to 6 by what this process knows; flood was asked already. Not for privileged commands.
    fn without(
        &self,
        talk: &Talk,
        in_force: &InForce,
        command: &Registered,
        why: Unavailable,
    ) -> Result<(), Denial> {
        let (memory, principal) = (&talk.engine.memory, principal(talk));
        if let Some(remaining) = self.known_block(principal) {
            return Err(Denial::Blocked { remaining });
        }
        block::check(memory, principal, talk.now)?;
        replay::check(memory, replay::message(talk), Age::of(talk), false)?;
        permission::check(in_force, command.requirement(), Standing::of(&talk.incoming))?;
        question::check_unused(talk)?;
        self.cut_off(talk, in_force, command, why)?;
        limit::peek(talk, in_force, command)
    }

    /// Refuses what is privileged while the server does not answer, and counts the rest.
    fn cut_off(
        &self,
        talk: &Talk,
        in_force: &InForce,
        command: &Registered,
        why: Unavailable,
    ) -> Result<(), Denial> {
        let rule = why.rule();
        self.outage.begin(|| self.record(talk, rule, None));
        if is_privileged(talk, in_force, command) {
            self.outage.refuse();
            return Err(Denial::StateUnavailable { rule });
        }
        self.outage.go_on();
        Ok(())
    }

    fn record(&self, talk: &Talk, rule: &'static str, details: Option<Box<str>>) {
        let engine = &talk.engine;
        let event = Event::new(Kind::Alert, engine.clock.now().wall, "state", rule);
        engine.audit.privileged(Event { bot: Some(engine.bot), details, ..event });
    }
}

fn is_privileged(talk: &Talk, in_force: &InForce, command: &Registered) -> bool {
    permission::is_privileged(in_force, command, &talk.incoming.place)
}

fn principal(talk: &Talk) -> Key {
    talk.engine.keys.principal(&talk.principal())
}
