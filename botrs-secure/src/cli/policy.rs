//! `botrs-secure policy ..`.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use crate::bot::checked_rules;
use crate::cli::Answer;
use crate::cli::caller::{Caller, FORMS};
use crate::gate::explain::{Verdict, explain};
use crate::gate::permission::Standing;
use crate::id::BotId;
use crate::locale::Locale;
use crate::manifest::{Manifest, Named};
use crate::place::Principal;
use crate::policy::{Grants, InForce, Policy, template};
use crate::store::Store;

#[derive(Subcommand)]
pub(super) enum Action {
    /// 写一份带说明的策略文件 / Writes a commented policy file
    Init {
        /// 写到哪里，不覆盖已有的文件 / Where; a file that is there is left alone
        #[arg(default_value = "policy.toml")]
        file: PathBuf,
    },
    /// 检查策略文件，列出所有错误 / Checks a policy file and lists every mistake
    Check {
        file: PathBuf,
        /// 机器人的命令清单（JSON），用来检查命令和权限的名字 / The bot's manifest as JSON, for the names of
        /// commands and permissions
        #[arg(long)]
        manifest: Option<PathBuf>,
    },
    /// 某人能不能用某个命令，由哪条规则决定（不算运行时授予的权限） / Whether somebody may run a command, and by
    /// which rule; grants made at run time are not looked at
    #[command(after_help = FORMS)]
    Explain {
        #[arg(long)]
        policy: PathBuf,
        /// 机器人的命令清单（JSON） / The bot's manifest as JSON
        #[arg(long)]
        manifest: PathBuf,
        /// 谁、在哪里、平台说他是什么 / Who, where, and what the platform says of them
        #[arg(long = "as", value_name = "WHO")]
        caller: Caller,
        #[arg(long)]
        command: String,
    },
    /// 解除拉黑：问运行中的机器人，没有运行才打开数据文件 / Lifts a block: asks the running bot, and opens the
    /// store only where none runs
    Unblock {
        #[arg(long)]
        store: PathBuf,
        /// 机器人的 AppID / The bot's app id
        #[arg(long)]
        bot: BotId,
        #[arg(long = "as", value_name = "WHO")]
        caller: Caller,
    },
}

type Answered = Result<(Answer, String), Box<dyn Error>>;

impl Action {
    pub(super) fn run(self) -> Answered {
        match self {
            Self::Init { file } => init(&file),
            Self::Check { file, manifest } => check(&file, manifest),
            Self::Explain { policy, manifest, caller, command } => {
                let named = Named::new(&manifest_of(&manifest)?);
                explain_to(&Policy::load(policy)?, &named, &caller, &command)
            }
            Self::Unblock { store, bot, caller } => {
                let who = Principal::new(bot, &caller.place, caller.person);
                let locale = Locale::from_env();
                Ok(match Store::unblock_at(store, &who)? {
                    true => (Answer::Yes, locale.pick("已解除", "lifted").to_owned()),
                    false => (Answer::No, locale.pick("没有被拉黑", "was not blocked").to_owned()),
                })
            }
        }
    }
}

fn init(file: &PathBuf) -> Answered {
    let mut new = OpenOptions::new().write(true).create_new(true).open(file).map_err(|error| {
        format!("无法写入 {0}：{error} / {0} cannot be written: {error}", file.display())
    })?;
    new.write_all(template().as_bytes())?;
    Ok((Answer::Yes, file.display().to_string()))
}

fn check(file: &PathBuf, manifest: Option<PathBuf>) -> Answered {
    // What cannot be read was not checked.
    fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let checked = Policy::load(file).map_err(Into::into).and_then(|policy| match &manifest {
        Some(manifest) => {
            let named = Named::new(&manifest_of(manifest)?);
            checked_rules(&policy, &named).map(drop).map_err(Box::<dyn Error>::from)
        }
        None => Ok(()),
    });
    match checked {
        Ok(()) => Ok((Answer::Yes, Locale::from_env().pick("没有错误", "no mistakes").to_owned())),
        Err(error) if error.is::<crate::PolicyError>() || error.is::<crate::BuildError>() => {
            Ok((Answer::No, error.to_string()))
        }
        Err(error) => Err(error),
    }
}

pub(super) fn explain_to(
    policy: &Policy,
    named: &Named,
    caller: &Caller,
    command: &str,
) -> Answered {
    let requirement = named.requirement(command).ok_or_else(|| {
        format!("清单里没有命令 `{command}` / the manifest has no command `{command}`")
    })?;
    let rules = checked_rules(policy, named)?;
    let in_force = InForce { rules: Arc::new(rules), grants: Arc::new(Grants::default()) };
    let Caller { place, person, roles, is_channel_admin } = caller;
    let who = Standing { place, person, roles, is_channel_admin: *is_channel_admin };
    let explained = explain(&in_force, requirement, who);
    let answer = match explained.verdict {
        Verdict::Allowed => Answer::Yes,
        Verdict::IfChannelAdmin | Verdict::Refused(_) => Answer::No,
    };
    Ok((answer, explained.text(command, Locale::from_env())))
}

fn manifest_of(path: &PathBuf) -> Result<Manifest, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Manifest::from_json(&text)?)
}
