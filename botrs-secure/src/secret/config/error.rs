//! Why there is no configuration.

use std::path::PathBuf;

use crate::locale::Locale;
use crate::secret::{SecretFileError, TomlError};
use crate::validate::ValidationError;

/// Why there is no configuration. Never shows a value, unless a rule of the program's own does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file is not read.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// The file does not hold such a configuration.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// Values break the rules of the type.
    #[error(
        "{path}: {zh} / {en}",
        path = path.display(),
        zh = cause.text(Locale::Zh),
        en = cause.text(Locale::En)
    )]
    Rules {
        /// The file.
        path: PathBuf,
        /// Every rule that is broken.
        cause: ValidationError,
    },
}
