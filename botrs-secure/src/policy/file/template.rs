//! The file that a new bot begins with.

#![allow(dead_code)] // until the CLI writes it

/// A policy file with comments, that trusts nobody yet.
pub(crate) fn template() -> &'static str {
    include_str!("../../../docs/policy.example.toml")
}
