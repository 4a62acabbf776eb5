//! The policy file: TOML that says what a [`Policy`](super::Policy) says, for whoever runs the bot.
//!
//! A file is read twice: when it is loaded, for all that needs no names of a bot; and when the bot is
//! built, with the names of its commands and permissions, onto what code says. Every mistake is told at
//! once, with its place. There is no half-read file: one mistake and the policy is none.

mod content;
mod depth;
mod keys;
mod load;
mod mistakes;
mod read;
mod restrict;
mod roles;
#[cfg(any(test, feature = "cli"))]
mod template;
#[cfg(test)]
mod tests;
mod values;

use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "cli")]
pub(crate) use content::words_of;
pub(crate) use load::{Sources, load};
pub(crate) use mistakes::{Mistakes, shown};
#[cfg(feature = "cli")]
pub(crate) use template::template;

use crate::contain::contained;
use crate::policy::{Known, Mistake, Policy, PolicyError};

/// The text of a policy's file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// None for a text that is part of the program.
    pub(crate) path: Option<PathBuf>,
    pub(crate) source: Sources,
}

impl File {
    /// The file, unless something is wrong of it whatever the bot's commands are.
    pub(crate) fn checked(path: Option<PathBuf>, source: Sources) -> Result<Self, PolicyError> {
        let file = Self { path, source };
        let (_, mistakes) = file.read(Policy::new(), None);
        if mistakes.is_empty() { Ok(file) } else { Err(file.error(mistakes)) }
    }

    /// What `base` and the file say together, and all that is wrong of the file.
    pub(super) fn read(&self, base: Policy, known: Option<&dyn Known>) -> (Policy, Vec<Mistake>) {
        // A parser that panics has found no policy.
        contained(|| read::read(&self.source, base, known)).unwrap_or_else(|| {
            let mistake = Mistake {
                at: None,
                zh: "无法读取这个文件".into(),
                en: "this file cannot be read".into(),
            };
            (Policy::new(), vec![mistake])
        })
    }

    pub(super) fn error(&self, mistakes: Vec<Mistake>) -> PolicyError {
        let error = PolicyError::new(mistakes);
        match &self.path {
            Some(path) => error.in_file(path),
            None => error,
        }
    }
}

impl Policy {
    /// The policy that a file says.
    ///
    /// The bot watches the file while it runs: a good version is put in force as a whole, a bad one is
    /// refused, logged and recorded, and the last good one stays.
    ///
    /// What code says besides, before or after, adds up with it; only of the locale, the windows of
    /// replies and intrusion detection the file has the last word. The keys are explained in
    /// [`policy_file`](mod@crate::policy_file).
    ///
    /// # Errors
    ///
    /// Everything that is wrong of the file, with line and column, in Chinese and English. Names of
    /// commands and permissions are checked when the bot is built.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, PolicyError> {
        let path = path.as_ref();
        let file = File::checked(Some(path.to_owned()), load(path)?)?;
        Ok(Self { file: Some(Arc::new(file)), ..Self::new() })
    }

    /// The policy that a text says which is like a [file](Self::load), such as one that is part of the
    /// program by `include_str!`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong of the text, with line and column.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let text = text.strip_prefix(load::BOM).unwrap_or(text);
        let file = File::checked(None, text.to_owned().into())?;
        Ok(Self { file: Some(Arc::new(file)), ..Self::new() })
    }

    /// The same policy with another version of its file; none if it has no file.
    pub(crate) fn with_source(&self, source: Sources) -> Option<Self> {
        let path = self.file.as_ref()?.path.clone()?;
        let file = Arc::new(File { path: Some(path), source });
        Some(Self { file: Some(file), ..self.clone() })
    }
}
