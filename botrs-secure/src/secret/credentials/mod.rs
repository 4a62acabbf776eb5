//! The AppID and the AppSecret of a bot.

mod env;
mod error;
mod file;
mod origin;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;

pub use error::CredentialsError;

use super::TomlError;
use super::file::{By, read};
use super::text::SecretText;
#[cfg(feature = "sealed")]
use super::{SealedError, file::read_bytes, seal};
use crate::id::BotId;
pub(crate) use origin::Origin;

/// The AppID and the AppSecret of a bot. The secret is in no `Debug` and no `Display`, and is overwritten
/// when dropped.
#[derive(Clone)]
pub struct Credentials {
    app_id: BotId,
    secret: SecretText,
    /// Where they can be read again, if they were read from files.
    origin: Option<Origin>,
}

impl Credentials {
    /// Credentials from wherever the author has them. Not from a literal: sources get published.
    ///
    /// # Errors
    ///
    /// An AppID that is no number, a secret that is empty or holds anything but visible ASCII characters.
    pub fn new(app_id: &str, secret: impl Into<String>) -> Result<Self, CredentialsError> {
        Self::checked(app_id, secret.into().into())
    }

    fn checked(app_id: &str, secret: SecretText) -> Result<Self, CredentialsError> {
        let (app_id, secret) = (parse_app_id(app_id.trim())?, parse_secret(secret)?);
        Ok(Self { app_id, secret, origin: None })
    }

    /// Credentials from the environment: each value from `QQ_BOT_APP_ID` and `QQ_BOT_SECRET`, or from the
    /// file that `QQ_BOT_APP_ID_FILE` and `QQ_BOT_SECRET_FILE` name, or from the credentials `qq_bot_app_id`
    /// and `qq_bot_secret` of systemd.
    ///
    /// A bot that runs takes a changed AppSecret from the file; what the variables themselves hold stays.
    ///
    /// Of each value one form alone may be set. What files have to be like is in
    /// [`secret_files`](mod@crate::secret_files).
    ///
    /// # Errors
    ///
    /// A value that is nowhere, empty, in several forms or not UTF-8, a file that is not read, and what
    /// [`new`](Self::new) refuses.
    pub fn from_env() -> Result<Self, CredentialsError> {
        env::read(&|name| std::env::var_os(name))
    }

    /// Credentials from a TOML file that its owner alone may read, with the keys `app_id` and `secret`.
    ///
    /// A bot that runs takes a changed `secret` from the file, once QQ has given out a token for it.
    ///
    /// What the file has to be like is in [`secret_files`](mod@crate::secret_files).
    ///
    /// ```no_run
    /// use botrs_secure::prelude::*;
    ///
    /// # fn main() -> Result<()> {
    /// let credentials = Credentials::from_file("/etc/my-bot/credentials.toml")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A file that is not read, because of what it is or who may read it; and everything that is wrong of
    /// what it says, with line and column, in Chinese and English.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, CredentialsError> {
        let path = path.as_ref();
        let read = Self::parse(&read(path, By::User)?, path)?;
        Ok(Self { origin: Some(Origin::Toml(path.into())), ..read })
    }

    /// What the text of the file says.
    pub(crate) fn parse(text: &SecretText, path: &Path) -> Result<Self, CredentialsError> {
        file::parse(text.as_str()).map_err(|mistakes| TomlError::new(path, mistakes).into())
    }

    /// Credentials from such a file that age sealed, so that it can lie where others can read it. See
    /// [`secret_files`](mod@crate::secret_files#sealed-files).
    ///
    /// ```no_run
    /// use botrs_secure::Unlock;
    /// use botrs_secure::prelude::*;
    ///
    /// # fn main() -> Result<()> {
    /// let credentials = Credentials::from_sealed("credentials.age", &Unlock::from_env()?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A file that is not read, because of what it is or who may change it; one that does not open; and
    /// everything that is wrong of what was sealed.
    #[cfg(feature = "sealed")]
    pub fn from_sealed(
        path: impl AsRef<Path>,
        unlock: &super::Unlock,
    ) -> Result<Self, CredentialsError> {
        let path = path.as_ref();
        let sealed = read_bytes(path, By::Sealer)?;
        let refused = |cause| CredentialsError::Sealed { path: path.into(), cause };
        let plain = seal::open(sealed.as_slice(), unlock).map_err(refused)?;
        Self::parse(&plain.into_text().map_err(|_| refused(SealedError::NotUtf8))?, path)
    }

    /// The AppID, which is no secret.
    #[must_use]
    pub fn app_id(&self) -> BotId {
        self.app_id
    }

    pub(crate) fn secret(&self) -> SecretText {
        self.secret.clone()
    }

    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

fn parse_app_id(text: &str) -> Result<BotId, CredentialsError> {
    text.parse().map_err(|_| CredentialsError::AppId)
}

fn parse_secret(secret: SecretText) -> Result<SecretText, CredentialsError> {
    // A byte-order mark and a space of no width would be sent along unseen, and the platform would refuse them.
    if secret.as_str().is_empty() || !secret.as_str().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CredentialsError::Secret);
    }
    Ok(secret)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
