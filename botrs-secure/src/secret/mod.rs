//! What nobody may read: the bot's credentials, configurations, and keys.

mod config;
mod credentials;
mod file;
mod key;
mod text;
mod toml_error;

pub use config::{ConfigError, SecureConfig};
pub use credentials::{Credentials, CredentialsError};
pub use file::SecretFileError;
pub(crate) use key::{SecretKey, wipe};
pub use toml_error::TomlError;

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
    }
}
