//! Which values have formats of numbers in `reply!`.

use std::fmt::{Binary, LowerExp, LowerHex, Octal, UpperExp, UpperHex};

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

macro_rules! numbers {
    ($name:ident: $($type:ty)*) => {
        $(impl $name for $type {})*
    };
}

numbers! { Integer: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
numbers! { Number: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

impl<T: Integer + ?Sized> Integer for &T {}
impl<T: Number + ?Sized> Number for &T {}

/// The value, if it is a whole number.
pub const fn integer<T: Integer + ?Sized>(value: &T) -> &T {
    value
}

/// The value, if it is a number.
pub const fn number<T: Number + ?Sized>(value: &T) -> &T {
    value
}
