//! Why a file with secrets in it is not read, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why a file with secrets in it is not read; each message names its cure, and none shows content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretFileError {
    /// The operating system refused.
    #[error("无法读取 {path}：{kind} / cannot read {path}: {kind}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        kind: io::ErrorKind,
    },
    /// The path is a symbolic link, which could lead anywhere.
    #[error(
        "{path} 是符号链接；请写出真实路径 / {path} is a symbolic link; name the real path instead",
        path = path.display()
    )]
    SymbolicLink {
        /// The link.
        path: PathBuf,
    },
    /// The path is a directory, a pipe, a socket or a device.
    #[error("{path} 不是普通文件 / {path} is not a regular file", path = path.display())]
    NotAFile {
        /// What is not a file.
        path: PathBuf,
    },
    /// The file is somebody else's, who could read and change it.
    #[error(
        "{path} 属于用户 {owner}，应属于用户 {user}；请执行 chown {user} {path} / {path} is owned by user \
         {owner} instead of user {user}; run chown {user} {path}",
        path = path.display()
    )]
    Owner {
        /// The file.
        path: PathBuf,
        /// Whose it is, by number.
        owner: u32,
        /// The user that the bot runs as, by number.
        user: u32,
    },
    /// The file is not its owner's alone.
    #[error(
        "{path} 的权限是 {mode:04o}，应为 0600 或 0400，只让所有者访问；请执行 chmod 600 {path} / {path} has \
         mode {mode:04o} instead of 0600 or 0400, which let its owner alone have access; run chmod 600 {path}",
        path = path.display()
    )]
    Mode {
        /// The file.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// What a container's runtime or systemd put there can be read by anybody, or be changed.
    #[error(
        "{path} 的权限是 {mode:04o}，应为 0400、0440、0600 或 0640；请在声明它的地方设置（Docker 用 mode: 0440 \
         和 gid，Kubernetes 用 defaultMode: 0440 和 fsGroup），或执行 chmod 440 {path} / {path} has mode \
         {mode:04o} instead of 0400, 0440, 0600 or 0640; set it where the secret is declared (Docker: \
         mode: 0440 and gid; Kubernetes: defaultMode: 0440 and fsGroup), or run chmod 440 {path}",
        path = path.display()
    )]
    SystemMode {
        /// The file.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// A sealed file may be read by anybody, and this one can be changed by others as well.
    #[cfg(feature = "sealed")]
    #[error(
        "{path} 的权限是 {mode:04o}，应为 0644 或更少，只让所有者改写；请执行 chmod 644 {path} / {path} has mode \
         {mode:04o} instead of 0644 or less, which lets its owner alone change it; run chmod 644 {path}",
        path = path.display()
    )]
    SealedMode {
        /// The file.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// No file with secrets is as long as this one.
    #[error("{path} 超过 64 KiB；是这个文件吗？ / {path} is over 64 KiB; is it the right file?", path = path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// The file is not UTF-8.
    #[error(
        "{path}:{line}: 不是 UTF-8 编码：请另存为 UTF-8 / this is not UTF-8: save it as UTF-8",
        path = path.display()
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line at which that begins, from 1.
        line: usize,
    },
}
