//! The AppID and the AppSecret of a bot.

use std::fmt;

use crate::id::BotId;

/// The AppID and the AppSecret of a bot. The secret is in no `Debug` and no `Display`.
#[derive(Clone)]
pub struct Credentials {
    app_id: BotId,
    secret: String,
}

/// Why there are no credentials. Never shows what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// An environment variable is not set, or empty.
    #[error(
        "环境变量 {name} 没有设置。解决办法：在 q.qq.com 的「开发设置」里找到 AppID 和 AppSecret，分别放进 \
         QQ_BOT_APP_ID 和 QQ_BOT_SECRET\nthe environment variable {name} is not set. Cure: find AppID \
         and AppSecret under development settings at q.qq.com, and put them into QQ_BOT_APP_ID and \
         QQ_BOT_SECRET"
    )]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// An environment variable is not UTF-8.
    #[error("环境变量 {name} 不是 UTF-8 / the environment variable {name} is not UTF-8")]
    NotUnicode {
        /// Its name.
        name: &'static str,
    },
    /// The AppID is not a number.
    #[error(
        "AppID 应为一串数字（见 q.qq.com 的「开发设置」）；是不是和 AppSecret 弄反了？\nthe AppID is a \
         number (see development settings at q.qq.com); is it mixed up with the AppSecret?"
    )]
    AppId,
    /// The secret is empty or has characters that no secret has.
    #[error(
        "AppSecret 为空或含有空白、控制字符 / the AppSecret is empty or holds white space or \
         control characters"
    )]
    Secret,
}

/// Holds the AppID.
const APP_ID: &str = "QQ_BOT_APP_ID";
/// Holds the AppSecret.
const SECRET: &str = "QQ_BOT_SECRET";

impl Credentials {
    /// Credentials from wherever the author has them. Not from a literal: sources get published.
    ///
    /// # Errors
    ///
    /// An AppID that is no number, a secret that is empty or holds white space or control characters.
    pub fn new(app_id: &str, secret: impl Into<String>) -> Result<Self, CredentialsError> {
        let app_id = app_id.trim().parse().map_err(|_| CredentialsError::AppId)?;
        let secret = secret.into();
        let is_odd = |c: char| c.is_whitespace() || c.is_control();
        if secret.is_empty() || secret.contains(is_odd) {
            return Err(CredentialsError::Secret);
        }
        Ok(Self { app_id, secret })
    }

    /// Credentials from `QQ_BOT_APP_ID` and `QQ_BOT_SECRET`.
    ///
    /// # Errors
    ///
    /// A variable that is not set, empty or not UTF-8, and what [`new`](Self::new) refuses.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::from_lookup(std::env::var_os)
    }

    fn from_lookup(
        variable: impl Fn(&'static str) -> Option<std::ffi::OsString>,
    ) -> Result<Self, CredentialsError> {
        let read = |name| {
            let value = variable(name).filter(|value| !value.is_empty());
            let value = value.ok_or(CredentialsError::Missing { name })?;
            value.into_string().map_err(|_| CredentialsError::NotUnicode { name })
        };
        let (app_id, secret) = (read(APP_ID)?, read(SECRET)?);
        // A line break after the value is what files and pipes leave behind.
        Self::new(&app_id, secret.trim())
    }

    /// The AppID, which is no secret.
    #[must_use]
    pub fn app_id(&self) -> BotId {
        self.app_id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(app_id: &str, secret: &str) -> Result<Credentials, CredentialsError> {
        Credentials::from_lookup(|name| Some(if name == APP_ID { app_id } else { secret }.into()))
    }

    #[test]
    fn variables_make_credentials() {
        let credentials = from("102000001", "s3cr3t\n").unwrap();
        assert_eq!(credentials.app_id(), BotId::new(102_000_001));
        assert_eq!(credentials.secret(), "s3cr3t");
    }

    #[test]
    fn what_is_missing_or_mixed_up_is_named_and_never_shown() {
        let missing = |name| Err(CredentialsError::Missing { name });
        assert_eq!(from("", "x").map(drop), missing(APP_ID));
        assert_eq!(from("1", "").map(drop), missing(SECRET));
        let mixed_up = from("s3cr3t", "102000001").unwrap_err();
        assert_eq!(mixed_up, CredentialsError::AppId);
        assert!(!mixed_up.to_string().contains("s3cr3t"));
        assert_eq!(from("1", "a b").map(drop), Err(CredentialsError::Secret));
    }

    #[test]
    fn debug_shows_no_secret() {
        assert!(!format!("{:?}", from("1", "s3cr3t").unwrap()).contains("s3cr3t"));
    }
}
