//! Why a bot cannot start or go on: the cause and the cure, in Chinese and English.

use std::error::Error;
use std::{fmt, io};

use botrs::BotError;

use crate::locale::Locale;

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StartErrorKind {
    /// The AppID or the AppSecret is wrong.
    Credentials,
    /// The address of this machine is not on the bot's allow list.
    Address,
    /// The bot may be used in QQ's sandbox only.
    SandboxOnly,
    /// The bot is banned.
    Banned,
    /// The bot has no right to some of the events that it subscribes to.
    Intents,
    /// The platform does not know some of the events or the way in which they were asked for.
    Protocol,
    /// The bot is in too many guilds for its shards.
    Sharding,
    /// No answer from the platform.
    Unreachable,
    /// The platform could not be talked to safely: its certificate is not accepted, or none was shown.
    Tls,
    /// The platform named a gateway that is not safe to talk to.
    GatewayUrl,
    /// The connections that a bot may open in a day are used up.
    SessionLimit,
    /// This machine refused a thread or a socket.
    Machine,
    /// The address of the webhook cannot be listened at.
    Listen,
    /// The program's logs take up what botrs and the libraries under it write with secrets in it.
    LoggedSecrets,
    /// The platform answered with something else.
    Platform,
}

impl StartErrorKind {
    /// A short name, for records.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Address => "address",
            Self::SandboxOnly => "sandbox_only",
            Self::Banned => "banned",
            Self::Intents => "intents",
            Self::Protocol => "protocol",
            Self::Sharding => "sharding",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::GatewayUrl => "gateway_url",
            Self::SessionLimit => "session_limit",
            Self::Machine => "machine",
            Self::Listen => "listen",
            Self::LoggedSecrets => "logged_secrets",
            Self::Platform => "platform",
        }
    }

    /// The cause and the cure.
    const fn explained(self, locale: Locale) -> (&'static str, &'static str) {
        match locale {
            Locale::Zh => self.zh(),
            Locale::En => self.en(),
        }
    }

    const fn zh(self) -> (&'static str, &'static str) {
        match self {
            Self::Credentials => (
                "AppID 或 AppSecret 不正确",
                "在 q.qq.com 的“开发设置”中核对 AppID，并重新生成 AppSecret；这里要的是 AppSecret，不是旧的机器人令牌（Token）",
            ),
            Self::Address => (
                "本机的出口 IP 不在机器人的白名单中（11298）",
                "在 q.qq.com 的“开发设置”中把本机的公网 IP 加入 IP 白名单",
            ),
            Self::SandboxOnly => (
                "机器人未上线或已下架，只能连接沙箱环境",
                "设置 QQ_BOT_SANDBOX=1 或 .sandbox(true)，或先把机器人发布上线",
            ),
            Self::Banned => ("机器人已被封禁", "在 q.qq.com 查看封禁原因并申诉"),
            Self::Intents => (
                "机器人没有所订阅事件的权限",
                "公域机器人请去掉 .all_messages()；若需要全部消息，请在 q.qq.com 申请私域权限；群聊和单聊事件也需要先开通",
            ),
            Self::Protocol => ("网关不认识所订阅的事件或接口版本", "请升级 botrs-secure 和 botrs"),
            Self::Sharding => (
                "机器人所在的频道过多，分片数不足或不正确",
                "重启机器人，让它重新获取分片数；写了 .shard(..) 的，在所有机器上改大总数",
            ),
            Self::Unreachable => (
                "无法连接 QQ 平台",
                "检查网络、DNS、系统时间和 HTTPS_PROXY；需要能访问 bots.qq.com 和 api.sgroup.qq.com 的 443 端口",
            ),
            Self::Tls => (
                "与 QQ 平台的安全连接（TLS）失败：证书不被信任，或握手未完成",
                "核对系统时间；检查 HTTPS_PROXY 或公司网络是否替换了证书；不要关闭证书校验",
            ),
            Self::GatewayUrl => (
                "平台给出的网关地址不安全，已拒绝",
                "只接受 wss:// 地址（ws:// 只限本机测试）；检查 HTTPS_PROXY 是否被改动",
            ),
            Self::SessionLimit => (
                "今天可以建立的网关连接次数已用完",
                "等待所示的时间后再启动，并查明机器人为什么频繁重启",
            ),
            Self::Machine => ("本机无法创建线程或连接", "检查进程的资源限制（ulimit、cgroup）"),
            Self::Listen => (
                "无法监听 Webhook 的地址",
                "看看是否有别的程序占用了它（ss -ltnp）；地址必须属于本机，1024 以下的端口需要权限；用 Webhook::new().listen(..) 换一个",
            ),
            Self::LoggedSecrets => (
                "程序的日志会写下访问令牌、会话和平台的回答",
                "给 tracing 订阅器加上 .with(tracing_subscriber::filter::filter_fn(botrs_secure::is_safe_to_log))；用 log 的，把 botrs、tungstenite 和 tokio_tungstenite 设为 info；只在用测试凭据排查问题时，才用 .log_secrets_too()",
            ),
            Self::Platform => {
                ("平台返回了意外的结果", "稍后再试；若一直如此，请查看 QQ 机器人平台的公告")
            }
        }
    }

    const fn en(self) -> (&'static str, &'static str) {
        match self {
            Self::Credentials => (
                "the AppID or the AppSecret is wrong",
                "compare the AppID under development settings at q.qq.com and make a new AppSecret; it is the AppSecret that is needed, not the old robot token",
            ),
            Self::Address => (
                "the public address of this machine is not on the bot's allow list (11298)",
                "add it to the IP allow list under development settings at q.qq.com",
            ),
            Self::SandboxOnly => (
                "the bot is not released and may use the sandbox only",
                "set QQ_BOT_SANDBOX=1 or .sandbox(true), or release the bot",
            ),
            Self::Banned => ("the bot is banned", "see the reason at q.qq.com and appeal"),
            Self::Intents => (
                "the bot has no right to some of the events that it subscribes to",
                "a public bot must do without .all_messages(); all messages need a private bot, and messages of groups and users must be enabled at q.qq.com",
            ),
            Self::Protocol => (
                "the gateway does not know the events or the version that were asked for",
                "update botrs-secure and botrs",
            ),
            Self::Sharding => (
                "the bot is in too many guilds for its shards, or a shard is wrong",
                "restart the bot, so that it asks for the number of shards again; with .shard(..), say more of them on all machines",
            ),
            Self::Unreachable => (
                "the QQ platform cannot be reached",
                "check the network, DNS, the system's time and HTTPS_PROXY; bots.qq.com and api.sgroup.qq.com must be reachable on port 443",
            ),
            Self::Tls => (
                "no safe connection to the QQ platform (TLS): the certificate is not trusted, or the handshake failed",
                "compare the system's clock; check whether HTTPS_PROXY or the network puts another certificate in place; do not turn the check of certificates off",
            ),
            Self::GatewayUrl => (
                "the platform named a gateway that is not safe to talk to",
                "only wss:// is accepted (ws:// on this machine alone, for tests); see whether HTTPS_PROXY was tampered with",
            ),
            Self::SessionLimit => (
                "the gateway connections that the bot may open today are used up",
                "wait as long as shown, and find out why the bot restarts so often",
            ),
            Self::Machine => (
                "this machine refused a thread or a connection",
                "check the limits of the process (ulimit, cgroup)",
            ),
            Self::Listen => (
                "the address of the webhook cannot be listened at",
                "see whether another program has it (ss -ltnp); it must be one of this machine's, and ports below 1024 need a right; choose another by Webhook::new().listen(..)",
            ),
            Self::LoggedSecrets => (
                "the program's logs would hold the access token, sessions and the platform's answers",
                "add .with(tracing_subscriber::filter::filter_fn(botrs_secure::is_safe_to_log)) to the tracing subscriber; with a logger of the log crate, set botrs, tungstenite and tokio_tungstenite to info; only to look for a fault with the credentials of a test, .log_secrets_too()",
            ),
            Self::Platform => (
                "the platform answered with something unexpected",
                "try again later; if it stays so, see the announcements of the QQ bot platform",
            ),
        }
    }
}

