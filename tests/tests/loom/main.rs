//! Lock-free parts of the library, tried in every order in which threads may see each other's steps.
//!
//! Their files are compiled here once more, with a `sync` of loom's. With `BOTRS_SECURE_LONG=1`, which
//! `.ci/long/loom` sets, all orders are tried; otherwise those with few switches between threads.

mod sync;

#[path = "../../../botrs-secure/src/gate/lookups/counters.rs"]
mod counters;
#[path = "../../../botrs-secure/src/adapter/missed.rs"]
mod missed;
#[path = "../../../botrs-secure/src/audit/progress.rs"]
mod progress;
#[path = "../../../botrs-secure/src/gate/told.rs"]
mod told;

mod tests {
    mod counters;
    mod missed;
    mod progress;
    mod told;
}

/// Tries what `run` does in every order.
fn every_order(run: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    let is_long = std::env::var_os("BOTRS_SECURE_LONG").is_some_and(|value| value == "1");
    model.preemption_bound = if is_long { None } else { Some(2) };
    model.check(run);
}
