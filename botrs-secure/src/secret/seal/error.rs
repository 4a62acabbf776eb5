//! Why something sealed is not opened.

use std::fmt;

use crate::secret::SecretFileError;

/// Why something sealed is not opened. Never shows content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealedError {
    /// It is no age file.
    NotSealed,
    /// The passphrase is another, or it was sealed to another identity.
    WrongKey,
    /// It is sealed by a passphrase, and there is an identity.
    NeedsPassphrase,
    /// It is sealed to an identity, and there is a passphrase.
    NeedsIdentity,
    /// To try the passphrase would take more memory and time than a start is worth.
    TooMuchWork,
    /// It was cut or changed after it was sealed.
    Damaged,
    /// There is more in it than a file with secrets holds.
    TooLong,
    /// What is in it is not UTF-8.
    NotUtf8,
}

impl SealedError {
    /// Chinese, then English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotSealed => ("不是 age 文件", "this is no age file"),
            Self::WrongKey => (
                "打不开：口令不对，或封给了别的身份",
                "it does not open: the passphrase is wrong, or it is sealed to another identity",
            ),
            Self::NeedsPassphrase => (
                "是用口令封存的，而给出的是身份",
                "it is sealed by a passphrase, and what was given is an identity",
            ),
            Self::NeedsIdentity => (
                "是封给身份的，而给出的是口令",
                "it is sealed to an identity, and what was given is a passphrase",
            ),
            Self::TooMuchWork => (
                "口令的工作量超过 2^20，不予计算；请重新封存",
                "trying the passphrase takes more work than 2^20, and is not done; seal it again",
            ),
            Self::Damaged => ("被截断或改动过", "it was cut or changed"),
            Self::TooLong => ("内容超过 64 KiB", "there is more than 64 KiB in it"),
            Self::NotUtf8 => ("内容不是 UTF-8 编码", "what is in it is not UTF-8"),
        }
    }
}

impl std::error::Error for SealedError {}

impl fmt::Display for SealedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = self.words();
        write!(f, "{zh} / {en}")
    }
}

/// Why there is nothing to open what is sealed with. Never shows what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnlockError {
    /// The environment has neither an identity nor a passphrase.
    #[error(
        "没有打开密封文件的身份。解决办法：用 botrs-secure secret keygen 生成身份，让 BOTRS_SECURE_IDENTITY_FILE \
         指向它（或让 BOTRS_SECURE_PASSPHRASE_FILE 指向口令文件）\n\
         there is no identity to open what is sealed. Cure: make one by botrs-secure secret keygen, and let \
         BOTRS_SECURE_IDENTITY_FILE name it (or BOTRS_SECURE_PASSPHRASE_FILE a file with the passphrase)"
    )]
    Missing,
    /// More than one is set, and nobody knows which is meant.
    #[error(
        "BOTRS_SECURE_IDENTITY、BOTRS_SECURE_PASSPHRASE、它们的 _FILE 形式和 systemd 凭据只能设置其中一个，现在有多个 / \
         only one of BOTRS_SECURE_IDENTITY, BOTRS_SECURE_PASSPHRASE, their forms with _FILE and credentials of \
         systemd can be set, and there are several"
    )]
    Several,
    /// An environment variable is not UTF-8.
    #[error("环境变量 {name} 不是 UTF-8 / the environment variable {name} is not UTF-8")]
    NotUnicode {
        /// Its name.
        name: &'static str,
    },
    /// A file is not read.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// A line is no identity of age that is known here.
    #[error(
        "身份的第 {line} 行不是 age 的 X25519 身份（AGE-SECRET-KEY-1…） / line {line} of the identity is no X25519 \
         identity of age (AGE-SECRET-KEY-1…)"
    )]
    NoIdentity {
        /// The line, from 1.
        line: usize,
    },
    /// There is no line with an identity, or there are more than 16.
    #[error("应有 1 到 16 个身份 / there should be 1 to 16 identities")]
    Count,
    /// The passphrase is empty.
    #[error("口令是空的 / the passphrase is empty")]
    Empty,
}
