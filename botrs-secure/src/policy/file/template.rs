//! The file that a new bot begins with.

/// A policy file with comments, that trusts nobody yet.
pub(crate) fn template() -> &'static str {
    include_str!("../../../docs/policy.example.toml")
}
