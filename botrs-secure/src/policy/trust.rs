//! Which places of one kind are trusted.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

/// None until said, some by name, or all.
#[derive(Debug, Clone)]
pub(crate) enum Trust<T> {
    Some(HashSet<T>),
    All,
}

impl<T> Default for Trust<T> {
    fn default() -> Self {
        Self::Some(HashSet::new())
    }
}

impl<T: Eq + Hash + Display> Trust<T> {
    pub(crate) fn add(&mut self, place: T) {
        if let Self::Some(places) = self {
            places.insert(place);
        }
    }

    pub(crate) fn contains(&self, place: &T) -> bool {
        match self {
            Self::Some(places) => places.contains(place),
            Self::All => true,
        }
    }

    pub(crate) fn is_stated(&self) -> bool {
        match self {
            Self::Some(places) => !places.is_empty(),
            Self::All => true,
        }
    }

    pub(crate) fn list(&self, kind: &str) -> Vec<String> {
        match self {
            Self::Some(places) => {
                let mut list: Vec<_> =
                    places.iter().map(|place| format!("{kind} {place}")).collect();
                list.sort();
                list
            }
            Self::All => vec![format!("{kind} *")],
        }
    }
}
