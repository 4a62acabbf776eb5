//! `botrs-secure secret seal`.

use std::path::PathBuf;

use clap::Args;

use super::Answered;
use super::console::Console;
use super::keys::Sealing;
use super::open::write_new;
use crate::cli::Answer;
use crate::secret::seal::value::of_sealed;

#[derive(Args)]
pub(in crate::cli) struct Seal {
    #[command(flatten)]
    sealing: Sealing,
    /// 打印配置文件用的值 age:…；末尾的换行不算 / Prints a value for configurations, age:…; a line end at the end is left
    /// out
    #[arg(long, conflicts_with = "output")]
    value: bool,
    /// 写到新文件，而不是标准输出 / Into a new file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Seal {
    pub(super) fn run(self, console: &mut Console<'_>) -> Answered {
        if self.sealing.takes_input() {
            return Err("标准输入是要封存的内容，口令请放进文件 / standard input is what is sealed; put the passphrase \
                        into a file"
                .into());
        }
        let lock = self.sealing.lock(console)?;
        let plain = if console.is_typed {
            console.ask("要封存的内容 / What to seal: ")?.into()
        } else {
            console.rest()?
        };
        let plain = plain.as_slice();
        if self.value {
            let line = plain.strip_suffix(b"\n").unwrap_or(plain);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            writeln!(console.output, "{}", of_sealed(&lock.seal(line)?))?;
            return Ok(Answer::Yes);
        }
        let sealed = lock.seal_armoured(plain)?;
        match &self.output {
            Some(path) => write_new(path, &sealed)?,
            None => console.output.write_all(&sealed)?,
        }
        Ok(Answer::Yes)
    }
}
