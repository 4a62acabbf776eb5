//! `botrs-secure doctor`: what can be seen of a bot's security from its directory.
//!
//! | file | looks at |
//! |---|---|
//! | `sources` | credentials in Rust sources |
//! | `access`, `committed` | who can read files with secrets (`private`), and whether git keeps them |
//! | `commands` | what the manifest says of commands |
//! | `policy`, `audit` | their files |
//! | `logs`, `tls`, `packages` | what is logged, how is connected, what is built |

mod access;
mod audit;
mod commands;
mod committed;
mod faults;
mod logs;
mod looks;
mod packages;
mod policy;
mod private;
mod site;
mod sources;
#[cfg(test)]
mod tests;
mod tls;
mod tokens;

use std::error::Error;
use std::io;
use std::path::PathBuf;

use clap::Args;

use self::faults::Faults;
use self::site::Site;
use super::Answer;
use super::finding::{Finding, Level, print};

#[derive(Args)]
pub(super) struct Doctor {
    /// 机器人的目录 / The bot's directory
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// 机器人的命令清单（JSON）；不写则找目录里的 manifest.json 或 bot.json / The bot's manifest as JSON; else
    /// manifest.json or bot.json in the directory
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// JSON，每行一个对象 / As JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// One thing that is looked at.
struct Check {
    name: &'static str,
    run: fn(&Site, &mut Faults),
    /// What is said where nothing is found.
    good: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        name: "sources",
        run: sources::check,
        good: "源码里没有凭据 / no credentials in the sources",
    },
    Check {
        name: "access",
        run: access::check,
        good: "含秘密的文件只有所有者能访问 / files with secrets are their owner's alone",
    },
    Check {
        name: "committed",
        run: committed::check,
        good: "git 忽略了含秘密的文件 / git ignores files with secrets",
    },
    Check {
        name: "commands",
        run: commands::check,
        good: "特权命令都有次数限制，没有命令绕过检查 / privileged commands have limits, and none goes past the checks",
    },
    Check {
        name: "policy", run: policy::check, good: "策略文件正确 / policy files are right"
    },
    Check {
        name: "audit",
        run: audit::check,
        good: "审计密钥不在日志旁边 / no audit key lies beside its log",
    },
    Check {
        name: "logs",
        run: logs::check,
        good: "RUST_LOG 不会记录令牌 / no RUST_LOG lets tokens into logs",
    },
    Check {
        name: "tls",
        run: tls::check,
        good: "连接都经过验证和加密 / connections are encrypted and verified",
    },
    Check {
        name: "packages", run: packages::check, good: "有 Cargo.lock / there is a Cargo.lock"
    },
];

impl Doctor {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        Ok(print(&mut io::stdout().lock(), &self.look()?, self.json)?)
    }

    fn look(&self) -> Result<Vec<Finding>, Box<dyn Error>> {
        let site = Site::of(&self.dir, self.manifest.as_deref())?;
        let mut all = Vec::new();
        for Check { name, run, good } in CHECKS {
            let mut faults = Faults::of(name);
            run(&site, &mut faults);
            let found = faults.into_list();
            if found.is_empty() {
                all.push(Finding::new(Level::Ok, name, *good));
            }
            all.extend(found);
        }
        all.extend(site.unseen());
        Ok(all)
    }
}
