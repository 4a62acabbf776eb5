//! Why there is no shared state, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use super::config::{LEAST_LIMIT, MOST_LIMIT, VARIABLE};
use super::server::CONNECT;
use super::unavailable::Unavailable;
use crate::private_file::FileError;

/// Why a bot cannot use a Redis or Valkey server. Its text names the server and the cure, in Chinese and
/// English, and never a password.
pub struct RedisError {
    /// Host and port, or the path of the socket, where they are known.
    at: Option<String>,
    cause: Cause,
}

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Cause {
    /// The address is none, for this reason.
    Url(String),
    /// `rediss://` without the feature.
    NoTls,
    /// `rediss://…#insecure`.
    Insecure,
    Prefix,
    Limit,
    /// Neither the variable nor a file.
    NoSecret,
    /// The variable holds no key.
    SecretVariable,
    /// The file holds no key.
    SecretFile(PathBuf),
    /// The file cannot be used.
    File(PathBuf, FileError),
    /// No connection, for this reason.
    Away(String),
    Password,
    /// The user may not do this.
    Forbidden(String),
    Version(String),
    Replica,
    Policy(String),
    /// A node of a cluster, and the keys are at another one.
    Moved(String, u16),
    /// It takes no writes.
    ReadOnly,
    Full,
    /// An answer that no server should give.
    Protocol(String),
}

impl RedisError {
    pub(super) fn new(at: Option<String>, cause: Cause) -> Self {
        Self { at, cause }
    }

    #[cfg(test)]
    pub(crate) fn cause(&self) -> &Cause {
        &self.cause
    }
}

impl std::error::Error for RedisError {}

impl fmt::Display for RedisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = self.cause.texts();
        match &self.at {
            Some(at) => write!(f, "Redis（{at}）：{zh} / Redis ({at}): {en}"),
            None => write!(f, "Redis：{zh} / Redis: {en}"),
        }
    }
}

/// The same as `Display`, so that a `main` which returns it prints a sentence.
impl fmt::Debug for RedisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Unavailable> for Cause {
    fn from(kind: Unavailable) -> Self {
        Self::with_text(kind, kind.rule().into())
    }
}

impl Cause {
    /// Where a running bot meets it.
    pub(super) fn unavailable(&self) -> Unavailable {
        match self {
            Self::Away(_) | Self::Moved(..) => Unavailable::Away,
            Self::ReadOnly | Self::Replica => Unavailable::ReadOnly,
            Self::Full => Unavailable::Full,
            _ => Unavailable::Protocol,
        }
    }

    pub(super) fn too_long() -> Self {
        Self::Away(format!("> {CONNECT:?}"))
    }

    pub(super) fn of(error: &redis::RedisError) -> Self {
        use redis::{ErrorKind, ServerErrorKind};
        let (node, _slot) = error.redirect_node().unwrap_or_default();
        if let Some((host, port)) = node.rsplit_once(':') {
            let port = port.parse();
            return port.map_or(Self::Protocol(node.into()), |port| Self::Moved(host.into(), port));
        }
        let text = || error.to_string();
        match error.kind() {
            ErrorKind::AuthenticationFailed => return Self::Password,
            ErrorKind::InvalidClientConfig => return Self::Url(text()),
            ErrorKind::Server(ServerErrorKind::NoPerm) => return Self::Forbidden(text()),
            _ => {}
        }
        match error.code() {
            Some("NOAUTH" | "WRONGPASS") => return Self::Password,
            Some("NOPERM") => return Self::Forbidden(text()),
            _ => {}
        }
        Self::with_text(Unavailable::of(error), text())
    }

    fn with_text(kind: Unavailable, text: String) -> Self {
        match kind {
            Unavailable::Away => Self::Away(text),
            Unavailable::ReadOnly => Self::ReadOnly,
            Unavailable::Full => Self::Full,
            Unavailable::Lost | Unavailable::Protocol => Self::Protocol(text),
        }
    }

