//! `botrs-secure secret`: what age seals, made and looked into.
//!
//! No secret is in an argument, which every user of the machine can see, and none is printed without being asked for.

mod check;
mod console;
mod keygen;
mod keys;
mod open;
mod rotate;
mod seal;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::path::PathBuf;

use clap::Subcommand;

use self::console::Console;
use crate::cli::Answer;

#[derive(Subcommand)]
pub(super) enum Action {
    /// 生成身份，打印它的接收者（公钥） / Makes an identity and prints its recipient, which is public
    Keygen {
        /// 写到哪里（0600），不覆盖已有的文件 / Where (mode 0600); a file that is there is left alone
        #[arg(default_value = "identity.txt")]
        file: PathBuf,
    },
    /// 封存标准输入；在终端上则询问一行，不回显 / Seals standard input; on a terminal asks for a line, without echo
    Seal(seal::Seal),
    /// 打开封存的文件或值 / Opens what is sealed
    Open(open::Open),
    /// 换接收者或口令重新封存：密封文件，或 TOML 里的密封值；要么全部完成，要么不动 / Seals anew, to other recipients or
    /// by another passphrase: a sealed file, or the sealed values in a TOML file; all of it or nothing
    Rotate(rotate::Rotate),
    /// 检查权限、所有者、能否打开、TOML 的键 / Checks mode, owner, whether it opens, and the keys of TOML
    Check(check::Check),
}

type Answered = Result<Answer, Box<dyn Error>>;

impl Action {
    pub(super) fn run(self) -> Answered {
        Console::of_process(|console| self.run_on(console))
    }

    fn run_on(self, console: &mut Console<'_>) -> Answered {
        match self {
            Self::Keygen { file } => keygen::run(&file, console),
            Self::Seal(seal) => seal.run(console),
            Self::Open(open) => open.run(console),
            Self::Rotate(rotate) => rotate.run(console),
            Self::Check(check) => check.run(console),
        }
    }
}
