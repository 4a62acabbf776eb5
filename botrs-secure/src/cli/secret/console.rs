//! Where secrets come from and go to: a terminal, or what a script gives and takes.

use std::error::Error;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

use crate::secret::file::LONGEST;
use crate::secret::{SecretBytes, SecretFileError, SecretText};

/// Standard input and output, and whoever sits before them.
pub(super) struct Console<'a> {
    pub(super) input: &'a mut dyn BufRead,
    pub(super) output: &'a mut dyn Write,
    /// Asks on the terminal; what is typed is not shown.
    pub(super) asker: &'a dyn Fn(&str) -> io::Result<String>,
    pub(super) is_typed: bool,
    pub(super) is_seen: bool,
}

impl Console<'_> {
    pub(super) fn of_process<T>(run: impl FnOnce(&mut Console<'_>) -> T) -> T {
        run(&mut Console {
            input: &mut io::stdin().lock(),
            output: &mut io::stdout().lock(),
            asker: &|prompt| rpassword::prompt_password(prompt),
            is_typed: io::stdin().is_terminal(),
            is_seen: io::stdout().is_terminal(),
        })
    }

    /// What somebody types.
    pub(super) fn ask(&self, prompt: &str) -> Result<SecretText, Box<dyn Error>> {
        let typed = (self.asker)(prompt).map_err(|error| {
            format!("没有终端可以询问 / there is no terminal to ask on: {error}")
        })?;
        Ok(typed.into())
    }

    /// A line of the input.
    pub(super) fn line(&mut self) -> Result<SecretText, Box<dyn Error>> {
        let mut line = SecretBytes::with_capacity(LONGEST);
        let mut input = (&mut *self.input).take(LONGEST as u64);
        input.read_until(b'\n', line.buffer())?;
        text(line, Path::new("-"))
    }

    /// All of the input.
    pub(super) fn rest(&mut self) -> Result<SecretBytes, Box<dyn Error>> {
        let mut rest = SecretBytes::with_capacity(LONGEST + 64);
        let length = (&mut *self.input).take(LONGEST as u64 + 1).read_to_end(rest.buffer())?;
        if length > LONGEST {
            return Err("标准输入超过 64 KiB / standard input is over 64 KiB".into());
        }
        Ok(rest)
    }
}

/// What was read, as text.
pub(super) fn text(bytes: SecretBytes, path: &Path) -> Result<SecretText, Box<dyn Error>> {
    let not = |line| SecretFileError::NotUtf8 { path: path.into(), line };
    Ok(bytes.into_text().map_err(not)?)
}
