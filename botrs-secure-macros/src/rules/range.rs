//! `range(min = 1, max = 9)`, and `min` and `max` of `#[arg(..)]`.

use std::cmp::Ordering;
use std::time::Duration;

use proc_macro2::Group;
use syn::{Error, Expr, ExprLit, Lit, Result, UnOp};

use crate::diag::Diag;
use crate::keys::{self, BoundKey};
use crate::literal;
use crate::meta::{Entries, Value};

/// Bounds of one kind, both included.
#[derive(Default)]
pub(crate) struct Range {
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
}

/// What `min` or `max` says.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    Number(i128),
    Float(f64),
    Duration(Duration),
}

impl Bound {
    pub(crate) fn read(expr: &Expr) -> Result<Self> {
        let unsigned = match literal::peel(expr) {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => literal::peel(&unary.expr),
            expr => expr,
        };
        match unsigned {
            Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => {
                literal::duration(expr).map(Self::Duration)
            }
            Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => literal::integer(expr).map(Self::Number),
            Expr::Lit(ExprLit { lit: Lit::Float(_), .. }) => {
                let float = literal::typed(expr)?.parse();
                float.map(Self::Float).map_err(|_| Error::new_spanned(expr, "no number"))
            }
            _ => Err(Error::new_spanned(
                expr,
                "expected a number or a duration, like `10`, `0.5` or `\"7d\"`",
            )),
        }
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(this), Self::Number(other)) => Some(this.cmp(&other)),
            (Self::Float(this), Self::Float(other)) => this.partial_cmp(&other),
            (Self::Duration(this), Self::Duration(other)) => Some(this.cmp(&other)),
            _ => None,
        }
    }
}

impl Range {
    /// Refuses a `min` that exceeds the `max`, which was written as `at`.
    pub(crate) fn check(&self, at: &Expr) -> Result<()> {
        let (Some(min), Some(max)) = (self.min, self.max) else { return Ok(()) };
        match min.compare(max) {
            Some(Ordering::Greater) => Err(Error::new_spanned(at, "`min` exceeds `max`")),
            Some(_) => Ok(()),
            None => Err(Error::new_spanned(at, "`min` and `max` are of different kinds")),
        }
    }
}

pub(super) fn read(list: &Group, diag: &Diag) -> Option<Range> {
    let mut entries = Entries::new(&keys::RANGE);
    entries.read(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(list, "`range` needs a `min`, a `max` or both");
    }
    let mut range = Range::default();
    let mut last = None;
    for entry in &entries.list {
        let Value::Expr(expr) = &entry.value else { continue };
        let bound = Some(diag.take(Bound::read(expr))?);
        match entry.key.id {
            BoundKey::Min => range.min = bound,
            BoundKey::Max => {
                range.max = bound;
                last = Some(expr);
            }
        }
    }
    if let Some(max) = last {
        diag.take(range.check(max))?;
    }
    (range.min.is_some() || range.max.is_some()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(text: &str) -> Result<Bound> {
        Bound::read(&syn::parse_str(text).expect("an expression"))
    }

    #[test]
    fn bounds_are_numbers_or_durations() {
        assert!(matches!(bound("-7"), Ok(Bound::Number(-7))));
        assert!(matches!(bound("-0.5"), Ok(Bound::Float(half)) if half == -0.5));
        assert!(matches!(bound("\"2s\""), Ok(Bound::Duration(length)) if length.as_secs() == 2));
        for wrong in ["!7", "-\"2s\"", "true", "n", "7 + 1", "(7)"] {
            assert!(bound(wrong).is_err(), "{wrong}");
        }
        for wrong in ["!7", "!0.5", "n"] {
            let message = bound(wrong).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(message.starts_with("expected a number or a duration"), "{wrong}: {message}");
        }
    }

    #[test]
    fn equal_bounds_are_a_range() {
        let at = syn::parse_str("9").expect("an expression");
        let check = |min: &str, max: &str| {
            let range = Range { min: bound(min).ok(), max: bound(max).ok() };
            range.check(&at).map_err(|error| error.to_string())
        };
        for (min, max) in [("7", "7"), ("-7", "7"), ("0.5", "0.5"), ("\"1s\"", "\"1m\"")] {
            assert_eq!(check(min, max), Ok(()));
        }
        for (min, max) in [("8", "7"), ("0.6", "0.5"), ("\"1h\"", "\"1m\"")] {
            assert_eq!(check(min, max), Err("`min` exceeds `max`".to_owned()));
        }
        assert_eq!(check("1", "1.0"), Err("`min` and `max` are of different kinds".to_owned()));
    }
}
