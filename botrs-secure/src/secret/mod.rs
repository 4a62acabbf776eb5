//! What nobody may read: the bot's credentials.

mod credentials;

pub use credentials::{Credentials, CredentialsError};
