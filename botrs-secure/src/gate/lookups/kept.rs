//! Answers that are kept for a moment.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

use crate::clock::Moment;

/// For how long after its question an answer is kept.
pub(super) const AGE: Duration = Duration::from_secs(3);
/// How many answers are kept.
pub(super) const BOUND: usize = 1_024;

/// When a question was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) at: Moment,
    /// Read just before.
    pub(super) epoch: u64,
    /// Higher for whatever was put later.
    pub(super) number: u64,
}

/// The latest answers, at most [`BOUND`] of them: the oldest go first.
pub(super) struct Kept<K, V> {
    answers: HashMap<K, (Put, V)>,
    /// Each time something was kept, in order: at least one entry for each answer.
    order: VecDeque<(Put, K)>,
}

impl<K: Copy + Eq + Hash, V: Clone> Kept<K, V> {
    pub(super) fn new() -> Self {
        Self { answers: HashMap::new(), order: VecDeque::new() }
    }

    /// The answer to `key`, unless it is too old or something was touched since it was asked for.
    pub(super) fn get(&self, key: &K, epoch: u64, now: Moment) -> Option<V> {
        let (put, answer) = self.answers.get(key)?;
        (put.epoch == epoch && !is_old(*put, now)).then(|| answer.clone())
    }

    /// Keeps an answer, unless a later question has been answered already.
    pub(super) fn keep(&mut self, key: K, put: Put, answer: V, now: Moment) {
        if self.answers.get(&key).is_some_and(|(kept, _)| kept.number > put.number) {
            return;
        }
        self.answers.insert(key, (put, answer));
        self.order.push_back((put, key));
        while self.order.front().is_some_and(|(put, _)| is_old(*put, now))
            || self.order.len() > BOUND
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some((put, key)) = self.order.pop_front() else { return };
        // A later answer to the same question has an entry of its own.
        if self.answers.get(&key).is_some_and(|(kept, _)| *kept == put) {
            self.answers.remove(&key);
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }
}

fn is_old(put: Put, now: Moment) -> bool {
    now.since(put.at) >= AGE
}
