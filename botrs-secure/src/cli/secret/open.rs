//! `botrs-secure secret open`.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Answered;
use super::console::Console;
use super::keys::Opening;
use crate::cli::Answer;
use crate::private_file;
use crate::secret::file::{self, By};
use crate::secret::seal::value::{self, sealed_in};
use crate::secret::{SealedError, seal};

#[derive(Args)]
pub(in crate::cli) struct Open {
    /// 密封文件；不写则是标准输入，可以是值 age:… / The sealed file; else standard input, which can be a value, age:…
    file: Option<PathBuf>,
    #[command(flatten)]
    opening: Opening,
    /// 写到新文件（0600） / Into a new file (mode 0600)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// 在终端上显示出来 / Shows it on a terminal
    #[arg(long, conflicts_with = "output")]
    show: bool,
}

impl Open {
    pub(super) fn run(self, console: &mut Console<'_>) -> Answered {
        if console.is_seen && self.output.is_none() && !self.show {
            return Err("内容不在终端上显示；要看请加 --show，要存请加 --output / it is not shown on a terminal; to see it \
                        add --show, to keep it --output"
                .into());
        }
        let sealed = match &self.file {
            Some(path) => file::read_bytes(path, By::Sealer)?,
            None => console.rest()?,
        };
        let sealed = match str::from_utf8(sealed.as_slice()) {
            Ok(text) if text.starts_with(value::PREFIX) => sealed_in(text.trim_ascii_end())?,
            _ => sealed.as_slice().to_vec(),
        };
        if !seal::is_sealed(&sealed) {
            return Err(SealedError::NotSealed.into());
        }
        let unlock = self.opening.unlock(&sealed, console)?;
        let plain = seal::open(&sealed, &unlock)?;
        match &self.output {
            Some(path) => write_new(path, plain.as_slice())?,
            None => {
                console.output.write_all(plain.as_slice())?;
                console.output.flush()?;
            }
        }
        Ok(Answer::Yes)
    }
}

/// Writes a file that its owner alone may read, where there is none.
pub(super) fn write_new(path: &Path, content: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut options = OpenOptions::new();
    options.write(true);
    let failed = |error: io::Error| {
        format!("无法写入 {0}：{error} / {0} cannot be written: {error}", path.display())
    };
    let mut file = private_file::create(path, options).map_err(failed)?;
    let written = file.write_all(content).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a secret is of no use.
        let _ = fs::remove_file(path);
    }
    written.and_then(|()| private_file::sync_folder(path)).map_err(failed)?;
    Ok(())
}
