//! What goes wrong in a body.

use std::fmt;

use crate::adapter::PlatformError;
use crate::gate::{Denial, Stop};

/// The result of a body.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a body did not reach its end: a power was refused, the platform did not do it, or an error of
/// the author's own.
///
/// `?` turns every `std::error::Error` into one. People in chat never see its text: they get an id
/// under which the audit record is found.
pub struct Error(Cause);

enum Cause {
    Denied(Box<Denial>),
    Platform(PlatformError),
    Own(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An error of the author's own that is only a text.
    pub fn msg(text: impl Into<String>) -> Self {
        Self(Cause::Own(text.into().into()))
    }

    /// The refusal, if a power was refused.
    #[must_use]
    pub fn denial(&self) -> Option<&Denial> {
        match &self.0 {
            Cause::Denied(denial) => Some(denial),
            _ => None,
        }
    }

    /// The platform's answer, if it did not do what was asked.
    #[must_use]
    pub fn platform(&self) -> Option<&PlatformError> {
        match &self.0 {
            Cause::Platform(error) => Some(error),
            _ => None,
        }
    }

    /// The author's own error, if it is a `T`: what `on_error` tells apart.
    #[must_use]
    pub fn downcast_ref<T: std::error::Error + 'static>(&self) -> Option<&T> {
        match &self.0 {
            Cause::Own(error) => error.downcast_ref(),
            _ => None,
        }
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let error: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
        match error.downcast::<PlatformError>() {
            Ok(platform) => Self(Cause::Platform(*platform)),
            Err(own) => Self(Cause::Own(own)),
        }
    }
}

impl Error {
    pub(crate) fn denied(denial: Denial) -> Self {
        Self(Cause::Denied(Box::new(denial)))
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error.0 {
            Cause::Denied(denial) => Self::Denied(*denial),
            _ => Self::Failed(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Denied(denial) => write!(f, "refused: {}", denial.rule()),
            Cause::Platform(error) => error.fmt(f),
            Cause::Own(error) => error.fmt(f),
        }
    }
}

/// The same as `Display`, so that a `main` which returns it prints a sentence.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
