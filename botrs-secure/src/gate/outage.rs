//! The server that machines share is away: said once when that begins and once when it ends, with how many
//! calls it concerned.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;

#[derive(Default)]
pub(super) struct Outage {
    /// Whether the last answer was none.
    is_on: AtomicBool,
    /// Held while a change of that is recorded, so that records are in their order.
    changing: Mutex<()>,
    refused: AtomicU64,
    local: AtomicU64,
}

impl Outage {
    /// There was no answer. The first to see that records it.
    pub(super) fn begin(&self, record: impl FnOnce()) {
        self.change(true, record);
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
        self.change(false, || {
            let taken = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
            let (refused, local) = (taken(&self.refused), taken(&self.local));
            record(format!("refused={refused} local={local}"));
        });
    }

    fn change(&self, is_on: bool, record: impl FnOnce()) {
        if self.is_on.load(Ordering::Acquire) == is_on {
            return;
        }
        let _changing = self.changing.lock();
        if self.is_on.swap(is_on, Ordering::AcqRel) != is_on {
            record();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn of_many_who_see_a_change_at_once_one_records_it() {
        let (outage, recorded) = (Outage::default(), AtomicU64::new(0));
        let note = || {
            recorded.fetch_add(1, Ordering::SeqCst);
        };
        thread::scope(|scope| {
            let changing = outage.changing.lock();
            for _ in 0..4 {
                scope.spawn(|| outage.begin(note));
            }
            // Each has seen that nobody recorded it, if it is given the time.
            thread::sleep(Duration::from_millis(100));
            drop(changing);
        });
        assert_eq!(recorded.load(Ordering::SeqCst), 1);
        outage.begin(note);
        assert_eq!(recorded.load(Ordering::SeqCst), 1);
        outage.end(|_| note());
        outage.end(|_| note());
        assert_eq!(recorded.load(Ordering::SeqCst), 2);
    }
}
