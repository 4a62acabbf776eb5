//! The function-like macros, as `macro_rules!` around those of `botrs-secure-macros`.
//!
//! A procedural macro cannot tell what the library is called where it is used; `$crate` can.

/// Lists commands for a bot, by path: `commands![mute, admin::ban]`.
///
/// Two that answer to the same name do not compile.
#[macro_export]
macro_rules! commands {
    ($($commands:tt)*) => {
        $crate::expansion::commands!($crate; $($commands)*)
    };
}

/// Writes a reply like `format!`, in which what users wrote is escaped: `reply!("hello {name}")`.
///
/// Values are shown by the trait [`Show`](crate::Show), which durations, options and ids have.
#[macro_export]
macro_rules! reply {
    ($($text:tt)*) => {
        $crate::expansion::reply!($crate; $($text)*)
    };
}
