//! Admission: all that the front of the gate asks, in one step.

use std::time::Duration;

use tokio::time::Instant;

use super::super::key::Key;
use super::super::quota::Quota;
use super::super::take::{MAX_TAKES, Take};
use super::script::{ADMIT, Word};
use super::take::charge;
use super::{GENERATION_FOR, NEVER, RENEW_BELOW, Shared, Unavailable, micros, millis, wait};

/// A message that wants in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admission<'a> {
    pub(crate) principal: Key,
    pub(crate) message: Key,
    /// What is charged for the attempt.
    pub(crate) flood: Quota,
    /// How long the message is remembered.
    pub(crate) mark_for: Duration,
    /// Whether it is too old for its command: then it is an attempt, and nothing else.
    pub(crate) stale: bool,
    /// When it will be, in milliseconds since 1970 and by the server's clock, which is the one that ends marks.
    pub(crate) stale_after: Option<u64>,
    /// What it would be charged for if it ran; only looked at.
    pub(crate) takes: &'a [Take],
}

/// What came of an admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Admitted {
    /// Which grants the server has.
    pub(crate) grants: u64,
    /// Whether the principal was blocked when the server was asked before, and it was lifted elsewhere.
    pub(crate) lifted: bool,
    pub(crate) result: Result<(), Refused>,
}

/// Why a message is not let in; of several reasons the first of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The principal is blocked, for so long.
    Blocked(Duration),
    /// The principal has tried too often. A repeated delivery is never refused for this.
    Flood(Duration),
    /// It is too old.
    Stale,
    /// It was let in before.
    Again,
    /// A quota is used up, for so long. The message is marked.
    Wait(Duration),
}

impl Shared {
    /// Lets a message in, or says why not: one round trip.
    pub(crate) async fn admit(&self, ask: &Admission<'_>) -> Result<Admitted, Unavailable> {
        let link = &self.link;
        let names = &link.names;
        let asked = Instant::now();
        // More than can be charged will be refused, so nothing is looked at.
        let takes = if ask.takes.len() > MAX_TAKES { &[] } else { ask.takes };
        let reply = link
            .run(&ADMIT, |call| {
                call.key(names.block(ask.principal))
                    .key(names.flood(ask.principal))
                    .key(names.mark(ask.message))
                    .key(&*names.grants);
                let (burst, interval) = ask.flood.in_micros();
                call.arg(burst).arg(interval).arg(micros(ask.mark_for)).arg(u8::from(ask.stale));
                call.arg(millis(GENERATION_FOR)).arg(millis(RENEW_BELOW));
                let latest = ask.stale_after.map(|millis| millis.saturating_mul(1_000));
                call.arg(latest.unwrap_or(NEVER).min(NEVER));
                for take in takes {
                    call.key(names.bucket(take.bucket.key));
                    charge(call, take);
                }
            })
            .await?;
        let result = match reply.word {
            Word::Ok if takes.len() < ask.takes.len() => Err(Refused::Wait(Duration::MAX)),
            Word::Ok => Ok(()),
            Word::Blocked => Err(Refused::Blocked(wait(reply.first))),
            Word::Flood => Err(Refused::Flood(wait(reply.first))),
            Word::Stale => Err(Refused::Stale),
            Word::Again => Err(Refused::Again),
            Word::Wait => Err(Refused::Wait(wait(reply.first))),
            Word::Lost => return Err(Unavailable::Lost),
        };
        let mut mirror = link.mirror.lock();
        let lifted = match result {
            Err(Refused::Blocked(remaining)) => {
                mirror.remember(ask.principal, remaining, Some(&reply.generation));
                false
            }
            _ => mirror.forget_lifted(ask.principal, asked),
        };
        Ok(Admitted { grants: reply.second, lifted, result })
    }
}
