//! What an error of botrs tells of the request.

use botrs::BotError;

use crate::adapter::start::{StartError, StartErrorKind, TOKEN_FAILED, is_of_tls};
use crate::adapter::{PlatformError, PlatformErrorKind};

/// An answer that does not say what was asked.
pub(super) fn unreadable(what: &str) -> PlatformError {
    PlatformError::new(PlatformErrorKind::Unknown, format!("the platform answered with {what}"))
}

/// A request that was not sent, since there is no token to send with it.
pub(super) fn no_token(error: &StartError) -> PlatformError {
    use PlatformErrorKind as Kind;
    let kind = match error.kind() {
        StartErrorKind::Credentials | StartErrorKind::Address => Kind::Unauthorized,
        StartErrorKind::Tls => Kind::Tls,
        _ => Kind::Unreachable,
    };
    PlatformError::new(kind, format!("no access token ({})", error.kind().name()))
}

/// botrs keeps the HTTP status and the text of an answer, and drops the platform's code.
pub(super) fn kind_of(error: &BotError) -> PlatformErrorKind {
    use PlatformErrorKind as Kind;
    match error {
        BotError::Api { message, .. } if message.starts_with(TOKEN_FAILED) => Kind::Unauthorized,
        BotError::Auth(_) | BotError::AuthenticationFailed(_) => Kind::Unauthorized,
        // Accepted, and shown once it has been looked at.
        BotError::Api { code: 201 | 202, .. } => Kind::Pending,
        BotError::RateLimit { .. } | BotError::SequenceNumber(_) => Kind::RateLimited,
        BotError::NotFound(_) => Kind::NotFound,
        BotError::Api { code: 400..=499, message } | BotError::Forbidden(message) => {
            refused(message)
        }
        BotError::MethodNotAllowed(_) => Kind::Refused,
        // Before the request was sent, even if by a time limit.
        BotError::Connection(_) => Kind::Unreachable,
        BotError::Http(error) if is_of_tls(error) => Kind::Tls,
        BotError::Http(error) if error.is_connect() => Kind::Unreachable,
        BotError::Http(error) if error.is_timeout() => Kind::TimedOut,
        BotError::Timeout => Kind::TimedOut,
        _ => Kind::Unknown,
    }
}

fn refused(message: &str) -> PlatformErrorKind {
    let message = message.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| message.contains(sign));
    if says(&["url"]) && says(&["not allowed", "不允许"]) {
        PlatformErrorKind::UrlNotAllowed
    } else if says(&["expire", "过期"]) {
        PlatformErrorKind::ReplyWindow
    } else if says(&["limit exceed", "超频", "频率"]) {
        PlatformErrorKind::RateLimited
    } else {
        PlatformErrorKind::Refused
    }
}
