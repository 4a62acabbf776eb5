//! What is wrong of a TOML file with secrets in it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::policy::Mistake;

/// What is wrong of a TOML file, each mistake with its place. Never shows a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlError {
    path: PathBuf,
    mistakes: Vec<Mistake>,
}

impl TomlError {
    pub(super) fn new(path: &Path, mistakes: Vec<Mistake>) -> Self {
        Self { path: path.into(), mistakes }
    }

    /// The lines (from 1) at which something is wrong, in the order of the file. What is missing has
    /// none.
    pub fn lines(&self) -> impl Iterator<Item = usize> {
        self.mistakes.iter().filter_map(|mistake| Some(mistake.at?.line))
    }
}

impl std::error::Error for TomlError {}

/// A line for each mistake: `bot.toml:12:5: 中文 / English`.
impl fmt::Display for TomlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, Mistake { at, zh, en }) in self.mistakes.iter().enumerate() {
            let line_break = if n > 0 { "\n" } else { "" };
            write!(f, "{line_break}{}:", self.path.display())?;
            if let Some(at) = at {
                write!(f, "{}:{}:", at.line, at.column)?;
            }
            write!(f, " {zh} / {en}")?;
        }
        Ok(())
    }
}
