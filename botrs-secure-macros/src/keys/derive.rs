//! What is said of permissions and of what is redacted.

use super::Form::{Flag, Value};
use super::{Table, key};

#[derive(Clone, Copy)]
pub(crate) enum PermissionKey {
    Name,
    Crate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RedactKey {
    All,
    Serialize,
    Crate,
}

pub(crate) const PERMISSION: Table<PermissionKey> = Table {
    place: "permission",
    noun: "key",
    keys: &[
        key(PermissionKey::Name, "name", Value, r#"name = "trade.stocks""#),
        key(PermissionKey::Crate, "crate", Value, "crate = ::bots"),
    ],
    guesses: &[("rename", r#"name = "trade.stocks""#)],
};

pub(crate) const REDACT: Table<RedactKey> = Table {
    place: "redact",
    noun: "key",
    keys: &[
        key(RedactKey::All, "all", Flag, "all"),
        key(RedactKey::Serialize, "serialize", Flag, "serialize"),
        key(RedactKey::Crate, "crate", Value, "crate = ::bots"),
    ],
    guesses: &[("Serialize", "serialize")],
};
