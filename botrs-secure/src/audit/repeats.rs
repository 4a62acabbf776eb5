//! Refusals that are repeated, counted together.
//!
//! Whoever is refused decides how often. So of equal refusals of one principal or peer, by one rule of one command,
//! the first few in a window are records of their own. Those that follow are held back and become one record
//! when the window ends: the last of them, with how many it stands for and since when. Nothing else is held
//! back.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::event::{Event, Kind, Weight};
use crate::id::BotId;
use crate::peer::Peer;
use crate::place::{PersonId, Realm};

/// So many in a window are records of their own.
const FIRST: u8 = 3;

/// How long refusals are counted together.
const WINDOW: Duration = Duration::from_secs(10);

/// So many windows there are at once, in about 2 MB. What is of no window then is a record of its own: a new
/// window in the place of the oldest would, in a flood of more kinds, end them all before they count.
const MOST: usize = 4_096;

/// What is equal in refusals that are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Alike {
    bot: Option<BotId>,
    realm: Option<Realm>,
    person: Option<PersonId>,
    peer: Option<Peer>,
    action: &'static str,
    rule: &'static str,
}

impl Alike {
    fn of(event: &Event) -> Self {
        let Event { bot, person, peer, action, rule, .. } = *event;
        Self { bot, realm: event.place.as_ref().map(Realm::of), person, peer, action, rule }
    }
}

/// The refusals of a window.
#[derive(Default)]
struct Window {
    /// How many were records of their own.
    first: u8,
    /// What the rest will be.
    held: Option<Event>,
}

impl Window {
    /// One more; it is given back where it is a record of its own.
    fn take(&mut self, event: Event) -> Option<Event> {
        if self.first < FIRST {
            self.first += 1;
            return Some(event);
        }
        let kind = self.held.as_ref().map_or(event.kind, one_more);
        self.held = Some(Event { kind, ..event });
        None
    }
}

/// What is held and another one.
fn one_more(held: &Event) -> Kind {
    let (count, since_ms) = match held.kind {
        Kind::Repeated { count, since_ms } => (count, since_ms),
        _ => (1, held.wall_ms),
    };
    Kind::Repeated { count: count + 1, since_ms }
}

/// The windows that are not over.
#[derive(Default)]
pub(super) struct Repeats {
    windows: HashMap<Alike, Window>,
    /// When each began. All last equally long, so that the first ends first.
    begun: VecDeque<(Instant, Alike)>,
}

impl Repeats {
    /// Takes an event in, and gives back what is a record of its own. What is [`over`](Self::over) by `now`
    /// was given out before.
    pub(super) fn take(&mut self, event: Event, now: Instant) -> Option<Event> {
        if event.weight != Weight::Refusal {
            return Some(event);
        }
        let has_room = self.begun.len() < MOST;
        match self.windows.entry(Alike::of(&event)) {
            Entry::Occupied(window) => window.into_mut().take(event),
            Entry::Vacant(_) if !has_room => Some(event),
            Entry::Vacant(none) => {
                self.begun.push_back((now, *none.key()));
                none.insert(Window::default()).take(event)
            }
        }
    }

    /// The record of a window that is over, if any is that holds something back.
    pub(super) fn over(&mut self, now: Instant) -> Option<Event> {
        loop {
            let (begun, alike) = self.begun.front()?;
            if now.saturating_duration_since(*begun) < WINDOW {
                return None;
            }
            let window = self.windows.remove(alike);
            self.begun.pop_front();
            if let Some(event) = window.and_then(|window| window.held) {
                return Some(event);
            }
        }
    }

    /// All that is held back, for whoever cannot wait. The windows go on.
    pub(super) fn all(&mut self) -> Vec<Event> {
        let Self { windows, begun } = self;
        let held = |(_, alike): &(_, _)| windows.get_mut(alike)?.held.take();
        begun.iter().filter_map(held).collect()
    }

    /// How many refusals are held back.
    pub(super) fn held(&self) -> u64 {
        self.windows
            .values()
            .filter_map(|window| window.held.as_ref())
            .map(|held| held.kind.count())
            .sum()
    }
}

#[cfg(test)]
mod tests;
