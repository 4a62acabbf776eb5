//! How many forged requests came from a peer.
//!
//! They count against the peer that sent them and never against a person whom they name.

use std::collections::HashMap;
use std::time::Duration;

use crate::clock::Moment;
use crate::peer::Peer;

/// So many in a window are verified; then the peer has to wait for its end.
const FORGED: u32 = 20;
const WINDOW: Duration = Duration::from_secs(60);
/// So many peers are told apart at once. Each of them may have a dozen of the 4,096 refusals that the audit
/// counts apart.
const MOST: usize = 256;

/// The peers of whom something was refused lately.
#[derive(Default)]
pub(super) struct Peers(HashMap<Peer, Window>);

struct Window {
    since: Moment,
    forged: u32,
}

impl Window {
    fn is_over(&self, now: Moment) -> bool {
        now.since(self.since) >= WINDOW
    }
}

impl Peers {
    /// Whether a peer has to wait. Never whoever is near: that is a proxy which the bot was not told of, and others
    /// come by it as well. Nor whoever is not told apart: that may be the platform.
    pub(super) fn is_limited(&self, peer: Peer, now: Moment) -> bool {
        let window = self.0.get(&peer).filter(|window| !window.is_over(now));
        window.is_some_and(|window| window.forged >= FORGED) && !peer.is_near()
    }

    /// Notes a refusal, and gives back by whom it is recorded.
    pub(super) fn note(&mut self, peer: Peer, is_forged: bool, now: Moment) -> Peer {
        if self.0.len() >= MOST && !self.0.contains_key(&peer) {
            self.0.retain(|_, window| !window.is_over(now));
            if self.0.len() >= MOST {
                return Peer::Others;
            }
        }
        let window = self.0.entry(peer).or_insert(Window { since: now, forged: 0 });
        if window.is_over(now) {
            *window = Window { since: now, forged: 0 };
        }
        window.forged = window.forged.saturating_add(u32::from(is_forged));
        peer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment(0);

    fn peer(n: u32) -> Peer {
        Peer::of(std::net::Ipv4Addr::from(0xcb00_7100 + n).into())
    }

    #[test]
    fn a_peer_waits_for_the_end_of_its_window_and_others_do_not() {
        let mut peers = Peers::default();
        for _ in 0..FORGED {
            assert!(!peers.is_limited(peer(1), START));
            peers.note(peer(1), true, START);
        }
        let late = START + (WINDOW - Duration::from_nanos(1));
        assert!(peers.is_limited(peer(1), late) && !peers.is_limited(peer(2), late));
        assert!(!peers.is_limited(peer(1), START + WINDOW));
        peers.note(peer(1), true, START + WINDOW);
        assert!(!peers.is_limited(peer(1), START + WINDOW));
    }

    #[test]
    fn what_is_not_forged_limits_nobody() {
        let mut peers = Peers::default();
        (0..2 * FORGED).for_each(|_| _ = peers.note(peer(1), false, START));
        assert!(!peers.is_limited(peer(1), START));
    }

    #[test]
    fn a_proxy_that_nobody_named_is_not_limited() {
        let mut peers = Peers::default();
        let near = Peer::of([127, 0, 0, 1].into());
        (0..2 * FORGED).for_each(|_| _ = peers.note(near, true, START));
        assert!(!peers.is_limited(near, START));
    }

    #[test]
    fn more_peers_than_are_told_apart_are_the_others() {
        let mut peers = Peers::default();
        for n in 0..MOST as u32 {
            assert_eq!(peers.note(peer(n), true, START), peer(n));
        }
        let stranger = peer(MOST as u32);
        for _ in 0..2 * FORGED {
            assert_eq!(peers.note(stranger, true, START), Peer::Others);
            peers.note(peer(7), true, START);
        }
        assert!(!peers.is_limited(stranger, START) && peers.is_limited(peer(7), START));
        assert_eq!(peers.note(stranger, true, START + WINDOW), stranger);
        assert_eq!(peers.0.len(), 1);
    }
}
