//! What nobody may read: the bot's credentials, configurations, keys, passwords and what is sealed.

mod bytes;
mod config;
mod credentials;
mod env;
pub(crate) mod file;
mod key;
#[cfg(feature = "password")]
mod password;
#[cfg(feature = "sealed")]
pub(crate) mod seal;
#[cfg(test)]
mod tests;
mod text;
mod toml_error;
#[cfg(feature = "vault")]
mod vault;

#[cfg(feature = "cli")]
pub(crate) use bytes::SecretBytes;
pub use config::{ConfigError, SecureConfig};
pub use credentials::{Credentials, CredentialsError};
pub use file::SecretFileError;
pub(crate) use key::{SecretKey, wipe};
#[cfg(feature = "password")]
pub use password::{Password, PasswordError, Verified};
#[cfg(feature = "sealed")]
pub use seal::{SealedError, Unlock, UnlockError};
pub(crate) use text::SecretText;
pub use toml_error::TomlError;
#[cfg(feature = "vault")]
pub use vault::{Opened, Sealed, Vault, VaultError, VaultKey, VaultKeyError};
