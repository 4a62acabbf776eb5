//! What an alert says.

use std::time::Duration;

use crate::adapter::{StartError, StartErrorKind};
use crate::content::duration_text::show_duration;
use crate::locale::Locale;
use crate::place::{Place, Principal};

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AlertKind {
    /// Somebody was blocked after too many failures.
    Blocked {
        /// For how long.
        period: Duration,
    },
    /// An administrator or an owner of the bot failed too often; they are not blocked.
    Administrator,
    /// Somebody of whom the platform tells no roles failed too often; they are not blocked.
    UnknownRoles,
    /// No new access token could be fetched. Once the last one has expired, the bot can do nothing.
    Token {
        /// What stands in the way.
        cause: StartErrorKind,
    },
    /// A changed AppSecret was not taken, and the one before stays.
    Secret,
    /// The platform does not accept the bot's access token.
    Unauthorized,
    /// The address of this machine is not on the bot's allow list.
    Address,
    /// The platform refused one request after the other: the bot may lack permissions.
    Forbidden,
}

impl AlertKind {
    pub(super) const COUNT: usize = 8;

    pub(super) const fn index(self) -> usize {
        match self {
            Self::Blocked { .. } => 0,
            Self::Administrator => 1,
            Self::UnknownRoles => 2,
            Self::Token { .. } => 3,
            Self::Secret => 4,
            Self::Unauthorized => 5,
            Self::Address => 6,
            Self::Forbidden => 7,
        }
    }

    pub(super) const fn is_of_platform(self) -> bool {
        matches!(self, Self::Unauthorized | Self::Address | Self::Forbidden)
    }

    pub(crate) const fn rule(self) -> &'static str {
        match self {
            Self::Blocked { .. } => "intrusion.blocked",
            Self::Administrator => "intrusion.administrator",
            Self::UnknownRoles => "intrusion.unknown",
            Self::Token { .. } => "unrenewed",
            Self::Secret => "secrets.refused",
            Self::Unauthorized => "platform.unauthorized",
            Self::Address => "platform.address",
            Self::Forbidden => "platform.forbidden",
        }
    }
}

/// Something that a person should look at, as [`Builder::on_alert`](crate::Builder::on_alert) sees it.
#[derive(Debug)]
pub struct Alert {
    pub(super) kind: AlertKind,
    /// Whom and where, unless it is the bot itself.
    pub(super) about: Option<(Principal, Place)>,
    pub(super) correlation: u64,
    pub(super) held_back: u32,
}

impl Alert {
    /// One that was not raised, for its words.
    #[cfg(test)]
    pub(crate) fn of(kind: AlertKind, about: Option<(Principal, Place)>) -> Self {
        Self { kind, about, correlation: 0, held_back: 0 }
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> AlertKind {
        self.kind
    }

    /// A stable name of it, which its record in the audit has as its rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.kind.rule()
    }

    /// Whom it is about, unless it is the bot itself; [`Handle::unblock`](crate::Handle::unblock) takes it.
    #[must_use]
    pub fn principal(&self) -> Option<&Principal> {
        self.about.as_ref().map(|(principal, _)| principal)
    }

    /// Where it happened, unless it concerns the bot itself.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.about.as_ref().map(|(_, place)| place)
    }

    /// How many alerts of this kind were held back since the last one that was not.
    #[must_use]
    pub fn held_back(&self) -> u32 {
        self.held_back
    }

    /// The id under which the audit has the call that raised it; 0 where it was none.
    #[must_use]
    pub fn correlation(&self) -> u64 {
        self.correlation
    }

    /// The words for whoever looks at it.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match &self.about {
            Some((principal, place)) => of_somebody(self.kind, principal, place, locale),
            None => of_bot(self.kind, locale),
        }
    }
}

fn of_somebody(kind: AlertKind, principal: &Principal, place: &Place, locale: Locale) -> String {
    let who = principal.person;
    match (kind, locale) {
        (AlertKind::Blocked { period }, _) => {
            let period = show_duration(period, locale);
            locale.pick(
                format!("已拉黑 {who}（{place}）{period}：越权尝试太多"),
                format!(
                    "Blocked {who} ({place}) for {period}: too many attempts at what they may not do"
                ),
            )
        }
        (AlertKind::Administrator, Locale::Zh) => {
            format!("管理员 {who}（{place}）越权尝试太多，未拉黑：请确认账号没有被盗")
        }
        (AlertKind::Administrator, Locale::En) => format!(
            "Too many refused attempts by the administrator {who} ({place}), who is not blocked: \
             check that the account is still theirs"
        ),
        (AlertKind::UnknownRoles, Locale::Zh) => {
            format!("{who}（{place}）越权尝试太多，平台没有说明其身份，未拉黑")
        }
        (AlertKind::UnknownRoles, Locale::En) => format!(
            "Too many refused attempts by {who} ({place}), who is not blocked: the platform does \
             not tell their roles"
        ),
        _ => of_bot(kind, locale),
    }
}

fn of_bot(kind: AlertKind, locale: Locale) -> String {
    let (zh, en) = match kind {
        AlertKind::Token { cause } => {
            return StartError::new(cause, "").explain(locale);
        }
        AlertKind::Secret => (
            "换过的 AppSecret 未被采用，仍用之前的：原因见审计和日志",
            "A changed AppSecret was not taken, and the one before stays: the audit and the log say why",
        ),
        AlertKind::Unauthorized => (
            "平台不接受机器人的访问令牌：正在重新获取",
            "The platform does not accept the bot's access token: another one is being fetched",
        ),
        AlertKind::Address => (
            "本机的出口 IP 不在机器人的白名单中：请在 q.qq.com 的“开发设置”中加入",
            "The public address of this machine is not on the bot's allow list: add it under \
             development settings at q.qq.com",
        ),
        AlertKind::Forbidden => (
            "平台接连拒绝了机器人的请求：请检查机器人在频道里的权限和接口权限",
            "The platform refused one request of the bot after the other: check what the bot may do \
             in the guild, and which interfaces it was granted",
        ),
        AlertKind::Blocked { .. } => ("已拉黑", "Blocked"),
        AlertKind::Administrator | AlertKind::UnknownRoles => {
            ("越权尝试太多", "Too many refused attempts")
        }
    };
    locale.pick(zh, en).to_owned()
}
