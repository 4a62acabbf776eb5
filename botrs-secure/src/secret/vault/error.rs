//! Why something is not sealed or opened, and why there is no key.

use std::io;
use std::path::{Path, PathBuf};

use crate::private_file::FileError;

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
    /// The operating system refused.
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
    /// A symbolic link, a directory, a pipe, a socket or a device.
    #[error("密钥文件 {path} 不是普通文件 / key file {path} is not a regular file", path = path.display())]
    NotAFile {
        /// The key file.
        path: PathBuf,
    },
    /// Another file was put at the path while it was being opened.
    #[error(
        "密钥文件 {path} 在打开时被替换；请检查谁能写入该目录 / \
         key file {path} was replaced while it was opened; check who may write to its directory",
        path = path.display()
    )]
    Replaced {
        /// The key file.
        path: PathBuf,
    },
    /// Users other than the owner have access.
    #[error(
        "密钥文件 {path} 的权限是 {mode:04o}，其他用户可以访问；请执行 chmod 600 {path} / \
         key file {path} has mode {mode:04o}, so other users have access; run chmod 600 {path}",
        path = path.display()
    )]
    Mode {
        /// The key file.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
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
    pub(super) fn of(path: &Path, why: FileError) -> Self {
        let path = path.into();
        match why {
            FileError::Io(cause) => Self::Io { path, cause },
            FileError::SymbolicLink | FileError::NotAFile => Self::NotAFile { path },
            FileError::Replaced => Self::Replaced { path },
            FileError::Mode(mode) => Self::Mode { path, mode },
        }
    }
}
