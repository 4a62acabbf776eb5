//! The macros of `botrs-secure`. Use them through that crate: its documentation is theirs.
