//! `#[arg(min, max)]` and `#[validate(length(..))]`: the rules of one argument.

use std::cmp::Ordering;
use std::time::Duration;

use proc_macro2::Group;
use syn::{Error, Expr, ExprLit, Lit, Result};

use crate::diag::Diag;
use crate::keys::{self, BoundKey, RuleKey};
use crate::literal;
use crate::meta::{Entries, Value};

/// The rules of one argument.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
    pub(crate) length: Option<(u32, u32)>,
}

/// What `min` or `max` says.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    Number(i128),
    Duration(Duration),
}

impl Bound {
    pub(crate) fn read(expr: &Expr) -> Result<Self> {
        match literal::peel(expr) {
            Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => {
                literal::duration(expr).map(Self::Duration)
            }
            Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) | Expr::Unary(_) => {
                literal::integer(expr).map(Self::Number)
            }
            _ => Err(Error::new_spanned(
                expr,
                "expected a whole number or a duration, like `10` or `\"7d\"`",
            )),
        }
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(this), Self::Number(other)) => Some(this.cmp(&other)),
            (Self::Duration(this), Self::Duration(other)) => Some(this.cmp(&other)),
            _ => None,
        }
    }
}

impl Rules {
    /// Refuses a `min` that exceeds the `max`, which was written as `at`.
    pub(crate) fn check_range(&self, at: &Expr) -> Result<()> {
        let (Some(min), Some(max)) = (self.min, self.max) else { return Ok(()) };
        match min.compare(max) {
            Some(Ordering::Greater) => Err(Error::new_spanned(at, "`min` exceeds `max`")),
            Some(_) => Ok(()),
            None => Err(Error::new_spanned(at, "`min` and `max` are of different kinds")),
        }
    }

    /// Reads the rules of one `#[validate(..)]`.
    pub(crate) fn read(&mut self, list: &Group, diag: &Diag) {
        let mut entries = Entries::new(&keys::VALIDATE);
        entries.read(list.stream(), diag);
        for entry in entries.list {
            match (entry.key.id, &entry.value) {
                (RuleKey::Length, Value::List(list)) => self.length = length(list, diag),
                (RuleKey::Length, Value::Nothing | Value::Expr(_)) => {}
            }
        }
    }
}

fn length(list: &Group, diag: &Diag) -> Option<(u32, u32)> {
    let mut entries = Entries::new(&keys::LENGTH);
    entries.read(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(list, "`length` needs a `min`, a `max` or both");
    }
    let (mut min, mut max) = (0, u32::MAX);
    for entry in &entries.list {
        let Value::Expr(expr) = &entry.value else { continue };
        let number = diag.take(literal::integer(expr))?;
        match entry.key.id {
            BoundKey::Min => min = number,
            BoundKey::Max => max = number,
        }
    }
    let max_entry = entries.list.iter().find(|entry| matches!(entry.key.id, BoundKey::Max));
    if let (true, Some(Value::Expr(at))) = (min > max, max_entry.map(|entry| &entry.value)) {
        diag.error(at, "`min` exceeds `max`");
    }
    Some((min, max))
}
