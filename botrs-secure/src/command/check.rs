//! What the author's own predicates may answer.

use crate::gate::Denial;

/// The answer of a check: `bool`, `Result<bool, E>`, or `Result<(), E>` whose error is the reason
/// that the caller gets to read.
#[diagnostic::on_unimplemented(
    message = "a check returns `bool`, `Result<bool, E>` or `Result<(), E>`, not `{Self}`",
    label = "not the answer of a check"
)]
pub trait IntoVerdict {
    /// Whether the call goes on.
    #[doc(hidden)]
    fn into_verdict(self, check: &'static str) -> Result<(), Denial>;
}

impl IntoVerdict for bool {
    fn into_verdict(self, check: &'static str) -> Result<(), Denial> {
        if self { Ok(()) } else { Err(Denial::Check { check, reason: None }) }
    }
}

impl<E: ToString> IntoVerdict for Result<(), E> {
    fn into_verdict(self, check: &'static str) -> Result<(), Denial> {
        self.map_err(|reason| Denial::Check { check, reason: Some(reason.to_string().into()) })
    }
}

impl<E: ToString> IntoVerdict for Result<bool, E> {
    fn into_verdict(self, check: &'static str) -> Result<(), Denial> {
        match self {
            Ok(passed) => passed.into_verdict(check),
            Err(reason) => Err::<(), E>(reason).into_verdict(check),
        }
    }
}
