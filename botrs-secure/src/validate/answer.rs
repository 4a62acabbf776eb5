//! What `custom` functions are given and may answer.

use crate::command::ArgError;

/// The answer of a `custom` rule: `bool`, or `Result<(), E>` whose error says what is wrong; an
/// [`ArgError`] says it in both languages.
#[diagnostic::on_unimplemented(
    message = "a `custom` rule returns `bool` or `Result<(), E>`, not `{Self}`",
    label = "not the answer of a rule"
)]
pub trait Answer {
    /// What is wrong, if something is.
    #[doc(hidden)]
    fn into_answer(self) -> Result<(), ArgError>;
}

impl Answer for bool {
    fn into_answer(self) -> Result<(), ArgError> {
        if self { Ok(()) } else { Err(ArgError::new("不符合要求", "is not accepted")) }
    }
}

impl<E: ToString> Answer for Result<(), E> {
    fn into_answer(self) -> Result<(), ArgError> {
        self.map_err(|error| {
            let text = error.to_string();
            ArgError::new(text.clone(), text)
        })
    }
}

impl Answer for Result<(), ArgError> {
    fn into_answer(self) -> Self {
        self
    }
}

/// What a check sees of an argument: it is there, or it is an `Option`.
pub trait Present {
    /// A reference to the value.
    type Value;

    /// The value, if it is there.
    #[doc(hidden)]
    fn present(self) -> Option<Self::Value>;
}

impl<'v, T: ?Sized> Present for &'v T {
    type Value = &'v T;

    fn present(self) -> Option<Self> {
        Some(self)
    }
}

impl<V> Present for Option<V> {
    type Value = V;

    fn present(self) -> Self {
        self
    }
}
