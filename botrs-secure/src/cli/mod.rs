//! The command line `botrs-secure`: what can be asked and done without a chat.
//!
//! Exit codes are for scripts: 0 for yes, 1 for a refusal, a policy with mistakes or a text that is refused, 2 for
//! anything that kept the question from being answered.

mod audit;
mod caller;
mod doctor;
mod escape;
mod finding;
mod lines;
mod parse;
mod policy;
mod progress;
mod rows;
mod scan;
mod secret;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// 查看和检查机器人的安全设置 / Looks into and checks the security of a bot.
#[derive(Parser)]
#[command(name = "botrs-secure", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    about: About,
}

#[derive(Subcommand)]
enum About {
    /// 策略文件 / The policy file
    #[command(subcommand)]
    Policy(policy::Action),
    /// 审计日志 / The audit log
    #[command(subcommand)]
    Audit(audit::Action),
    /// 密封的凭据和配置 / Sealed credentials and configurations
    #[command(subcommand)]
    Secret(secret::Action),
    /// 检查机器人目录的安全设置 / Looks over a bot's directory: secrets, modes, limits, policy, logs and TLS
    ///
    /// 退出码：没有失败为 0，有失败为 1，无法检查为 2 / Exit codes: 0 if nothing failed, 1 if something did, 2 if it
    /// could not be looked over.
    Doctor(doctor::Doctor),
    /// 按内容策略检查文本 / Looks at texts by a content policy
    Scan(scan::Scan),
    /// 命令会把文本读成怎样的时长、id 或链接 / What a command would read in texts: durations, ids or addresses
    ///
    /// 每行输出一个 JSON 对象 / Prints one JSON object a line:
    /// `{"line":1,"ok":true,"value":30}`, `{"line":1,"ok":false,"error":".."}`.
    /// 有被拒绝的则退出码为 1 / The exit code is 1 if something is refused.
    #[command(subcommand)]
    Parse(parse::Parse),
    /// 标准输入里的用户文本会怎样发出去 / How a user's text on standard input would be sent
    Escape(escape::Escape),
}

/// The answer to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Reads the arguments of the process, does what they say and prints the answer.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing can be done where even this cannot be written.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let answered = match cli.about {
        About::Policy(action) => action.run().map(|(answer, text)| {
            println!("{text}");
            answer
        }),
        About::Audit(action) => action.run(),
        About::Secret(action) => action.run(),
        About::Doctor(doctor) => doctor.run(),
        About::Scan(scan) => scan.run(),
        About::Parse(parse) => parse.run(),
        About::Escape(escape) => escape.run(),
    };
    match answered {
        Ok(Answer::Yes) => 0,
        Ok(Answer::No) => 1,
        Err(error) => {
            eprintln!("{error}");
            2
        }
    }
}
