//! Why something is not sealed or opened, and why there is no key.

use std::io;
use std::path::{Path, PathBuf};

use crate::secret::SecretFileError;

/// Why something is not sealed or not opened. Never shows content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// It does not verify. Which of the key, the context and the bytes is wrong is not told, nor known.
    #[error("密文未通过校验 / the sealed data does not verify")]
    Refused,
    /// None of the vault's keys sealed it.
    #[error(
        "封存它的密钥不在这里；请用 with_old 加上旧密钥 / the key that sealed it is not here; add old keys by with_old"
    )]
    UnknownKey,
    /// Fewer bytes than anything sealed has.
    #[error("密文太短，可能被截断 / the sealed data is too short; it may have been cut")]
    TooShort,
    /// More than 64 MiB.
    #[error("超过 64 MiB；请分块封存 / more than 64 MiB; seal it in parts")]
    TooLong,
    /// The first byte is of no version that is known.
    #[error("不认识的密文版本 / an unknown version of sealed data")]
    UnknownVersion,
    /// The text is not base64 for URLs without padding.
    #[error("密文不是 base64url / the sealed text is not base64url")]
    NotBase64,
    /// The context is empty or longer than 1,024 bytes.
    #[error("上下文应为 1 到 1024 字节 / a context has 1 to 1,024 bytes")]
    Context,
    /// The key has sealed 2^32 times in this process.
    #[error("密钥已用满 2^32 次；请换新密钥 / the key has sealed 2^32 times; use a new one")]
    Exhausted,
    /// The system has no random numbers.
    #[error("没有可用的随机数：{cause} / no random numbers: {cause}")]
    Random {
        /// What the operating system said.
        cause: getrandom::Error,
    },
}

/// Why there is no key; each message names its cure where there is one. Never shows content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultKeyError {
    /// The file cannot be made.
    #[error("无法使用密钥文件 {path}：{cause} / cannot use key file {path}: {cause}", path = path.display())]
    Io {
        /// The key file.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// There is no file.
    #[error(
        "没有密钥文件 {path}；新的密钥打不开旧数据，只在第一次用 VaultKey::create 生成 / there is no key file {path}; \
         a new key opens no old data, so make one by VaultKey::create the first time only",
        path = path.display()
    )]
    Missing {
        /// The key file.
        path: PathBuf,
    },
    /// What is there is not read.
    #[error(transparent)]
    File(SecretFileError),
    /// The file holds anything but a key.
    #[error(
        "密钥文件 {path} 应为 64 个十六进制数字 / key file {path} should hold 64 hexadecimal digits",
        path = path.display()
    )]
    NoKey {
        /// The key file.
        path: PathBuf,
    },
    /// The system has no random numbers.
    #[error("没有可用的随机数：{cause} / no random numbers: {cause}")]
    Random {
        /// What the operating system said.
        cause: getrandom::Error,
    },
}

impl VaultKeyError {
    pub(super) fn of(path: &Path, why: SecretFileError) -> Self {
        match why {
            SecretFileError::Io { kind: io::ErrorKind::NotFound, .. } => {
                Self::Missing { path: path.into() }
            }
            why => Self::File(why),
        }
    }
}
