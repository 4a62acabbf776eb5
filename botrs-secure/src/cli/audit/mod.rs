//! `botrs-secure audit`: what can be asked of an audit log.

mod verify;

use std::error::Error;

use clap::Subcommand;

use crate::cli::Answer;

#[derive(Subcommand)]
pub(super) enum Action {
    /// 日志是否完整 / Whether a log is whole
    Verify(verify::Verify),
}

impl Action {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        match self {
            Self::Verify(verify) => verify.run(),
        }
    }
}
