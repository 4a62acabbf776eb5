//! The connections that are open, no more than so many.

use std::collections::BTreeMap;

use tokio::task::{AbortHandle, JoinError, JoinSet};

/// At the bound the oldest makes way for the newest: an honest request takes milliseconds, so the oldest is
/// somebody's who keeps others out. Should it be honest nevertheless, the platform sends its event again.
pub(super) struct Connections {
    most: usize,
    tasks: JoinSet<u64>,
    /// By their age.
    open: BTreeMap<u64, AbortHandle>,
    next: u64,
}

impl Connections {
    pub(super) fn new(most: usize) -> Self {
        Self { most, tasks: JoinSet::new(), open: BTreeMap::new(), next: 0 }
    }

    pub(super) fn add(&mut self, connection: impl Future<Output = ()> + Send + 'static) {
        if self.open.len() >= self.most {
            self.close_oldest();
        }
        let number = self.next;
        self.next += 1;
        let task = self.tasks.spawn(async move {
            connection.await;
            number
        });
        self.open.insert(number, task);
    }

    pub(super) fn close_oldest(&mut self) {
        if let Some((_, oldest)) = self.open.pop_first() {
            oldest.abort();
        }
    }

    /// Waits until one has ended; false where there is none.
    pub(super) async fn ended(&mut self) -> bool {
        let Some(ended) = self.tasks.join_next().await else { return false };
        self.forget(ended);
        true
    }

    fn forget(&mut self, ended: Result<u64, JoinError>) {
        match ended {
            Ok(number) => _ = self.open.remove(&number),
            // One that was aborted is forgotten already; one that panicked does not say which it was.
            Err(_) => self.open.retain(|_, task| !task.is_finished()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::time::Duration;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_oldest_makes_way() {
        let mut connections = Connections::new(2);
        let (first, dropped) = oneshot::channel::<()>();
        connections.add(async move {
            let _first = first;
            pending().await
        });
        connections.add(pending());
        assert_eq!(connections.open.len(), 2);
        connections.add(async {});
        let gone = tokio::time::timeout(Duration::from_secs(1), dropped).await;
        assert!(gone.expect("the first is gone").is_err());
        while connections.open.len() > 1 {
            assert!(connections.ended().await);
        }
        connections.add(async { panic!("meant to") });
        while connections.open.len() > 1 {
            assert!(connections.ended().await);
        }
        assert!(connections.open.contains_key(&1), "the second stays");
    }
}
