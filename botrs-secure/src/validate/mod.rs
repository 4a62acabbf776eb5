//! Rules for values: what they are, which types can have them, and what is said of a broken one.
//!
//! A [`Rule`] is data. The same rules stand on parameters of commands, on parameters of functions
//! under `#[validate]` and on fields under `#[derive(Validate)]`, and mean the same there. Whether a
//! type can have a rule is a trait, so that a rule on another type does not compile: texts
//! ([`Textual`]), what has a length ([`Measured`]), what has an order ([`Bounded`]), lists
//! ([`Elements`]).
//!
//! Every broken rule is reported, each with the path to its value ([`Violation`]). What each rule says is
//! in the documentation of [`#[derive(Validate)]`](derive@crate::Validate).

mod answer;
mod collect;
mod counted;
mod link;
mod markup;
mod nested;
#[doc(hidden)]
pub mod on;
mod rule;
mod subject;
#[cfg(test)]
mod tests;
mod text;
mod violation;
mod visible;

pub use answer::{Answer, Present};
pub use collect::{Collector, Invalid};
pub use rule::{Choices, Range, Rule, Unit};
pub use subject::{Bounded, Elements, Measured, Textual};
pub use violation::{ValidationError, Violation};

/// A value that knows the rules for itself. `#[derive(Validate)]` writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules of its own",
    label = "`nested` needs a type with `#[derive(Validate)]`"
)]
pub trait Validate {
    /// Applies the rules, all of them.
    ///
    /// # Errors
    ///
    /// Every rule that is broken, with the path to its value.
    fn validate(&self) -> Result<(), ValidationError>;
}
