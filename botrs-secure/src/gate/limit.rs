//! Stage 12, limit: cooldowns and quotas, all in one atomic step or none.
//!
//! Peeked at with the permission, so that whoever has to wait is told so before their arguments are
//! read, and charged here: only a call that will run is charged.

use std::ops::Deref;
use std::time::Duration;

use crate::command::{Charge, Limit, Registered, Scope};
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::talk::Talk;
use crate::limit::{self, BucketKey, MAX_TAKES, Quota, Take, bucket};
use crate::place::Realm;
use crate::policy::InForce;

/// Refuses a call that would have to wait, and charges nothing.
pub(crate) fn peek(talk: &Talk, in_force: &InForce, command: &Registered) -> Result<(), Denial> {
    let takes = takes(talk, in_force, command)?;
    let peeked = talk.engine.memory.peek(&takes, talk.now.mono);
    peeked.map_err(|wait| Denial::Cooldown { wait })
}

/// Charges every limit of the command, or none and refuses.
pub(crate) async fn take(live: &Live) -> Result<(), Denial> {
    let takes = takes(&live.talk, &live.in_force, &live.command)?;
    let charged = charge(live, &takes).await?;
    charged.map_err(|wait| Denial::Cooldown { wait })
}

/// Charges buckets for a call, wherever the bot's state is: all of them, or none and says the longest wait.
pub(crate) async fn charge(live: &Live, takes: &[Take]) -> Result<Result<(), Duration>, Denial> {
    #[cfg(feature = "redis")]
    if let Some(fleet) = &live.talk.engine.fleet {
        return fleet.take(live, takes).await;
    }
    Ok(charge_here(&live.talk, takes))
}

/// The same in the memory of this process.
pub(crate) fn charge_here(talk: &Talk, takes: &[Take]) -> Result<(), Duration> {
    let engine = &talk.engine;
    let now = engine.clock.now();
    #[cfg(feature = "redb")]
    if let Some(keeper) = &engine.keeper {
        let keep = |take: &Take, tat| keeper.charged(take, tat, now);
        return engine.memory.take_telling(takes, now.mono, keep);
    }
    engine.memory.take(takes, now.mono)
}

/// What a call is charged.
pub(crate) struct Takes {
    /// Those beyond `count` are not charged.
    takes: [Take; MAX_TAKES],
    count: usize,
}

impl Deref for Takes {
    type Target = [Take];

    fn deref(&self) -> &[Take] {
        self.takes.get(..self.count).unwrap_or_default()
    }
}

/// What a call of the command is charged.
pub(crate) fn takes(
    talk: &Talk,
    in_force: &InForce,
    command: &Registered,
) -> Result<Takes, Denial> {
    let restriction = restriction(talk, in_force, command);
    let charges = || command.charges.iter().copied().chain(restriction);
    let take = |Charge { bucket: number, limit, cost }: Charge| Take {
        bucket: bucket(talk, number, limit.scope),
        quota: limit.quota,
        cost,
    };
    let mut takes = Takes { takes: [Take::NONE; MAX_TAKES], count: 0 };
    for charge in charges() {
        // More than can be charged in one step are refused.
        *takes.takes.get_mut(takes.count).ok_or(Denial::Unproven)? = take(charge);
        takes.count += 1;
    }
    Ok(takes)
}

/// The further cooldown that a restriction of the policy asks for.
fn restriction(talk: &Talk, in_force: &InForce, command: &Registered) -> Option<Charge> {
    let cooldown = in_force.rules.tightening(command.number, &talk.incoming.place).cooldown;
    let quota = Quota::once_per(cooldown);
    (!cooldown.is_zero()).then_some(Charge {
        bucket: bucket::RESTRICTIONS | command.number,
        limit: Limit::new(Scope::Member, quota),
        cost: 1,
    })
}

fn bucket(talk: &Talk, bucket: u64, scope: Scope) -> BucketKey {
    let keys = &talk.engine.keys;
    let bot = talk.engine.bot;
    let place = talk.incoming.place;
    let principal = talk.principal();
    let scope = match scope {
        Scope::User => limit::Scope::User(bot, talk.incoming.person),
        Scope::Member => limit::Scope::Member(keys.principal(&principal)),
        Scope::Channel => limit::Scope::Channel(bot, place),
        Scope::Guild => match principal.realm {
            Realm::Guild(_) | Realm::Group(_) => limit::Scope::Guild(bot, principal.realm),
            // A private conversation is a circle of its own.
            Realm::Direct | Realm::C2c => limit::Scope::Channel(bot, place),
        },
        Scope::Global => limit::Scope::Global(bot),
    };
    keys.bucket(bucket, scope)
}
