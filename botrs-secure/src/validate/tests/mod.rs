//! The rules, each against what it is to refuse; and what collects the broken ones.

mod collect;
mod link;
mod markup;
mod numbers;
mod texts;
mod visible;

use crate::validate::Rule;

/// Whether a text is let pass.
fn passes(rule: Rule, text: &str) -> bool {
    rule.check_text(text).is_ok()
}
