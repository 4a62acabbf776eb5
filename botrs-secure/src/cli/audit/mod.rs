//! `botrs-secure audit`: what can be asked of an audit log.

mod files;
mod names;
pub(in crate::cli) mod record;
mod report;
mod tail;
mod verify;
mod whois;

use std::error::Error;

use clap::Subcommand;

use crate::cli::Answer;

#[derive(Subcommand)]
pub(super) enum Action {
    /// 日志是否完整 / Whether a log is whole
    Verify(verify::Verify),
    /// 谁做了什么、被哪条规则拒绝：按命令、规则、人和时间 / Who did what and what was refused, by command, rule,
    /// person and time
    Report(report::Report),
    /// 便于阅读的最后几条记录 / The last records, to be read by people
    Tail(tail::Tail),
    /// 某人在记录里的化名 / The pseudonyms that a person has in the records
    Whois(whois::Whois),
    /// 化名的密钥 / The keys of the pseudonyms
    #[command(subcommand)]
    Names(names::Names),
}

impl Action {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        match self {
            Self::Verify(verify) => verify.run(),
            Self::Report(report) => report.run(),
            Self::Tail(tail) => tail.run(),
            Self::Whois(whois) => whois.run(),
            Self::Names(names) => names.run(),
        }
    }
}
