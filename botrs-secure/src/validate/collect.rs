//! What `#[derive(Validate)]` and `#[validate]` call: it collects every broken rule.

use crate::validate::on::On;
use crate::validate::{Answer, Elements, Validate, ValidationError, Violation};

/// The rules that are broken so far.
#[derive(Default)]
pub struct Collector {
    violations: Vec<Violation>,
}

#[doc(hidden)]
impl Collector {
    /// What is said of a value by its field or parameter.
    pub fn field(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        check(&mut inner);
        self.violations.extend(inner.violations.into_iter().map(|broken| broken.within(name)));
    }

    /// Applies a rule to a value.
    pub fn rule<T>(&mut self, value: &T, on: On<T>) {
        if let Err(error) = on.apply(value) {
            self.violations.push(Violation::new(on.data().name(), error));
        }
    }

    /// Checks every element of a list.
    pub fn each<T: Elements>(&mut self, list: &T, check: impl Fn(&mut Self, &T::Item)) {
        list.each(&mut |n, item| self.field(&format!("[{n}]"), |inner| check(inner, item)));
    }

    /// Asks the value for its own rules.
    pub fn nested<T: Validate>(&mut self, value: &T) {
        if let Err(error) = value.validate() {
            self.violations.extend(error.into_violations());
        }
    }

    /// Asks a function of the author's, once the value obeys its other rules.
    pub fn custom<A: Answer>(&mut self, name: &'static str, ask: impl FnOnce() -> A) {
        if !self.violations.is_empty() {
            return;
        }
        if let Err(error) = ask().into_answer() {
            self.violations.push(Violation::new(name, error));
        }
    }

    /// Everything that was broken.
    pub fn finish(self) -> Result<(), ValidationError> {
        ValidationError::check(self.violations)
    }
}

/// What a function under `#[validate]` returns: a `Result` whose error a [`ValidationError`] turns into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say which rules are broken",
    label = "a function with `#[validate]` returns a `Result`",
    note = "its error is made of a `ValidationError` by `From`"
)]
pub trait Invalid {
    /// The refusal.
    #[doc(hidden)]
    fn invalid(error: ValidationError) -> Self;
}

impl<T, E: From<ValidationError>> Invalid for Result<T, E> {
    fn invalid(error: ValidationError) -> Self {
        Err(error.into())
    }
}
