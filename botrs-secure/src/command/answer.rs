//! What a body may return.

use crate::command::Answer;
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
