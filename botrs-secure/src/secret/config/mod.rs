//! A program's configuration, from a TOML file with secrets in it.

mod error;
mod expand;
mod read;
#[cfg_attr(not(feature = "sealed"), path = "unsealed.rs")]
mod sealed;
#[cfg(test)]
mod tests;
mod texts;
mod unknown;

use std::path::Path;

pub use error::ConfigError;
use serde::de::DeserializeOwned;

use super::TomlError;
use super::file::{self, By};
use crate::validate::Validate;

/// Configurations from TOML files that their owner alone may read.
///
/// What the file has to be like is in [`secret_files`](mod@crate::secret_files). Keys that the type does not
/// have are refused, and `${NAME}` in a text is what the environment variable `NAME` holds.
///
/// ```no_run
/// use botrs_secure::{Redact, SecureConfig, Validate};
///
/// #[derive(serde::Deserialize, Validate, Redact)]
/// struct Config {
///     #[validate(length(min = 1, max = 40))]
///     greeting: String,
///     #[redact]
///     database_password: String,
/// }
///
/// # fn main() -> Result<(), botrs_secure::ConfigError> {
/// let config: Config = SecureConfig::load("/etc/my-bot/config.toml")?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct SecureConfig;

impl SecureConfig {
    /// What the file says, once the [rules](derive@crate::Validate) of the type hold.
    ///
    /// # Errors
    ///
    /// A file that is not read, because of what it is or who may read it; what is wrong of its text, with
    /// line and column; and every rule that is broken.
    pub fn load<T: DeserializeOwned + Validate>(path: impl AsRef<Path>) -> Result<T, ConfigError> {
        let path = path.as_ref();
        let config: T = Self::load_unvalidated(path)?;
        match config.validate() {
            Ok(()) => Ok(config),
            Err(cause) => Err(ConfigError::Rules { path: path.into(), cause }),
        }
    }

    /// What the file says, for a type that has no rules; of one that has, they are not applied.
    ///
    /// # Errors
    ///
    /// Those of [`load`](Self::load) but for the rules.
    pub fn load_unvalidated<T: DeserializeOwned>(path: impl AsRef<Path>) -> Result<T, ConfigError> {
        let path = path.as_ref();
        let text = file::read(path, By::User)?;
        read::read(text.as_str(), &|name| std::env::var_os(name))
            .map_err(|mistakes| TomlError::new(path, mistakes).into())
    }
}
