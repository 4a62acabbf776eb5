//! Why a bot is not built.

use crate::command::{ArgError, Clash};
use crate::locale::Locale;

/// Why a bot is not built, with the cure.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The policy trusts no place.
    #[error(
        "没有说明信任哪些地方：请给 Policy 加上 trust_guild(..)、trust_group(..)、trust_c2c()，或 \
         trust_all_guilds() 等 / no trusted place is stated: add trust_guild(..), trust_group(..), \
         trust_c2c() or trust_all_guilds() to the Policy"
    )]
    NoTrustedPlace,
    /// The policy gives a meaning to role 5.
    #[error(
        "身份组 5（子频道管理员）只管一个子频道，事件里没有写是哪个，不能在策略里赋予含义 / role 5 \
         administrates one channel, which no event names: the policy cannot give it a meaning"
    )]
    ChannelAdminRole,
    /// The program is compiled so that a panic ends it.
    #[error(
        "编译选项 panic = \"abort\" 会让任何命令的 panic 结束整个机器人：请从 Cargo.toml 的 profile 里去掉 / \
         with panic = \"abort\" any command that panics ends the bot: remove it from the profile in \
         Cargo.toml"
    )]
    PanicAborts,
    /// No audit log.
    #[error(
        "没有审计日志：请加上 .audit(AuditLog::open(\"audit.jsonl\")?) / there is no audit log: add \
         .audit(AuditLog::open(\"audit.jsonl\")?)"
    )]
    NoAudit,
    /// Two commands answer to one name.
    #[error(
        "两个命令用了同一个名字 `{name}`：{first} 和 {second} / two commands answer to `{name}`: {first} \
         and {second}; change a `name` or an alias"
    )]
    RepeatedName {
        /// The name.
        name: &'static str,
        /// The path of one.
        first: &'static str,
        /// The path of the other.
        second: &'static str,
    },
    /// A default that is no value of its parameter.
    #[error(
        "命令 {command} 的参数 {param} 的默认值不对：{} / the default of the parameter {param} of {command} \
         is none: {}",
        error.text(Locale::Zh),
        error.text(Locale::En)
    )]
    Default {
        /// The path of the command.
        command: &'static str,
        /// The name of the parameter.
        param: &'static str,
        /// What is wrong with it.
        error: ArgError,
    },
    /// A pattern that takes more memory, once compiled, than a regular expression may.
    #[error(
        "命令 {command} 的参数 {param} 的正则表达式太大：{pattern} / the pattern of the parameter {param} \
         of {command} is too large: {pattern}"
    )]
    Pattern {
        /// The path of the command.
        command: &'static str,
        /// The name of the parameter.
        param: &'static str,
        /// The pattern.
        pattern: &'static str,
    },
    /// Two states of one type.
    #[error(
        "同一类型的状态给了两次：{of} / two states of the type {of}: wrap one in a type of its own"
    )]
    RepeatedState {
        /// The type.
        of: &'static str,
    },
    /// A state that acts as the bot, past all checks.
    #[error(
        "状态 {of} 可以绕过所有检查直接操作平台；请改用 ctx 上的操作 / the state {of} acts as the bot past \
         every check: use the powers of the context instead"
    )]
    RawState {
        /// The type.
        of: &'static str,
    },
    /// A prefix that no command could start with.
    #[error(
        "命令前缀 {prefix:?} 不可用：不能为空，不能含空白、控制字符或 `<` / the prefix {prefix:?} cannot \
         be one: it is not empty and holds no white space, control character or `<`"
    )]
    Prefix {
        /// The prefix.
        prefix: String,
    },
    /// No prefix at all.
    #[error("至少要有一个命令前缀 / there has to be a prefix")]
    NoPrefix,
    /// A value of `QQ_BOT_SANDBOX` that is neither yes nor no.
    #[error("QQ_BOT_SANDBOX={value:?}：应为 1 或 0 / QQ_BOT_SANDBOX is 1 or 0, not {value:?}")]
    Sandbox {
        /// The value.
        value: String,
    },
    /// The system gives no random numbers.
    #[error("系统没有给出随机数 / the system gives no random numbers")]
    NoRandomness,
    /// The client for the platform's API cannot be made.
    #[error("无法创建 HTTP 客户端：{reason} / the HTTP client cannot be made: {reason}")]
    Client {
        /// Why.
        reason: String,
    },
}

impl From<Clash> for BuildError {
    fn from(clash: Clash) -> Self {
        let Clash { name, first, second } = clash;
        Self::RepeatedName { name, first, second }
    }
}
