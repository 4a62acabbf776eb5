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
#[cfg(feature = "cli")]
pub(crate) use text::SecretText;
pub use toml_error::TomlError;
#[cfg(feature = "vault")]
pub use vault::{Opened, Sealed, Vault, VaultError, VaultKey, VaultKeyError};

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    /// What cannot be written out with what it holds; of anything else, asking does not compile.
    trait NotSerialize<Which> {
        fn holds() {}
    }

    impl<T> NotSerialize<()> for T {}
    // For what can be there are two to choose from, and nothing says which.
    impl<T: Serialize> NotSerialize<u8> for T {}

    #[test]
    fn nothing_that_holds_a_secret_can_be_serialised() {
        <Credentials as NotSerialize<_>>::holds();
        <text::SecretText as NotSerialize<_>>::holds();
        <SecretKey as NotSerialize<_>>::holds();
        #[cfg(feature = "password")]
        <Password as NotSerialize<_>>::holds();
        #[cfg(feature = "vault")]
        {
            <Opened as NotSerialize<_>>::holds();
            <Vault as NotSerialize<_>>::holds();
            <VaultKey as NotSerialize<_>>::holds();
        }
    }
}
