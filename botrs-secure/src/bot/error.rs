//! Why a bot is not built.

#[cfg(feature = "prometheus")]
use std::io;
#[cfg(feature = "prometheus")]
use std::net::SocketAddr;

use crate::Quota;
use crate::command::{ArgError, Disagreement, Unfit};
use crate::limit::MAX_TAKES;
use crate::locale::Locale;
use crate::policy::{PolicyError, RefusedPermission};

/// Why a bot is not built, with the cure.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The policy trusts no place.
    #[error(
        "没有说明信任哪些地方：请给 Policy 加上 trust_guild(..)、trust_group(..)、trust_c2c()，或 \
         trust_all_guilds() 等，或在策略文件里写 [trust] / no trusted place is stated: add \
         trust_guild(..), trust_group(..), trust_c2c() or trust_all_guilds() to the Policy, or [trust] \
         to its file"
    )]
    NoTrustedPlace,
    /// The policy names something that the bot does not have, or would loosen something.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The policy gives a meaning to role 5 in a whole guild.
    #[error(
        "身份组 5（子频道管理员）只管一个子频道，事件里没有写是哪个：请改用 Policy::channel_admin / role 5 \
         administrates one channel, which no event names: give it a meaning by Policy::channel_admin"
    )]
    ChannelAdminRole,
    /// A value of the [`Intrusion`](crate::Intrusion) detection is out of its range.
    #[error(
        "Intrusion 的取值超出范围：threshold 为 0–12，各权重为 0–13，window 和 block 大于零且不超过 30 天 / a \
         value of Intrusion is out of range: threshold is 0 to 12, a weight 0 to 13, window and block more \
         than zero and at most 30 days"
    )]
    Intrusion,
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
    /// Commands that change grants and blocks, and no store that keeps them.
    #[cfg(feature = "_admin")]
    #[error(
        "admin_commands() 需要持久存储：请加上 .store(Store::open(\"bot.store\")?)，多台机器则用 .redis(..) / \
         admin_commands() needs a store that outlives the process: add \
         .store(Store::open(\"bot.store\")?), or .redis(..) for several machines"
    )]
    NoStore,
    /// What the store has cannot be put in force.
    #[cfg(feature = "redb")]
    #[error(transparent)]
    Store(#[from] crate::StoreError),
    /// A store of this machine's own, and one that machines share.
    #[cfg(all(feature = "redb", feature = "redis"))]
    #[error(
        "store(..) 和 redis(..) 只能用一个：多台机器用 redis，单机用 store / use either store(..) or \
         redis(..): redis for several machines, store for one"
    )]
    TwoStores,
    /// What is said of the server that machines share is not right.
    #[cfg(feature = "redis")]
    #[error(transparent)]
    Redis(#[from] crate::RedisError),
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
    /// More people may run a subcommand than its parent.
    #[error(
        "子命令 {child} 的权限要求比 {parent} 宽松：请在它的 perm 里重复上级的权限 / the subcommand {child} is \
         looser than {parent}: repeat the parent's permissions in its `perm`"
    )]
    LooserSubcommand {
        /// The path of the parent.
        parent: &'static str,
        /// The path of the subcommand.
        child: &'static str,
    },
    /// A subcommand and its parent have no scene in common.
    #[error(
        "子命令 {child} 与 {parent} 没有共同的场景，永远不会执行 / the subcommand {child} and {parent} have no \
         scene in common, so it never runs: change a `scene`"
    )]
    SubcommandWithoutScene {
        /// The path of the parent.
        parent: &'static str,
        /// The path of the subcommand.
        child: &'static str,
    },
    /// More limits than one call can be charged for in one step.
    #[error(
        "子命令 {child} 连同上级的限制太多：一次最多计 {most} 项 / the subcommand {child} has too many limits \
         together with its parents': at most {most} are charged at once"
    )]
    TooManyLimits {
        /// The path of the subcommand.
        child: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A subcommand and its parents share a bucket, and together cost more than it ever has.
    #[error(
        "子命令 {child} 和它的上级命令共用一个计数桶，一次调用的花费之和超过了 burst，永远无法执行 / \
         the subcommand {child} shares a bucket with its parents, and a call costs more in all than its \
         burst, so it never runs. Give it the `cost` of its parent, or a bucket of its own"
    )]
    CostsTooMuch {
        /// The path of the subcommand.
        child: &'static str,
    },
    /// Two commands count differently in the bucket that they share.
    #[error(
        "命令 {first} 和 {second} 共用计数桶 `{bucket}`，但对 {scope} 的额度不同：{}；{} / {first} and \
         {second} share the bucket `{bucket}` and differ in the quota of `{scope}`: {}; {}. Give both \
         the same `cooldown` and `limit`, or buckets of their own. Where nothing is said, a power over \
         members brings a cooldown",
        quota(first_quota, Locale::Zh),
        quota(second_quota, Locale::Zh),
        quota(first_quota, Locale::En),
        quota(second_quota, Locale::En)
    )]
    BucketConflict {
        /// The bucket.
        bucket: &'static str,
        /// The scope: `user`, `member`, `channel`, `guild` or `global`.
        scope: &'static str,
        /// The path of one.
        first: &'static str,
        /// Its quota.
        first_quota: Quota,
        /// The path of the other.
        second: &'static str,
        /// Its quota.
        second_quota: Quota,
    },
    /// Two permissions of one name.
    #[error(
        "两个权限用了同一个名字 `{name}`：{first} 和 {second}，请用 #[permission(name = \"..\")] 改一个 / \
         two permissions are called `{name}`: {first} and {second}; change one with \
         #[permission(name = \"..\")]"
    )]
    RepeatedPermission {
        /// The name.
        name: &'static str,
        /// The path of the one that has it.
        first: &'static str,
        /// The path of the other.
        second: &'static str,
    },
    /// More permissions than a set can hold.
    #[error(
        "权限太多：{path} 之前已有 127 个（含内置的）/ too many permissions: there are 127, the built-in \
         ones included, before {path}"
    )]
    TooManyPermissions {
        /// The path of the first that is too many.
        path: &'static str,
    },
    /// A parameter whose type, attributes or place among the others are wrong.
    #[error(
        "命令 {command} 的参数 {param} 有误 / the parameter {param} of {command} is wrong: {wrong}"
    )]
    Parameter {
        /// The path of the command.
        command: &'static str,
        /// The name of the parameter.
        param: &'static str,
        /// What is wrong of it.
        wrong: &'static str,
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
    /// No path that a request can be for.
    #[cfg(feature = "webhook")]
    #[error(
        "Webhook 的路径 {path:?} 不对：以 / 开头，只用可见的 ASCII 字符，不含 ? 和 # / the path {path:?} of the \
         webhook is none: it begins with /, and has visible ASCII characters other than ? and # only"
    )]
    WebhookPath {
        /// The path.
        path: String,
    },
    /// A shard that there is not.
    #[error(
        "没有分片 {number}：共 {of} 个分片，从 0 数起 / there is no shard {number}: of {of} shards, the \
         first is 0"
    )]
    Shard {
        /// Its number.
        number: u32,
        /// How many there are.
        of: u32,
    },
    /// Others than this machine would read what the bot is watched by, and nobody said so.
    #[cfg(feature = "prometheus")]
    #[error(
        "{address} 不是本机回环地址，外面也能读到指标：请改用 127.0.0.1，或明确写 watch_publicly_at(..) / {address} \
         is reached from other machines: use 127.0.0.1, or say watch_publicly_at(..)"
    )]
    WatchedFromOutside {
        /// The address.
        address: SocketAddr,
    },
    /// The address at which the bot is to be watched cannot be had.
    #[cfg(feature = "prometheus")]
    #[error("无法监听 {address}：{cause} / cannot listen on {address}: {cause}")]
    WatchAddress {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The program has another recorder of metrics.
    #[cfg(feature = "prometheus")]
    #[error(
        "进程里已有别的 metrics 记录器：请去掉 watch_at(..)，由它导出指标 / the process has another recorder of \
         metrics: leave watch_at(..) out, and let that one show them"
    )]
    OtherRecorder,
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

