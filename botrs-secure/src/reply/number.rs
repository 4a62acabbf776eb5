//! Which values have formats of numbers in `reply!`, and which are widths.
//!
//! Each is taken as `&dyn Trait`, so that a value of another type is one error, at the value.

use std::fmt::{self, Binary, LowerExp, LowerHex, Octal, UpperExp, UpperHex};

/// A whole number, for `{:x}`, `{:X}`, `{:o}` and `{:b}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a whole number, which this format is for",
    label = "not a whole number",
    note = "`x`, `X`, `o` and `b` write integers; leave the letter out, or pass what `format!` makes of \
            the value"
)]
pub trait Integer: LowerHex + UpperHex + Octal + Binary {}

/// A number, for `{:e}` and `{:E}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number, which this format is for",
    label = "not a number",
    note = "`e` and `E` write numbers; leave the letter out, or pass what `format!` makes of the value"
)]
pub trait Number: LowerExp + UpperExp {}

/// A width or a precision, for `{:1$}` and the like.
#[diagnostic::on_unimplemented(
    message = "a width or a precision is a `usize`, not `{Self}`",
    label = "not a `usize`",
    note = "convert it before, and decide what becomes of what does not fit"
)]
pub trait Count {
    /// The number.
    fn count(&self) -> usize;
}

impl Count for usize {
    fn count(&self) -> usize {
        *self
    }
}

/// A width or a precision on its way into a layout.
pub struct Counted<'a>(pub &'a dyn Count);

macro_rules! numbers {
    ($name:ident: $($type:ty)*) => {
        $(impl $name for $type {})*
    };
}

numbers! { Integer: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
numbers! { Number: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

impl<T: Integer + ?Sized> Integer for &T {}
impl<T: Number + ?Sized> Number for &T {}

/// A whole number on its way into a reply.
pub struct Whole<'a>(pub &'a dyn Integer);

/// A number on its way into a reply.
pub struct Scientific<'a>(pub &'a dyn Number);

macro_rules! written_as_the_number {
    ($wrapper:ident: $($format:ident)*) => {
        $(impl $format for $wrapper<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $format::fmt(self.0, f)
            }
        })*
    };
}

written_as_the_number! { Whole: LowerHex UpperHex Octal Binary }
written_as_the_number! { Scientific: LowerExp UpperExp }
