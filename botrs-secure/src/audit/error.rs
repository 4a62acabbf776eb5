//! Why an audit log cannot be opened, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why an audit log cannot be opened; each message names its cure where there is one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The operating system refused.
    #[error("无法打开审计文件 {path}：{cause} / cannot open audit file {path}: {cause}", path = path.display())]
    Io {
        /// The log or its key file.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The path is a symbolic link, which could lead the records anywhere.
    #[error(
        "审计文件 {path} 是符号链接；请写出真实路径 / \
         audit file {path} is a symbolic link; name the real path instead",
        path = path.display()
    )]
    SymbolicLink {
        /// The log or its key file.
        path: PathBuf,
    },
    /// The path is a directory, a pipe, a socket or a device.
    #[error(
        "审计文件 {path} 不是普通文件 / audit file {path} is not a regular file",
        path = path.display()
    )]
    NotAFile {
        /// The log or its key file.
        path: PathBuf,
    },
    /// Another file was put at the path while it was being opened.
    #[error(
        "审计文件 {path} 在打开时被替换；请检查谁能写入该目录 / \
         audit file {path} was replaced while it was opened; check who may write to its directory",
        path = path.display()
    )]
    Replaced {
        /// The log or its key file.
        path: PathBuf,
    },
    /// Users other than the owner have access.
    #[error(
        "审计文件 {path} 的权限是 {mode:04o}，其他用户可以访问；请执行 chmod 600 {path} / \
         audit file {path} has mode {mode:04o}, so other users have access; run chmod 600 {path}",
        path = path.display()
    )]
    Mode {
        /// The log or its key file.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// Another log, here or in another process, writes to the file.
    #[error(
        "审计文件 {path} 正被使用；请让每个进程写自己的文件，同一进程内请克隆 AuditLog / \
         audit file {path} is in use; give each process its own, and clone the AuditLog within one",
        path = path.display()
    )]
    InUse {
        /// The log.
        path: PathBuf,
    },
    /// The state file is not as it was written.
    #[error(
        "审计状态文件 {path} 已损坏；请恢复它，或连同日志一起移走 / audit state file {path} is damaged; \
         restore it, or move it away together with the log",
        path = path.display()
    )]
    State {
        /// The state file.
        path: PathBuf,
    },
    /// There are records, but neither the state that belongs to them nor the audit key.
    #[error(
        "审计日志 {path} 已有记录，但 {path}.state 不见了：请恢复它，或提供审计密钥，或移走日志 / audit log \
         {path} has records, but {path}.state is gone: restore it, give the audit key, or move the log away",
        path = path.display()
    )]
    NoState {
        /// The log.
        path: PathBuf,
    },
    /// There is no state, and the records are not as they were written by this audit key.
    #[error(
        "审计日志 {path} 没有状态文件，而且不完整或属于另一把密钥；请用 botrs-secure audit verify 查看，然后移走它 / \
         audit log {path} has no state file, and is not whole or of another audit key; look at it with \
         botrs-secure audit verify, then move it away",
        path = path.display()
    )]
    NotWhole {
        /// The log.
        path: PathBuf,
    },
    /// The log was begun with another audit key.
    #[error(
        "审计日志 {path} 是用另一把审计密钥开始的；请用原来的密钥，或移走日志和 {path}.state / audit log {path} \
         was begun with another audit key; give that one, or move the log and {path}.state away",
        path = path.display()
    )]
    OtherKey {
        /// The log.
        path: PathBuf,
    },
    /// The key file does not hold a key.
    #[error(
        "密钥文件 {path} 应为 64 位十六进制数字；请恢复备份 / \
         key file {path} should hold 64 hexadecimal digits; restore it",
        path = path.display()
    )]
    KeyFile {
        /// The key file.
        path: PathBuf,
    },
    /// The environment variable does not hold a key.
    #[error(
        "环境变量 {name} 应为 64 位十六进制数字；例如 openssl rand -hex 32 的输出 / \
         environment variable {name} should hold 64 hexadecimal digits, such as \
         openssl rand -hex 32 prints"
    )]
    KeyVariable {
        /// The variable.
        name: &'static str,
    },
    /// The operating system gave no random bytes for a key.
    #[error("无法生成审计密钥：{cause} / cannot make an audit key: {cause}")]
    Random {
        /// What the operating system said.
        cause: getrandom::Error,
    },
    /// The operating system gave no thread for the writer.
    #[error("无法启动审计线程：{cause} / cannot start the audit thread: {cause}")]
    Thread {
        /// What the operating system said.
        cause: io::Error,
    },
}
