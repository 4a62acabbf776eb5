//! Changes are told once each, in their order.

use loom::sync::Arc;
use loom::thread;

use crate::every_order;
use crate::sync::Mutex;
use crate::told::Told;

struct Log {
    told: Told,
    lines: Mutex<Vec<bool>>,
}

impl Log {
    fn see(&self, is_so: bool) {
        self.told.tell(is_so, || self.lines.lock().push(is_so));
    }
}

/// Two who see the server go and come back, each in its own time.
#[test]
fn what_is_told_alternates() {
    every_order(|| {
        let log = Arc::new(Log { told: Told::new(), lines: Mutex::new(Vec::new()) });
        let other = {
            let log = Arc::clone(&log);
            thread::spawn(move || {
                log.see(true);
                log.see(false);
            })
        };
        log.see(true);
        log.see(false);
        other.join().unwrap();
        let lines = log.lines.lock();
        let alternates = lines.iter().enumerate().all(|(at, &is_so)| is_so == (at % 2 == 0));
        assert!(alternates, "{:?}", *lines);
        assert_eq!(lines.len() % 2, 0, "it is back in the end");
        assert!(!lines.is_empty());
    });
}
