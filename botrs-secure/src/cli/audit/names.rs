//! `botrs-secure audit names`: the epochs of the pseudonyms.

use std::error::Error;
use std::path::PathBuf;

use clap::Subcommand;

use crate::audit::names;
use crate::cli::Answer;

#[derive(Subcommand)]
pub(in crate::cli) enum Names {
    /// 开始新的时期：此后的化名用新密钥，与以前的对不上 / Begins an epoch: from now on pseudonyms have a new key and are
    /// others than before
    New {
        /// 审计日志；它的密钥在 FILE.names / The log; its keys are in FILE.names
        file: PathBuf,
    },
    /// 销毁一个时期的密钥：那时的记录再也无法对应到人 / Destroys the key of an epoch: nobody can tell any more whom its
    /// records are about
    ///
    /// 备份里的 FILE.names 也要删除 / Delete what backups have of FILE.names as well.
    Forget {
        /// 审计日志；它的密钥在 FILE.names / The log; its keys are in FILE.names
        file: PathBuf,
        /// 时期，即记录里的 names / The epoch, which is `names` in its records
        id: String,
    },
}

impl Names {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        match self {
            Self::New { file } => {
                let epoch = names::begin(&file)?;
                let epoch = epoch.ok_or("时期太多，请先销毁旧的 / too many epochs; forget some")?;
                println!("{epoch}");
                Ok(Answer::Yes)
            }
            Self::Forget { file, id } if names::forget(&file, &id)? => {
                println!("已销毁 {id} 的密钥 / the key of {id} is destroyed");
                Ok(Answer::Yes)
            }
            Self::Forget { .. } => {
                println!("没有这个时期 / there is no such epoch");
                Ok(Answer::No)
            }
        }
    }
}
