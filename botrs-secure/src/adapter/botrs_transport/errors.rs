//! What an error of botrs tells of the request.

use botrs::BotError;

use crate::adapter::start::{StartError, StartErrorKind, TOKEN_FAILED, is_of_address, is_of_tls};
use crate::adapter::{PlatformError, PlatformErrorKind};

/// What an error says, but for the answer to a request for a token, which could repeat the secret.
pub(super) fn said_by(error: &BotError) -> String {
    match error {
        BotError::Api { code, message } if message.starts_with(TOKEN_FAILED) => {
            format!("{TOKEN_FAILED}: HTTP {code}")
        }
        _ => error.to_string(),
    }
}

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
        // Whatever the status, this is none of the token's.
        BotError::Api { message, .. } if is_of_address(message) => Kind::Unauthorized,
        BotError::Forbidden(message) if is_of_address(message) => Kind::Unauthorized,
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

/// By the words of the platform, or by its code where somebody put that into them.
fn refused(message: &str) -> PlatformErrorKind {
    let message = message.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| message.contains(sign));
    // As a number of its own: ids have digits, too.
    let has =
        |codes: &[&str]| message.split(|c: char| !c.is_ascii_digit()).any(|n| codes.contains(&n));
    let is_of_url = says(&["url"]) && says(&["not allowed", "不允许", "未报备"]);
    if is_of_url || has(&["304003", "40054010"]) {
        PlatformErrorKind::UrlNotAllowed
    } else if says(&["waiting for audit", "人工审核", "审核中"]) || has(&["304023", "304024"])
    {
        PlatformErrorKind::Pending
    } else if says(&["expire", "过期"]) || has(&["304027"]) {
        PlatformErrorKind::ReplyWindow
    } else if says(&LIMITED) || has(&LIMITS) {
        PlatformErrorKind::RateLimited
    } else {
        PlatformErrorKind::Refused
    }
}

/// How the platform says that there were too many, in words and as codes.
const LIMITED: [&str; 7] =
    ["limit exceed", "reach limit", "频率", "超频", "限频", "次数超限", "超过限制"];
const LIMITS: [&str; 8] =
    ["22009", "20028", "304045", "304046", "304047", "304048", "304049", "304050"];
