//! Which types can have which rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::content::Text;
use crate::validate::Unit;

/// A text, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "this rule needs a text: `String`, `Text` or `&str`",
    note = "a type of your own that holds a text implements `botrs_secure::validate::Textual`"
)]
pub trait Textual {
    /// The text, if it is there.
    fn text(&self) -> Option<&str>;
}

/// What has a length: a text or a list, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "`length` needs a text, like `String` or `Text`, or a list"
)]
pub trait Measured {
    /// What is counted.
    const UNIT: Unit;

    /// How many there are, if it is there.
    fn measure(&self) -> Option<usize>;
}

/// What has an order among `N`s: integers (`i128`), floats (`f64`) and durations.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with the values of this rule",
    label = "not bounded by such values",
    note = "integers are compared with `10`, floats with `0.5`, durations with `\"7d\"`"
)]
pub trait Bounded<N> {
    /// The value to be compared, if it is there.
    fn bounded(&self) -> Option<N>;
}

/// A list, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no elements",
    label = "`each` needs a list, like `Vec`"
)]
pub trait Elements {
    /// What is in it.
    type Item;

    /// Visits every element.
    fn each(&self, visit: &mut dyn FnMut(usize, &Self::Item));
}

macro_rules! texts {
    ($($text:ty)+) => {$(
        impl Textual for $text {
            fn text(&self) -> Option<&str> {
                Some(self)
            }
        }

        impl Measured for $text {
            const UNIT: Unit = Unit::Chars;

            fn measure(&self) -> Option<usize> {
                Some(self.chars().count())
            }
        }
    )+};
}

texts! { str String Text }

macro_rules! integers {
    ($($int:ty)+) => {$(
        impl Bounded<i128> for $int {
            fn bounded(&self) -> Option<i128> {
                Some(i128::from(*self))
            }
        }
    )+};
}

integers! { u8 u16 u32 u64 i8 i16 i32 i64 i128 }

macro_rules! sizes {
    ($($int:ty)+) => {$(
        impl Bounded<i128> for $int {
            fn bounded(&self) -> Option<i128> {
                // Every platform's sizes are shorter than 128 bits.
                Some(*self as i128)
            }
        }
    )+};
}

sizes! { usize isize }

impl Bounded<f64> for f64 {
    fn bounded(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Bounded<f64> for f32 {
    fn bounded(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
}

impl Bounded<Duration> for Duration {
    fn bounded(&self) -> Option<Duration> {
        Some(*self)
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty, $item:ty;)+) => {$(
        impl<$($generics)*> Measured for $list {
            const UNIT: Unit = Unit::Items;

            fn measure(&self) -> Option<usize> {
                Some(self.len())
            }
        }

        impl<$($generics)*> Elements for $list {
            type Item = $item;

            fn each(&self, visit: &mut dyn FnMut(usize, &$item)) {
                self.iter().enumerate().for_each(|(n, item)| visit(n, item));
            }
        }
    )+};
}

lists! {
    [T] [T], T;
    [T, const N: usize] [T; N], T;
    [T] Vec<T>, T;
    [T] VecDeque<T>, T;
    [T] BTreeSet<T>, T;
    [T, S] HashSet<T, S>, T;
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)+) => {$(
        impl<$($generics)*> Measured for $map {
            const UNIT: Unit = Unit::Items;

            fn measure(&self) -> Option<usize> {
                Some(self.len())
            }
        }
    )+};
}

maps! { [K, V] BTreeMap<K, V>; [K, V, S] HashMap<K, V, S>; }

/// What stands around a value and changes no rule for it. `$inner` gives the value, if it is there.
macro_rules! wrappers {
    ($([$($generics:tt)*] $T:ident in $wrapper:ty, |$this:ident| $inner:expr;)+) => {$(
        impl<$($generics)*> Textual for $wrapper where $T: Textual {
            fn text(&self) -> Option<&str> {
                let $this = self;
                $inner?.text()
            }
        }

        impl<$($generics)*> Measured for $wrapper where $T: Measured {
            const UNIT: Unit = $T::UNIT;

            fn measure(&self) -> Option<usize> {
                let $this = self;
                $inner?.measure()
            }
        }

        impl<$($generics)* , N> Bounded<N> for $wrapper where $T: Bounded<N> {
            fn bounded(&self) -> Option<N> {
                let $this = self;
                $inner?.bounded()
            }
        }

        impl<$($generics)*> Elements for $wrapper where $T: Elements {
            type Item = $T::Item;

            fn each(&self, visit: &mut dyn FnMut(usize, &Self::Item)) {
                let $this = self;
                if let Some(inner) = $inner {
                    inner.each(visit);
                }
            }
        }
    )+};
}

wrappers! {
    [T] T in Option<T>, |this| this.as_ref();
    [T: ?Sized] T in &T, |this| Some(&**this);
    [T: ?Sized] T in &mut T, |this| Some(&**this);
    [T: ?Sized] T in Box<T>, |this| Some(&**this);
    [T: ?Sized] T in Rc<T>, |this| Some(&**this);
    [T: ?Sized] T in Arc<T>, |this| Some(&**this);
    [T: ?Sized + ToOwned] T in Cow<'_, T>, |this| Some(&**this);
}
