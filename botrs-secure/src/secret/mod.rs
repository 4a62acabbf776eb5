//! What nobody may read: the bot's credentials, and keys.

mod credentials;
mod key;

pub use credentials::{Credentials, CredentialsError};
pub(crate) use key::{SecretKey, wipe};
