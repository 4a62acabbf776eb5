//! What a body may return, and what its `on_error` may.

use std::future::Future;

use crate::command::{Answer, BoxFuture};
use crate::error::Error;
use crate::reply::Reply;

/// The result of a body: `Result<Reply, E>` or `Result<(), E>`, where `E` turns into [`Error`].
#[diagnostic::on_unimplemented(
    message = "a command returns `Result<Reply>` or `Result<()>`, not `{Self}`",
    label = "not what a command returns"
)]
pub trait IntoAnswer {
    /// Turns it into what the gate reports.
    #[doc(hidden)]
    fn into_answer(self) -> Answer;
}

impl<E: Into<Error>> IntoAnswer for Result<Reply, E> {
    fn into_answer(self) -> Answer {
        self.map(Some).map_err(|error| error.into().into())
    }
}

impl<E: Into<Error>> IntoAnswer for Result<(), E> {
    fn into_answer(self) -> Answer {
        self.map(|()| None).map_err(|error| error.into().into())
    }
}

/// The answer of an `on_error`: `Result<Reply, E>`, or `Result<(), E>` for none.
#[diagnostic::on_unimplemented(
    message = "`on_error` returns `Result<Reply>` or `Result<()>`, not `{Self}`",
    label = "not what an `on_error` returns"
)]
pub trait AfterError {
    /// Turns it into what the gate reports.
    fn into_answer(self) -> Answer;
}

impl<E: Into<Error>> AfterError for Result<Reply, E> {
    fn into_answer(self) -> Answer {
        IntoAnswer::into_answer(self)
    }
}

impl<E: Into<Error>> AfterError for Result<(), E> {
    fn into_answer(self) -> Answer {
        IntoAnswer::into_answer(self)
    }
}

/// Boxes a call of the author's `on_error`.
#[doc(hidden)]
pub fn after_error<'a, A: AfterError>(
    answer: impl Future<Output = A> + Send + 'a,
) -> BoxFuture<'a, Answer> {
    Box::pin(async move { answer.await.into_answer() })
}
