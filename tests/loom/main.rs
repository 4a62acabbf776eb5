//! Lock-free parts of the library, tried in every order in which threads may see each other's steps.
//!
//! Their files are compiled here once more, with a `sync` of loom's. `.ci/long/loom` tries more orders.

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

/// Tries what `run` does in every order of two threads, or in those with few interruptions.
fn every_order(run: impl Fn() + Send + Sync + 'static) {
    try_orders(if is_long() { None } else { Some(2) }, run);
}

/// The same of three threads: there are too many orders of them.
fn many_orders(run: impl Fn() + Send + Sync + 'static) {
    try_orders(Some(if is_long() { 3 } else { 1 }), run);
}

fn try_orders(interruptions: Option<usize>, run: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = interruptions;
    model.check(run);
}

fn is_long() -> bool {
    std::env::var_os("BOTRS_SECURE_LONG").is_some_and(|value| value == "1")
}