    fn texts(&self) -> (String, String) {
        let (zh, en): (&str, &str) = match self {
            Self::Url(why) => {
                return (
                    format!(
                        "地址无法使用（{why}）；例如 redis://:密码@主机:6379/0 或 unix:///路径"
                    ),
                    format!(
                        "the address cannot be used ({why}); it is like redis://:password@host:6379/0 \
                         or unix:///path"
                    ),
                );
            }
            Self::NoTls => (
                "rediss:// 需要启用 botrs-secure 的功能 redis-tls",
                "rediss:// needs the feature redis-tls of botrs-secure",
            ),
            Self::Insecure => (
                "不接受 #insecure：不验证证书的 TLS 不安全；请把证书机构的文件放进 SSL_CERT_FILE",
                "#insecure is refused, since TLS without a check of the certificate is none; name the \
                 file of its authority in SSL_CERT_FILE",
            ),
            Self::Prefix => (
                "前缀应为 1 到 64 个字母、数字、点、冒号、下划线或连字符",
                "a prefix is 1 to 64 letters, digits, dots, colons, underscores or hyphens",
            ),
            Self::Limit => {
                return (
                    format!("时限应在 {LEAST_LIMIT:?} 到 {MOST_LIMIT:?} 之间"),
                    format!("the time limit is between {LEAST_LIMIT:?} and {MOST_LIMIT:?}"),
                );
            }
            Self::NoSecret => {
                return (
                    format!(
                        "没有密钥；请用 openssl rand -hex 32 生成一个，在每台机器上放进 {VARIABLE} 或 \
                         key_file 指定的文件"
                    ),
                    format!(
                        "there is no key; make one by openssl rand -hex 32 and put it, on every \
                         machine, into {VARIABLE} or the file that key_file names"
                    ),
                );
            }
            Self::SecretVariable => {
                return (
                    format!(
                        "环境变量 {VARIABLE} 应为 64 位十六进制数字；例如 openssl rand -hex 32 的输出"
                    ),
                    format!(
                        "the environment variable {VARIABLE} should hold 64 hexadecimal digits, such as \
                         openssl rand -hex 32 prints"
                    ),
                );
            }
            Self::SecretFile(path) => {
                let path = path.display();
                return (
                    format!(
                        "密钥文件 {path} 应为 64 位十六进制数字；例如 openssl rand -hex 32 的输出"
                    ),
                    format!(
                        "the key file {path} should hold 64 hexadecimal digits, such as openssl rand \
                         -hex 32 prints"
                    ),
                );
            }
            Self::File(path, why) => return file_texts(&path.display().to_string(), why),
            Self::Away(why) => {
                return (
                    format!("连接不上（{why}）；请检查地址、服务器是否在运行以及防火墙"),
                    format!(
                        "no connection ({why}); check the address, whether the server runs, and the \
                         firewall"
                    ),
                );
            }
            Self::Password => (
                "用户名或密码不对；请检查地址里的 用户名:密码",
                "wrong user or password; check user:password in the address",
            ),
            Self::Forbidden(what) => {
                return (
                    format!(
                        "此用户的权限不够（{what}）；请允许 +info +@scripting +@read +@write 和 ~*"
                    ),
                    format!(
                        "this user may not do that ({what}); allow +info +@scripting +@read +@write \
                         and ~*"
                    ),
                );
            }
            Self::Version(found) => {
                return (
                    format!("版本是 {found}；请升级到 6.2 或更新版本，或使用 Valkey"),
                    format!("its version is {found}; upgrade to 6.2 or later, or use Valkey"),
                );
            }
            Self::Replica => (
                "这是只读副本；请使用主节点的地址",
                "this is a replica; use the address of its primary",
            ),
            Self::Policy(found) => {
                return (
                    format!(
                        "maxmemory-policy 是 {found}，内存不足时会丢弃封禁；请设为 noeviction，并给机器人\
                         单独的服务器"
                    ),
                    format!(
                        "its maxmemory-policy is {found}, so it would drop blocks when memory is short; \
                         set it to noeviction, and give bots a server of their own"
                    ),
                );
            }
            Self::Moved(host, port) => {
                return (
                    format!("集群把请求转到了 {host}:{port}；请使用该节点的地址"),
                    format!(
                        "the cluster sends us on to {host}:{port}; use the address of that node"
                    ),
                );
            }
            Self::ReadOnly => (
                "服务器拒绝写入；请检查它的角色和磁盘",
                "the server takes no writes; check its role and its disk",
            ),
            Self::Full => (
                "服务器内存已满；请增大 maxmemory",
                "the server has no memory left; raise its maxmemory",
            ),
            Self::Protocol(what) => {
                return (
                    format!("回答无法理解（{what}）；请检查地址指向 Redis 或 Valkey"),
                    format!(
                        "an answer that is not understood ({what}); check that Redis or Valkey is at \
                         this address"
                    ),
                );
            }
        };
        (zh.into(), en.into())
    }
}

fn file_texts(path: &str, why: &FileError) -> (String, String) {
    match why {
        FileError::Io(cause) => (
            format!("无法读取密钥文件 {path}：{cause}"),
            format!("the key file {path} cannot be read: {cause}"),
        ),
        FileError::SymbolicLink => (
            format!("密钥文件 {path} 是符号链接；请写出真实路径"),
            format!("the key file {path} is a symbolic link; name the real path instead"),
        ),
        FileError::NotAFile => (
            format!("密钥文件 {path} 不是普通文件"),
            format!("the key file {path} is not a regular file"),
        ),
        FileError::Replaced => (
            format!("密钥文件 {path} 在打开时被替换；请检查谁能写入该目录"),
            format!(
                "the key file {path} was replaced while it was opened; check who may write to its \
                 directory"
            ),
        ),
        FileError::Mode(mode) => (
            format!(
                "密钥文件 {path} 的权限是 {mode:04o}，其他用户可以访问；请执行 chmod 600 {path}"
            ),
            format!(
                "the key file {path} has mode {mode:04o}, so other users have access; run chmod 600 \
                 {path}"
            ),
        ),
    }
}
