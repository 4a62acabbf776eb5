//! `confirm` and `confirm(by = other)`: who confirms a call.

use proc_macro2::Group;
use syn::{Error, Expr, Result};

use crate::command::attr::Attr;
use crate::command::scenes::Scene;
use crate::diag::Diag;
use crate::keys::{self, ConfirmKey};
use crate::literal;
use crate::meta::{Entries, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirm {
    Caller,
    Other,
}

/// `(by = other)`
pub(crate) fn list(list: &Group, diag: &Diag) -> Option<Confirm> {
    if list.stream().is_empty() {
        diag.error(list, "`confirm()` is empty; write `confirm` or `confirm(by = other)`");
        return None;
    }
    let mut entries = Entries::new(&keys::CONFIRM);
    entries.read(list.stream(), diag);
    let entry = entries.list.first()?;
    match (entry.key.id, &entry.value) {
        (ConfirmKey::By, Value::Expr(expr)) => diag.take(by(expr)),
        _ => None,
    }
}

fn by(expr: &Expr) -> Result<Confirm> {
    let word = literal::word(expr, "by = other")?;
    if word == "other" {
        return Ok(Confirm::Other);
    }
    let message = "the caller confirms with `confirm`, somebody else with `confirm(by = other)`";
    Err(Error::new_spanned(word, message))
}

/// Somebody else can only confirm where there is somebody else.
pub(crate) fn check(attr: &Attr, diag: &Diag) {
    let Some((key, Confirm::Other)) = &attr.confirm else { return };
    let Some((_, scenes)) = attr.scenes.first() else { return };
    if scenes.iter().all(|scene| matches!(scene, Scene::Direct | Scene::C2c)) {
        diag.error(key, "nobody else can confirm in a private chat, so this would never run");
    }
}
