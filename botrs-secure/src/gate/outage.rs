//! The server that machines share is away: said once when that begins and once when it ends, with how many
//! calls it concerned.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::gate::told::Told;

pub(super) struct Outage {
    /// Whether the last answer was none.
    is_on: Told,
    refused: AtomicU64,
    local: AtomicU64,
}

impl Outage {
    /// None so far.
    pub(super) fn none() -> Self {
        Self { is_on: Told::new(), refused: AtomicU64::new(0), local: AtomicU64::new(0) }
    }

    /// There was no answer. The first to see that records it.
    pub(super) fn begin(&self, record: impl FnOnce()) {
        self.is_on.tell(true, record);
    }

    /// A call was refused for it.
    pub(super) fn refuse(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// A call goes by what this machine knows.
    pub(super) fn go_on(&self) {
        self.local.fetch_add(1, Ordering::Relaxed);
    }

    /// There was an answer. The first to see that records it, with the counts of this outage.
    pub(super) fn end(&self, record: impl FnOnce(String)) {
        self.is_on.tell(false, || {
            let taken = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
            let (refused, local) = (taken(&self.refused), taken(&self.local));
            record(format!("refused={refused} local={local}"));
        });
    }
}