fn quota(quota: &Quota, locale: Locale) -> String {
    let (burst, interval) = (quota.burst(), quota.interval());
    locale.pick(
        format!("一次最多 {burst} 个，之后每 {interval:?} 一个"),
        format!("{burst} at once, then one each {interval:?}"),
    )
}

impl From<Unfit> for BuildError {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Clash { name, first, second } => Self::RepeatedName { name, first, second },
            Unfit::Looser { parent, child } => Self::LooserSubcommand { parent, child },
            Unfit::NoScene { parent, child } => Self::SubcommandWithoutScene { parent, child },
            Unfit::TooManyLimits { child } => Self::TooManyLimits { child, most: MAX_TAKES },
            Unfit::NeverRuns { child } => Self::CostsTooMuch { child },
            Unfit::Bucket { first, second, over } => {
                let Disagreement { bucket, scope, quotas: (first_quota, second_quota) } = over;
                Self::BucketConflict { bucket, scope, first, first_quota, second, second_quota }
            }
        }
    }
}

impl From<RefusedPermission> for BuildError {
    fn from(refused: RefusedPermission) -> Self {
        match refused {
            RefusedPermission::Repeated { name, first, second } => {
                Self::RepeatedPermission { name, first, second }
            }
            RefusedPermission::TooMany { path } => Self::TooManyPermissions { path },
        }
    }
}
