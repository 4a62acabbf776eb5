//! The counts as Prometheus reads them: one recorder for the whole process, as the facade has it.

use std::thread;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use parking_lot::Mutex;

/// The bounds of durations, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// How often what is timed is put into buckets: until then each time takes room.
const UPKEEP: Duration = Duration::from_secs(5);

static PAGE: Mutex<Option<Page>> = Mutex::new(None);

/// Why the counts cannot be shown: the program gives them to a recorder of its own.
#[derive(Debug)]
pub(crate) struct OtherRecorder;

/// All counts of the process, as text.
#[derive(Clone)]
pub(crate) struct Page(PrometheusHandle);

impl Page {
    /// Has the counts of the process kept from now on, if they are not yet.
    pub(crate) fn of_process() -> Result<Self, OtherRecorder> {
        let mut page = PAGE.lock();
        if let Some(page) = &*page {
            return Ok(page.clone());
        }
        // What the program counts beside is kept as its recorder would.
        let ours = Matcher::Prefix("botrs_secure_".to_owned());
        // Fails only without a bucket.
        let builder = PrometheusBuilder::new().set_buckets_for_metric(ours, &BUCKETS);
        let recorder = builder.map_err(|_| OtherRecorder)?.build_recorder();
        let new = Self(recorder.handle());
        metrics::set_global_recorder(recorder).map_err(|_| OtherRecorder)?;
        new.tidy();
        *page = Some(new.clone());
        Ok(new)
    }

    pub(super) fn text(&self) -> String {
        self.0.render()
    }

    /// As long as the process lives: bots come and go, and its recorder stays.
    fn tidy(&self) {
        let handle = self.0.clone();
        let tidies = move || {
            loop {
                thread::sleep(UPKEEP);
                handle.run_upkeep();
            }
        };
        if let Err(error) = thread::Builder::new().name("metrics".into()).spawn(tidies) {
            tracing::error!(%error, "no thread for the metrics / 无法启动指标线程");
        }
    }
}
