//! One suite for every implementation of the state: random sequences of verbs against an exact model.
//!
//! | file | holds |
//! |---|---|
//! | `verb` | what a sequence is made of |
//! | `exact` | the model, slow and plain |
//! | `trial` | a sequence, told to the model and to a subject at once |
//! | `memory`, `store`, `server` | the subjects |
//! | `bot` | what those have in common that outlast a process |

#[cfg(feature = "_admin")]
mod bot;
mod exact;
mod memory;
#[cfg(all(feature = "redis", unix))]
mod server;
#[cfg(feature = "redb")]
mod store;
mod trial;
mod verb;

use std::time::Duration;

use proptest::test_runner::{Config, RngAlgorithm, TestRunner};

use super::*;
use crate::gate::Denial;
use crate::limit::Failure;
use trial::Trial;
use verb::Message;

/// What a subject can, and where it differs from the others by design.
#[derive(Clone, Copy)]
struct Nature {
    /// Whether it has the verbs that concern one process: confirmations, replies, parts of an admission.
    is_local: bool,
    /// Whether permissions are granted at run time.
    has_grants: bool,
    /// Whether a clock that goes back is the model's business.
    steps_back: bool,
    /// What intervals are rounded up to, in nanoseconds.
    tick: u128,
    outlasts: Outlasts,
    /// How many verbs a sequence has at most, and how many sequences are tried if nothing is said.
    verbs: usize,
    cases: u32,
}

/// What is left when a process ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outlasts {
    Nothing,
    /// Blocks, grants, marks of what ran, and cooldowns of a minute and more in whole milliseconds.
    #[cfg_attr(not(feature = "redb"), allow(dead_code, reason = "only of a store"))]
    WhatIsKept,
    #[cfg_attr(not(feature = "redis"), allow(dead_code, reason = "only of a server"))]
    Everything,
}

/// An implementation of the state, as the gate uses it.
trait Subject {
    const NATURE: Nature;

    /// The wall clock at the beginning: milliseconds since 1970, whole seconds.
    fn began(&self) -> u64;

    /// Since when it knows of every message whether it ran, likewise.
    fn remembers_since(&self) -> u64;

    /// Turns its clock to so long after the beginning.
    fn turn(&mut self, elapsed: Duration);

    /// Ends the process, and begins another one with what that left.
    async fn restart(&mut self);

    fn principal(&self, who: u64) -> Key;

    /// Lets a message in, in the order of the gate.
    async fn admit(&mut self, message: &Message, takes: &[Take]) -> Result<(), Denial>;

    /// Keeps that a message runs which was let in.
    async fn keep(&mut self, message: &Message) -> Result<(), Denial>;

    async fn take(&mut self, takes: &[Take]) -> Result<(), Duration>;

    async fn fail(&mut self, who: u64, weight: u32, rule: Intrusion) -> Failure;

    async fn blocked(&mut self, who: u64) -> Option<Duration>;

    /// By hand, for a period or without end; false if an earlier block lasts longer.
    async fn block(&mut self, who: u64, period: Option<Duration>) -> bool;

    /// Whether there was a block.
    async fn unblock(&mut self, who: u64) -> bool;

    /// Grants a permission by its name, or takes it back; whether that changed anything. For those that
    /// have grants, like the next one.
    async fn grant(&mut self, who: u64, permission: &str, is_given: bool) -> bool {
        unreachable!("{permission} of {who}: {is_given}")
    }

    /// Whether that grant is in force.
    fn holds(&self, who: u64, permission: &str) -> bool {
        unreachable!("{permission} of {who}")
    }

    /// Where the verbs are that concern one process, and its time.
    fn memory(&self) -> Option<(&Memory, Moment)> {
        None
    }
}

/// Tries so many sequences as `PROPTEST_CASES` says, each on a subject that begins anew.
fn agree<S: Subject>(begin: impl AsyncFn() -> S) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = cases.unwrap_or(S::NATURE.cases);
    let config = Config {
        cases,
        failure_persistence: None,
        // The usual one takes three quarters of the time.
        rng_algorithm: RngAlgorithm::XorShift,
        ..Config::default()
    };
    let ran = TestRunner::new(config).run(&verb::sequence(S::NATURE), |verbs| {
        runtime.block_on(async { Trial::new(begin().await).run(verbs).await })
    });
    ran.unwrap_or_else(|failed| panic!("{failed}"));
}
