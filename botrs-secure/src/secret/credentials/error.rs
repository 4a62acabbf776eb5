//! Why there are no credentials.

#[cfg(feature = "sealed")]
use std::path::PathBuf;

#[cfg(feature = "sealed")]
use crate::secret::SealedError;
use crate::secret::{SecretFileError, TomlError};

/// What is said of an AppID that is none: Chinese, then English.
pub(super) const NO_APP_ID: (&str, &str) = (
    "AppID 应为一串数字（见 q.qq.com 的「开发设置」）；是不是和 AppSecret 弄反了？",
    "the AppID is a number (see development settings at q.qq.com); is it mixed up with the AppSecret?",
);
/// The same of a secret.
pub(super) const NO_SECRET: (&str, &str) = (
    "AppSecret 为空，或含有可见 ASCII 字符以外的字符（空白、BOM、全角字符等）",
    "the AppSecret is empty or holds other than visible ASCII characters (white space, a byte-order mark)",
);

/// Why there are no credentials. Never shows what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// A value is nowhere, or empty.
    #[error(
        "环境变量 {name} 没有设置。解决办法：在 q.qq.com 的「开发设置」里找到 AppID 和 AppSecret，分别放进 \
         QQ_BOT_APP_ID 和 QQ_BOT_SECRET，或放进文件并让 QQ_BOT_APP_ID_FILE 和 QQ_BOT_SECRET_FILE 指向它们\n\
         the environment variable {name} is not set. Cure: find AppID and AppSecret under development \
         settings at q.qq.com, and put them into QQ_BOT_APP_ID and QQ_BOT_SECRET, or into files that \
         QQ_BOT_APP_ID_FILE and QQ_BOT_SECRET_FILE name"
    )]
    Missing {
        /// The name of the variable.
        name: &'static str,
    },
    /// A value is in several places, and nobody knows which is meant.
    #[error(
        "{name}、{name}_FILE 和 systemd 凭据只能设置其中一个，现在有多个 / only one of {name}, {name}_FILE and \
         a credential of systemd can be set, and there are several"
    )]
    Several {
        /// The name of the variable that holds the value itself.
        name: &'static str,
    },
    /// An environment variable is not UTF-8.
    #[error("环境变量 {name} 不是 UTF-8 / the environment variable {name} is not UTF-8")]
    NotUnicode {
        /// Its name.
        name: &'static str,
    },
    /// The AppID is not a number.
    #[error("{}\n{}", NO_APP_ID.0, NO_APP_ID.1)]
    AppId,
    /// The secret is empty or holds anything but visible ASCII characters.
    #[error("{} / {}", NO_SECRET.0, NO_SECRET.1)]
    Secret,
    /// A file is not read.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// A file does not hold credentials.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// A sealed file is not opened.
    #[cfg(feature = "sealed")]
    #[error("{path}: {cause}", path = path.display())]
    Sealed {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: SealedError,
    },
}
