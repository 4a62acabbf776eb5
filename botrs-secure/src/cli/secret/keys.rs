//! The arguments that say what opens and what seals.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use crate::secret::file::{self, By};
use crate::secret::seal::{Lock, Passphrase, is_by_passphrase};
use crate::secret::{SecretText, Unlock, UnlockError};

/// What opens. With none of them, what the environment has; and for a passphrase the terminal is asked.
#[derive(Args)]
pub(super) struct Opening {
    /// 身份文件（0600） / The file with the identity (mode 0600)
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// 口令文件（0600），`-` 是标准输入的一行 / The file with the passphrase (mode 0600); `-` is a line of standard input
    #[arg(long, value_name = "FILE", conflicts_with = "identity")]
    passphrase_file: Option<PathBuf>,
}

/// What seals.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct Sealing {
    /// 接收者（age1…），可以多个 / A recipient (age1…); there can be several
    #[arg(long, value_name = "RECIPIENT")]
    to: Vec<String>,
    /// 用口令，在终端上询问两次 / By a passphrase, for which the terminal is asked twice
    #[arg(long)]
    to_passphrase: bool,
    /// 用文件里的口令（0600），`-` 是标准输入的一行 / By the passphrase in a file (mode 0600); `-` is a line of standard
    /// input
    #[arg(long, value_name = "FILE")]
    to_passphrase_file: Option<PathBuf>,
}

impl Opening {
    /// What opens this; for a value or a file without its bytes at hand, whatever there is.
    pub(super) fn unlock(
        &self,
        sealed: &[u8],
        console: &mut Console<'_>,
    ) -> Result<Unlock, Box<dyn Error>> {
        if let Some(path) = &self.identity {
            return Ok(Unlock::identity_file(path)?);
        }
        if let Some(path) = &self.passphrase_file {
            return Ok(Unlock::of_passphrase(&passphrase_in(path, console)?)?);
        }
        match Unlock::from_env() {
            Err(UnlockError::Missing) if is_by_passphrase(sealed) => {
                Ok(Unlock::of_passphrase(&console.ask("口令 / Passphrase: ")?)?)
            }
            found => Ok(found?),
        }
    }
}

impl Sealing {
    /// Whether a line of standard input is needed for it.
    pub(super) fn takes_input(&self) -> bool {
        self.to_passphrase_file.as_deref() == Some(Path::new("-"))
    }

    pub(super) fn lock(&self, console: &mut Console<'_>) -> Result<Lock, Box<dyn Error>> {
        let passphrase = match &self.to_passphrase_file {
            Some(path) => passphrase_in(path, console)?,
            None if self.to_passphrase => {
                let first = console.ask("新口令 / New passphrase: ")?;
                let again = console.ask("再输入一次 / Once more: ")?;
                if first.as_str() != again.as_str() {
                    return Err("两次输入不同 / the two are not the same".into());
                }
                first
            }
            None => return Ok(Lock::to(&self.to)?),
        };
        Ok(Lock::Passphrase(Passphrase::new(&passphrase)?))
    }
}

fn passphrase_in(path: &Path, console: &mut Console<'_>) -> Result<SecretText, Box<dyn Error>> {
    if path == Path::new("-") { console.line() } else { Ok(file::read(path, By::User)?) }
}
