//! A sequence, told to the model and to a subject at once.

use std::collections::HashSet;

use proptest::prelude::*;

use super::exact::{Model, REPLY, RIPE, TTL};
use super::verb::{ATTEMPTS, Charge, Delivery, Local, Message, PEOPLE, PERMISSIONS, QUOTAS, Verb};
use super::*;

/// Of nobody else.
const PASSER_BY: u64 = 9;
/// What lasts longer has no end.
const LONG: Duration = DAY.saturating_mul(365 * 60);

type Outcome = Result<(), TestCaseError>;

pub(super) struct Trial<S> {
    subject: S,
    model: Model,
    /// What was delivered so far.
    messages: Vec<Message>,
    /// Which privileged ones ran.
    ran: HashSet<Key>,
}

impl<S: Subject> Trial<S> {
    pub(super) fn new(subject: S) -> Self {
        let model = Model::new(S::NATURE, subject.began(), subject.remembers_since());
        Self { subject, model, messages: Vec::new(), ran: HashSet::new() }
    }

    pub(super) async fn run(mut self, verbs: Vec<Verb>) -> Outcome {
        for verb in verbs {
            self.step(verb).await?;
        }
        Ok(())
    }

    async fn step(&mut self, verb: Verb) -> Outcome {
        let Self { subject, model, .. } = self;
        match verb {
            Verb::Wait(millis) => {
                model.now += u128::from(millis) * 1_000_000;
                subject.turn(elapsed(model.now));
            }
            Verb::Back(millis) => return self.back(millis).await,
            Verb::Restart => {
                subject.restart().await;
                model.restart();
                return self.compare_grants();
            }
            Verb::Deliver { delivery, runs } => return self.deliver(delivery, runs).await,
            Verb::Take(charges) => {
                let takes = self.takes(&charges);
                prop_assert_eq!(self.subject.take(&takes).await, self.model.take(&charges, true));
            }
            Verb::Fail { who, weight, rule } => {
                let expected = model.fail(who, weight, rule);
                prop_assert_eq!(subject.fail(who, weight, rule).await, expected);
            }
            Verb::Block(who, millis) => {
                let period = millis.map(Duration::from_millis);
                prop_assert_eq!(subject.block(who, period).await, model.block(who, period));
            }
            Verb::Blocked(who) => {
                prop_assert_eq!(subject.blocked(who).await.map(whole), model.blocked(who));
            }
            Verb::Unblock(who) => {
                prop_assert_eq!(subject.unblock(who).await, model.unblock(who));
            }
            Verb::Grant(who, permission, is_given) => {
                let expected = model.grant(who, permission, is_given);
                let changed = subject.grant(who, PERMISSIONS[permission], is_given).await;
                prop_assert_eq!(changed, expected);
                return self.compare_grants();
            }
            Verb::Local(local) => return self.local(local),
        }
        Ok(())
    }

    fn compare_grants(&self) -> Outcome {
        if !S::NATURE.has_grants {
            return Ok(());
        }
        for who in 0..PEOPLE {
            for (number, permission) in PERMISSIONS.iter().enumerate() {
                let expected = self.model.holds(who, number);
                prop_assert_eq!(self.subject.holds(who, permission), expected, "{}", permission);
            }
        }
        Ok(())
    }

    /// The model does not go back, nor what has seen the time.
    async fn back(&mut self, millis: u64) -> Outcome {
        let Self { subject, model, .. } = self;
        subject.blocked(0).await;
        subject.turn(elapsed(model.now.saturating_sub(u128::from(millis) * 1_000_000)));
        prop_assert_eq!(subject.blocked(0).await.map(whole), model.blocked(0));
        let (memory, now) = subject.memory().expect("a local verb");
        let flood = memory.flood(subject.principal(PASSER_BY), ATTEMPTS, now);
        prop_assert_eq!(flood, model.flood(PASSER_BY, ATTEMPTS));
        subject.turn(elapsed(model.now));
        Ok(())
    }

