//! Another version of a policy's file, put in force as a whole or not at all.

use std::sync::Arc;

use crate::bot::builder::checked_rules;
use crate::bot::error::BuildError;
use crate::policy::{Current, Known, Policy, Sources};

/// What became of a good version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reloaded {
    Replaced,
    /// Another policy came into force meanwhile; or the policy has no file.
    Superseded,
}

/// Puts what `of` says with this version of its file in force, in place of `of`.
pub(crate) fn reload(
    current: &Current,
    known: &dyn Known,
    of: &Arc<Policy>,
    source: impl Into<Sources>,
) -> Result<Reloaded, BuildError> {
    let before = Arc::clone(&current.load().rules);
    let Some(policy) = of.with_source(source.into()) else { return Ok(Reloaded::Superseded) };
    let rules = checked_rules(&policy, known)?;
    let is_last = Arc::ptr_eq(&before.said, of) && current.replace_rules_after(&before, rules);
    Ok(if is_last { Reloaded::Replaced } else { Reloaded::Superseded })
}

#[cfg(test)]
mod tests;
