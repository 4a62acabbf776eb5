//! What nobody may read: the bot's credentials, keys, passwords and what is sealed.

mod credentials;
mod key;
#[cfg(feature = "password")]
mod password;
#[cfg(feature = "vault")]
mod vault;

pub use credentials::{Credentials, CredentialsError};
pub(crate) use key::{SecretKey, wipe};
#[cfg(feature = "password")]
pub use password::{Password, PasswordError, Verified};
#[cfg(feature = "vault")]
pub use vault::{Opened, Sealed, Vault, VaultError, VaultKey, VaultKeyError};
