//! The blocks that this process made or saw, for a server that loses its own.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::time::Instant;

use super::super::key::Key;

/// So many blocks are remembered, in about 5 MiB.
pub(super) const MOST: usize = 100_000;
/// How often a full mirror is searched for blocks that are over.
const SWEEP: Duration = Duration::from_secs(60);

/// The blocks, each until its end.
pub(super) struct Mirror {
    blocks: FxHashMap<Key, Mirrored>,
    /// Of which generation `kept` speaks.
    generation: Option<Arc<str>>,
    next_sweep: Instant,
}

#[derive(Clone, Copy)]
struct Mirrored {
    ends: Instant,
    /// Since when the server is known to have it.
    kept: Option<Instant>,
}

impl Mirror {
    pub(super) fn new() -> Self {
        Self { blocks: FxHashMap::default(), generation: None, next_sweep: Instant::now() }
    }

    /// Remembers a block that a server of that generation has, or that no server has yet. In place of a
    /// longer one only if the server says so.
    pub(super) fn remember(
        &mut self,
        principal: Key,
        remaining: Duration,
        generation: Option<&Arc<str>>,
    ) {
        let now = Instant::now();
        let Some(ends) = now.checked_add(remaining) else { return };
        let is_kept = generation.is_some() && generation == self.generation.as_ref();
        let block = Mirrored { ends, kept: is_kept.then_some(now) };
        if let Some(before) = self.blocks.get_mut(&principal) {
            let stays = before.ends > ends && (before.kept.is_none() || !is_kept);
            *before = if stays { *before } else { block };
        } else if self.has_room(now) {
            self.blocks.insert(principal, block);
        }
    }

    /// Forgets a block: it was lifted here.
    pub(super) fn forget(&mut self, principal: Key) {
        self.blocks.remove(&principal);
    }

    /// Forgets a block of which the server, asked at that time, did not know any more: it was lifted
    /// elsewhere. Whether there was one.
    pub(super) fn forget_lifted(&mut self, principal: Key, asked: Instant) -> bool {
        let kept = self.blocks.get(&principal).and_then(|block| block.kept);
        let is_lifted = kept.is_some_and(|kept| kept < asked);
        if is_lifted {
            self.blocks.remove(&principal);
        }
        is_lifted
    }

    /// The same for a block that the server is not known to have.
    pub(super) fn untold(&self, principal: Key) -> Option<Duration> {
        self.blocks.get(&principal).filter(|block| block.kept.is_none())?;
        self.blocked(principal)
    }

    pub(super) fn blocked(&self, principal: Key) -> Option<Duration> {
        let remaining = self.blocks.get(&principal)?.ends.saturating_duration_since(Instant::now());
        (!remaining.is_zero()).then_some(remaining)
    }

    /// What a server of that generation lacks: at most so many blocks, and when they end.
    pub(super) fn lacking(&mut self, generation: &Arc<str>, most: usize) -> Vec<(Key, Instant)> {
        if self.generation.as_ref() != Some(generation) {
            self.generation = Some(Arc::clone(generation));
            self.blocks.values_mut().for_each(|block| block.kept = None);
        }
        let now = Instant::now();
        self.blocks.retain(|_, block| block.ends > now);
        let lacking = self.blocks.iter().filter(|(_, block)| block.kept.is_none());
        lacking.map(|(&key, block)| (key, block.ends)).take(most).collect()
    }

    /// The server has these now, unless they became longer meanwhile.
    pub(super) fn keep(&mut self, blocks: &[(Key, Instant)]) {
        let now = Instant::now();
        for (principal, ends) in blocks {
            if let Some(block) = self.blocks.get_mut(principal).filter(|block| block.ends == *ends)
            {
                block.kept = Some(now);
            }
        }
    }

    fn has_room(&mut self, now: Instant) -> bool {
        if self.blocks.len() >= MOST && now >= self.next_sweep {
            self.next_sweep = now + SWEEP;
            self.blocks.retain(|_, block| block.ends > now);
        }
        self.blocks.len() < MOST
    }
}
