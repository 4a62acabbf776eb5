//! How many of a bot's shards are connected.

use tokio::sync::watch;

/// At first none, of as many as are not known yet.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Connected {
    up: usize,
    pub(super) of: usize,
    /// Whether the gateway has greeted any, even if it is gone again.
    pub(super) greeted: bool,
}

impl Connected {
    /// Whether all are.
    #[cfg(feature = "metrics")]
    pub(crate) fn is_whole(self) -> bool {
        self.up > 0 && self.up == self.of
    }
}

/// A shard that is connected, until this is dropped.
pub(super) struct Up(watch::Sender<Connected>);

impl Up {
    pub(super) fn new(connected: &watch::Sender<Connected>) -> Self {
        connected.send_modify(|all| all.up += 1);
        Self(connected.clone())
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        self.0.send_modify(|all| all.up -= 1);
    }
}

#[cfg(all(test, feature = "metrics"))]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_connected_while_all_its_shards_are() {
        let connected = watch::Sender::new(Connected::default());
        let is_whole = || connected.borrow().is_whole();
        assert!(!is_whole());
        connected.send_modify(|all| all.of = 2);
        let one = Up::new(&connected);
        assert!(!is_whole());
        let other = Up::new(&connected);
        assert!(is_whole());
        drop(one);
        assert!(!is_whole());
        drop(other);
        assert!(!is_whole());
    }
}
