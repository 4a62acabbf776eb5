//! The function-like macros, as `macro_rules!` around those of `botrs-secure-macros`.
//!
//! A procedural macro cannot tell what the library is called where it is used; `$crate` can. The
//! tokens keep their places on the way, so that errors point to what was written.
//!
//! In an editor `reply!` is `format_args!`: rust-analyzer knows it, and so finds definitions and
//! completes names within the text, while our expansion would show its own variables beside those of
//! the program. Should a program be compiled so, its replies are empty.

/// Lists commands for a bot, by path: `commands![mute, admin::ban]`.
///
/// Two that answer to the same name do not compile.
#[doc = include_str!("../docs/reference/commands.md")]
#[macro_export]
macro_rules! commands {
    ($($commands:tt)*) => {
        $crate::expansion::commands!($crate; $($commands)*)
    };
}

/// Writes a reply like `format!`, in which what users wrote is escaped: `reply!("hello {name}")`.
///
#[doc = include_str!("../docs/reference/reply.md")]
#[macro_export]
macro_rules! reply {
    ($($text:tt)*) => {
        $crate::expansion::reply!($crate; $($text)*)
    };
}

#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! reply_in_an_editor {
    ($library:tt; $($text:tt)*) => {{
        let _ = ::core::format_args!($($text)*);
        $library::Reply::default()
    }};
}
