//! Why a request is refused.

use hyper::StatusCode;

/// What is wrong of a request. Outside nobody learns more than the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Refusal {
    /// Not the path of the callback.
    Path,
    /// Not a POST.
    Method,
    /// More than a body may have.
    Size,
    /// A header that is missing, there twice, or not of its form.
    Header,
    /// Another bot's.
    App,
    /// From a peer that sent too many forged ones.
    Peer,
    /// Not whole within the time that there is.
    Slow,
    /// Ended before its end.
    Cut,
    /// Not signed with a key of the bot.
    Signature,
    /// Signed too long ago, or in the future.
    Stale,
    /// Signed, and no event.
    Body,
    /// Something to sign that is not what the platform has signed.
    Challenge,
    /// An event that is queued already.
    Replay,
    /// No room for the event.
    Full,
}

impl Refusal {
    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::Path => "webhook.path",
            Self::Method => "webhook.method",
            Self::Size => "webhook.size",
            Self::Header => "webhook.header",
            Self::App => "webhook.app",
            Self::Peer => "webhook.peer",
            Self::Slow => "webhook.slow",
            Self::Cut => "webhook.cut",
            Self::Signature => "webhook.signature",
            Self::Stale => "webhook.stale",
            Self::Body => "webhook.body",
            Self::Challenge => "webhook.challenge",
            Self::Replay => "webhook.replay",
            Self::Full => "webhook.full",
        }
    }

    /// The answer. One to what is forged, whatever it lacks; and an event that came once more is
    /// acknowledged, or the platform would send it a third time.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Path => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Size => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Header | Self::App | Self::Signature | Self::Stale => StatusCode::UNAUTHORIZED,
            Self::Peer => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Cut | Self::Body | Self::Challenge => StatusCode::BAD_REQUEST,
            Self::Replay => StatusCode::OK,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether whoever sent it pretends to be the platform. What is stale or comes again is signed by it.
    pub(super) const fn is_forged(self) -> bool {
        matches!(self, Self::Size | Self::Header | Self::App | Self::Signature)
    }

    /// What helps where the platform itself is refused.
    pub(super) const fn hint(self) -> Option<&'static str> {
        match self {
            Self::App => Some(
                "AppID 是否属于这个机器人？回调地址是否填在了另一个机器人上？ / is the callback that of another bot?",
            ),
            Self::Signature => Some(
                "若来自 QQ，请核对 AppSecret / if it came from QQ, compare the AppSecret with that at q.qq.com",
            ),
            Self::Stale => {
                Some("请校准本机时间（NTP） / set the clock of this machine right (NTP)")
            }
            _ => None,
        }
    }
}