/// Why a bot cannot start or go on. Displayed in Chinese and English, with the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartError {
    kind: StartErrorKind,
    /// What the platform or the machine said; never a secret.
    detail: String,
}

impl StartError {
    pub(crate) fn new(kind: StartErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// What stands in the way.
    #[must_use]
    pub fn kind(&self) -> StartErrorKind {
        self.kind
    }

    /// The cause, what was answered, and the cure, in one language.
    #[must_use]
    pub fn explain(&self, locale: Locale) -> String {
        let (cause, cure) = self.kind.explained(locale);
        match (locale, self.detail.as_str()) {
            (Locale::Zh, "") => format!("{cause}。解决办法：{cure}"),
            (Locale::Zh, detail) => format!("{cause}（{detail}）。解决办法：{cure}"),
            (Locale::En, "") => format!("{cause}. Cure: {cure}"),
            (Locale::En, detail) => format!("{cause} ({detail}). Cure: {cure}"),
        }
    }

    /// What a failed request before the first connection means.
    pub(crate) fn from_request(error: &BotError) -> Self {
        match error {
            BotError::Http(error) => Self::from_http(error),
            // The whole answer to a request that held the secret: it could repeat it.
            BotError::Api { code, message } if message.starts_with(TOKEN_FAILED) => {
                Self::new(kind_of(error), format!("HTTP {code}"))
            }
            _ => Self::new(kind_of(error), error.to_string()),
        }
    }

    /// What it means that a request was not answered.
    pub(crate) fn from_http(error: &reqwest::Error) -> Self {
        Self::new(network_kind(error), chain(error))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.explain(Locale::Zh), self.explain(Locale::En))
    }
}

