//! Which places of one kind are trusted.

use std::fmt::Display;
use std::hash::Hash;

use rustc_hash::FxHashSet;

/// None until said, some by name, or all; and never those that are denied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trust<T: Eq + Hash> {
    all: bool,
    some: FxHashSet<T>,
    denied: FxHashSet<T>,
}

impl<T: Eq + Hash> Default for Trust<T> {
    fn default() -> Self {
        Self { all: false, some: FxHashSet::default(), denied: FxHashSet::default() }
    }
}

impl<T: Eq + Hash + Display> Trust<T> {
    pub(crate) fn add(&mut self, place: T) {
        self.some.insert(place);
    }

    pub(crate) fn add_all(&mut self) {
        self.all = true;
    }

    pub(crate) fn deny(&mut self, place: T) {
        self.denied.insert(place);
    }

    pub(crate) fn contains(&self, place: &T) -> bool {
        (self.all || self.some.contains(place)) && !self.denies(place)
    }

    pub(crate) fn denies(&self, place: &T) -> bool {
        self.denied.contains(place)
    }

    #[cfg(feature = "cli")]
    pub(crate) fn is_all(&self) -> bool {
        self.all
    }

    pub(crate) fn is_stated(&self) -> bool {
        self.all || !self.some.is_empty()
    }

    pub(crate) fn list(&self, kind: &str) -> Vec<String> {
        let named = |places: &FxHashSet<T>, sign: &str| {
            let mut list: Vec<_> =
                places.iter().map(|place| format!("{sign}{kind} {place}")).collect();
            list.sort();
            list
        };
        let trusted = if self.all { vec![format!("{kind} *")] } else { named(&self.some, "") };
        trusted.into_iter().chain(named(&self.denied, "-")).collect()
    }
}