    async fn deliver(&mut self, delivery: Delivery, runs: bool) -> Outcome {
        let Some(message) = self.delivered(delivery) else { return Ok(()) };
        let takes = self.takes(&message.takes);
        let expected = self.model.admit(&message);
        let admitted = self.subject.admit(&message, &takes).await;
        prop_assert_eq!(admitted.as_ref().map_err(told), expected.as_ref().map_err(Clone::clone));
        if admitted.is_err() || !runs {
            return Ok(());
        }
        // Whatever the model says.
        let is_first = !message.is_privileged || self.ran.insert(message.key);
        prop_assert!(is_first || S::NATURE.outlasts == Outlasts::Nothing, "it ran twice");
        self.model.keep(&message);
        prop_assert_eq!(self.subject.keep(&message).await, Ok(()));
        let expected = self.model.take(&message.takes, true);
        prop_assert_eq!(self.subject.take(&takes).await, expected);
        Ok(())
    }

    fn delivered(&mut self, delivery: Delivery) -> Option<Message> {
        match delivery {
            Delivery::First(written) => {
                let wall = self.model.wall();
                self.messages.push(Message {
                    key: key(1 << 32 | self.messages.len() as u64),
                    who: written.who,
                    is_privileged: written.is_privileged,
                    sent_at: written.sent_ago.map(|ago| wall.saturating_add_signed(-ago)),
                    takes: written.takes,
                });
                self.messages.last().cloned()
            }
            Delivery::Again(back) => self.messages.iter().rev().nth(back).cloned(),
        }
    }

    fn local(&mut self, verb: Local) -> Outcome {
        let (memory, now) = self.subject.memory().expect("a local verb");
        let model = &mut self.model;
        let mark = |number| key(1 << 33 | number);
        match verb {
            Local::Flood(who) => {
                let flood = memory.flood(self.subject.principal(who), ATTEMPTS, now);
                prop_assert_eq!(flood.map_err(whole), model.flood(who, ATTEMPTS));
            }
            Local::Seen(message) => {
                prop_assert_eq!(memory.seen(mark(message), now), model.seen(mark(message)));
            }
            Local::FirstSeen(message) => {
                let seen = memory.first_seen(mark(message), now, TTL);
                prop_assert_eq!(seen, model.first_seen(mark(message)));
            }
            Local::Peek(charges) => {
                let expected = model.take(&charges, false);
                prop_assert_eq!(memory.peek(&self.takes(&charges), now), expected);
            }
            Local::Put(number, value) => {
                prop_assert!(memory.put_once(key(number), value, now, TTL));
                model.put(number, value);
            }
            Local::LookOnce(number) => {
                prop_assert_eq!(memory.look_once(key(number), now), model.look_once(number));
            }
            Local::CheckOnce(number, value) => {
                let checked = memory.check_once(key(number), value, RIPE, now);
                prop_assert_eq!(checked, model.check_once(number, value, RIPE));
            }
            Local::TakeOnce(number, value) => {
                let taken = memory.take_once(key(number), value, now);
                prop_assert_eq!(taken, model.take_once(number, value));
            }
            Local::Once(number) => {
                let once = memory.once(own_bucket(100 + number, key(number)), REPLY, now);
                prop_assert_eq!(once, model.once(number));
            }
        }
        Ok(())
    }

    /// Buckets 0 to 7 belong to principals 0 and 1, the others to nobody.
    fn takes(&self, charges: &[Charge]) -> Vec<Take> {
        let one = |&(number, cost): &Charge| {
            let bucket = match number {
                0..8 => own_bucket(number, self.subject.principal(number % 2)),
                _ => bucket(number),
            };
            Take { bucket, quota: QUOTAS[number as usize % QUOTAS.len()], cost }
        };
        charges.iter().map(one).collect()
    }
}

fn elapsed(nanos: u128) -> Duration {
    Duration::from_nanos(nanos.try_into().unwrap())
}

/// Without an end where there is none to be seen.
fn whole(lasts: Duration) -> Duration {
    if lasts > LONG { Duration::MAX } else { lasts }
}

fn told(denial: &Denial) -> Denial {
    match denial.clone() {
        Denial::Blocked { remaining } => Denial::Blocked { remaining: whole(remaining) },
        Denial::Flood { wait } => Denial::Flood { wait: whole(wait) },
        other => other,
    }
}
