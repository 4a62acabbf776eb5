//! Lock-free parts of the library, tried in every order in which threads may see each other's steps.
//!
//! Their files are compiled here once more, with a `sync` of loom's. With `BOTRS_SECURE_LONG=1`, which
//! `.ci/long/loom` sets, all orders are tried; otherwise those in which one thread is interrupted once.

mod sync;

#[path = "../../botrs-secure/src/gate/lookups/counters.rs"]
mod counters;
#[path = "../../botrs-secure/src/adapter/missed.rs"]
mod missed;
#[path = "../../botrs-secure/src/audit/progress.rs"]
mod progress;
#[path = "../../botrs-secure/src/gate/told.rs"]
mod told;

mod parts {
    mod counters;
    mod missed;
    mod progress;
    mod told;
}

/// Tries what `run` does in every order; of more than two threads there are too many.
fn every_order(threads: usize, run: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    let is_long = std::env::var_os("BOTRS_SECURE_LONG").is_some_and(|value| value == "1");
    model.preemption_bound = match threads {
        2 if is_long => None,
        _ if is_long => Some(3),
        _ => Some(1),
    };
    model.check(run);
}
