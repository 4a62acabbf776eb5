//! Why a password is not hashed, or not the right one.

/// Why a password is not hashed, or not the right one. Never shows content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// It is another password.
    #[error("密码不对 / the password is wrong")]
    Wrong,
    /// It is empty or longer than 1,024 bytes.
    #[error("密码应为 1 到 1024 字节 / a password has 1 to 1,024 bytes")]
    Length,
    /// What is stored is not a PHC string of Argon2.
    #[error("存储的不是 Argon2 的 PHC 字符串 / what is stored is not a PHC string of Argon2")]
    Malformed,
    /// What is stored asks for more than 64 MiB, 10 passes or 8 lanes.
    #[error(
        "存储的参数超过 64 MiB、10 遍或 8 道 / what is stored asks for more than 64 MiB, 10 passes or 8 lanes"
    )]
    TooCostly,
    /// As many as may wait do.
    #[error("太忙，请稍后再试 / too busy, try again later")]
    Busy,
    /// The system has no random numbers or no memory.
    #[error("无法计算哈希：没有随机数或内存 / cannot hash: no random numbers or no memory")]
    Failed,
}
