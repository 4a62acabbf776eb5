//! What holds values with rules of their own: `Option`, pointers, lists and maps.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;

use crate::validate::{Collector, Validate, ValidationError};

impl<T: Validate> Validate for Option<T> {
    fn validate(&self) -> Result<(), ValidationError> {
        self.as_ref().map_or(Ok(()), T::validate)
    }
}

macro_rules! pointers {
    ($($pointer:ty)+) => {$(
        impl<T: Validate + ?Sized> Validate for $pointer {
            fn validate(&self) -> Result<(), ValidationError> {
                (**self).validate()
            }
        }
    )+};
}

pointers! { &T Box<T> Rc<T> Arc<T> }

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)+) => {$(
        impl<T: Validate, $($generics)*> Validate for $list {
            fn validate(&self) -> Result<(), ValidationError> {
                let mut found = Collector::default();
                for (n, item) in self.iter().enumerate() {
                    found.field(&format!("[{n}]"), |found| found.nested(item));
                }
                found.finish()
            }
        }
    )+};
}

lists! { [] [T]; [const N: usize] [T; N]; [] Vec<T>; [] VecDeque<T>; }

/// A key as a path shows it: its beginning, since whoever sends a map decides what is in it.
fn segment(key: &impl Display) -> String {
    const LONGEST: usize = 20;
    let key = key.to_string();
    let beginning: String = key.chars().take(LONGEST).collect();
    let cut = if beginning.len() < key.len() { "…" } else { "" };
    format!("[{}{cut}]", beginning.escape_debug())
}

impl<K: Display, T: Validate> Validate for BTreeMap<K, T> {
    fn validate(&self) -> Result<(), ValidationError> {
        let mut found = Collector::default();
        for (key, value) in self {
            found.field(&segment(&key), |found| found.nested(value));
        }
        found.finish()
    }
}

impl<K: Display, T: Validate, S> Validate for HashMap<K, T, S> {
    fn validate(&self) -> Result<(), ValidationError> {
        let mut all: Vec<(String, &T)> =
            self.iter().map(|(key, value)| (key.to_string(), value)).collect();
        // In an order that is the same each time. Two keys may read alike, so this is no map.
        all.sort_by(|(this, _), (other, _)| this.cmp(other));
        let mut found = Collector::default();
        for (key, value) in all {
            found.field(&segment(&key), |found| found.nested(value));
        }
        found.finish()
    }
}