impl Error for StartError {}

fn kind_of(error: &BotError) -> StartErrorKind {
    let text = error.to_string();
    if is_of_address(&text) {
        return StartErrorKind::Address;
    }
    match error {
        // The token endpoint answers 200 and a code of its own for a wrong secret; botrs says this.
        BotError::Auth(_) | BotError::AuthenticationFailed(_) => StartErrorKind::Credentials,
        BotError::Api { code: 400..=499, message } if message.starts_with(TOKEN_FAILED) => {
            StartErrorKind::Credentials
        }
        BotError::Connection(_) | BotError::Timeout | BotError::Io(_) => {
            StartErrorKind::Unreachable
        }
        _ => StartErrorKind::Platform,
    }
}

/// Whether a refusal is one of this machine's address.
pub(crate) fn is_of_address(text: &str) -> bool {
    ["11298", "白名单", "whitelist", "white list"].iter().any(|sign| text.contains(sign))
}

fn network_kind(error: &reqwest::Error) -> StartErrorKind {
    if is_of_tls(error) {
        StartErrorKind::Tls
    } else if error.is_connect() || error.is_timeout() || error.is_request() || error.is_body() {
        StartErrorKind::Unreachable
    } else if error.is_builder() {
        StartErrorKind::Machine
    } else {
        StartErrorKind::Platform
    }
}

/// Whether TLS was the cause; an I/O error does not count what it was made of among its sources.
pub(crate) fn is_of_tls(error: &reqwest::Error) -> bool {
    let is_tls = |cause: &(dyn Error + 'static)| {
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause.is::<rustls::Error>() || wrapped.is_some_and(|inner| inner.is::<rustls::Error>())
    };
    causes(error).any(is_tls)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |&cause| cause.source())
}

/// What it says and why: reqwest itself only says what failed.
fn chain(error: &reqwest::Error) -> String {
    let mut said: Vec<_> = causes(error).map(ToString::to_string).collect();
    said.dedup();
    said.join(": ")
}

/// How botrs begins the message of a refused token request.
pub(crate) const TOKEN_FAILED: &str = "Token request failed";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_at_start_have_their_own_kind() {
        for (error, kind) in [
            (BotError::auth("No access_token in response"), StartErrorKind::Credentials),
            (BotError::AuthenticationFailed("token not exist".into()), StartErrorKind::Credentials),
            (BotError::api(400, "Token request failed: {}"), StartErrorKind::Credentials),
            (BotError::api(502, "Token request failed: <html>"), StartErrorKind::Platform),
            (
                BotError::AuthenticationFailed("接口访问源IP不在白名单".into()),
                StartErrorKind::Address,
            ),
            (BotError::AuthenticationFailed("11298".into()), StartErrorKind::Address),
            (
                BotError::connection("Failed to request access token: x"),
                StartErrorKind::Unreachable,
            ),
            (BotError::Server("oops".into()), StartErrorKind::Platform),
        ] {
            assert_eq!(StartError::from_request(&error).kind(), kind, "{error}");
        }
    }

    #[test]
    fn both_languages_say_the_cause_the_answer_and_the_cure() {
        let error = StartError::new(StartErrorKind::Credentials, "100016");
        let text = error.to_string();
        assert!(text.contains("不是旧的机器人令牌"), "{text}");
        assert!(text.contains("not the old robot token"), "{text}");
        assert_eq!(text.matches("100016").count(), 2);
        assert!(!StartError::new(StartErrorKind::Banned, "").to_string().contains("()"));
    }

    #[test]
    fn an_answer_that_repeats_the_secret_is_not_told() {
        let message = format!("{TOKEN_FAILED}: clientSecret=s3cr3t");
        let told = StartError::from_request(&BotError::Api { code: 502, message });
        assert!(!format!("{told} {told:?}").contains("s3cr3t"), "{told:?}");
        assert!(told.to_string().contains("HTTP 502"), "{told}");
    }
}
