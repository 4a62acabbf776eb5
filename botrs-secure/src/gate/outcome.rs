//! What became of a message.

use crate::error::Error;
use crate::gate::denial::Denial;

/// Why a call did not run to its end.
#[derive(Debug)]
pub enum Stop {
    /// Refused.
    Denied(Denial),
    /// The body failed.
    Failed(Error),
}

impl From<Denial> for Stop {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

/// What became of a message.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The body ran to its end.
    Allowed,
    /// Refused.
    Denied(Denial),
    /// The body returned an error.
    Failed(Error),
    /// Code of the author's panicked.
    Panicked,
    /// Code of the author's took longer than its limit and was stopped.
    TimedOut,
    /// The program stopped in the middle.
    Cancelled,
}

impl Outcome {
    /// A stable name of the rule that decided, for records and tests.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied(denial) => denial.rule(),
            Self::Failed(_) => "failed",
            Self::Panicked => "panicked",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the body ran to its end.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed)
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Denied(denial) => Self::Denied(denial),
            Stop::Failed(error) => Self::Failed(error),
        }
    }
}

/// A decision, as [`Builder::on_decision`](crate::Builder::on_decision) sees it.
#[derive(Debug)]
pub struct Decision<'a> {
    pub(crate) command: Option<&'static str>,
    pub(crate) message: &'a crate::MessageId,
    pub(crate) outcome: &'a Outcome,
    pub(crate) correlation: u64,
}

impl Decision<'_> {
    /// The command, if the message was one.
    #[must_use]
    pub fn command(&self) -> Option<&'static str> {
        self.command
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &crate::MessageId {
        self.message
    }

    /// What became of it.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        self.outcome
    }

    /// The id under which the audit has it.
    #[must_use]
    pub fn correlation(&self) -> u64 {
        self.correlation
    }
}
