//! An answer that is kept is no older than the last change that was told.

use loom::sync::Arc;
use loom::thread;

use crate::counters::Counters;
use crate::sync::{AtomicU64, Ordering};
use crate::{every_order, many_orders};

/// What the platform would answer; it orders nothing by itself.
struct World {
    truth: AtomicU64,
    counters: Counters,
}

impl World {
    fn new() -> Arc<Self> {
        Arc::new(Self { truth: AtomicU64::new(0), counters: Counters::new(2) })
    }

    fn change(&self, truth: u64, touched: Option<usize>) {
        self.truth.store(truth, Ordering::Relaxed);
        self.counters.bump(touched);
    }

    fn epoch(&self) -> u64 {
        self.counters.sum(0..2)
    }
}

/// Whoever asks reads the epoch first, so that an old answer is never kept under a new epoch.
#[test]
fn an_answer_has_every_change_that_its_epoch_counts() {
    for touched in [None, Some(0), Some(1)] {
        every_order(move || {
            let world = World::new();
            let changing = Arc::clone(&world);
            let changes = thread::spawn(move || changing.change(1, touched));
            let (epoch, answer) = (world.epoch(), world.truth.load(Ordering::Relaxed));
            assert!(answer >= epoch, "an old answer under a new epoch");
            changes.join().unwrap();
            assert_eq!(world.epoch(), 1, "the answer that was kept before is old now");
        });
    }
}

#[test]
fn no_change_is_lost_that_comes_with_another() {
    many_orders(|| {
        let world = World::new();
        let others = [Some(0), None].map(|touched| {
            let world = Arc::clone(&world);
            thread::spawn(move || world.counters.bump(touched))
        });
        world.counters.bump(Some(0));
        let now = world.epoch();
        assert!((1..=3).contains(&now), "its own at least");
        for other in others {
            other.join().unwrap();
        }
        assert_eq!(world.epoch(), 3);
    });
}
