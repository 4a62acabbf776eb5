//! Why an attachment was not fetched.

use std::error::Error;

use crate::content::attachments::resolver::LeadsInside;
use crate::content::links::LinkFault;
use crate::locale::Locale;

/// Why an attachment was not fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is not allowed.
    #[error("{} / {}", .0.text(Locale::Zh), .0.text(Locale::En))]
    Link(LinkFault),
    /// The name resolves to an address that is not of the public internet.
    #[error("这个名字指向内部地址 / the name leads to an internal address")]
    LeadsInside,
    /// The answer points elsewhere.
    #[error("跳转到别处，不予跟随 / the answer points elsewhere, which is not followed")]
    Redirect,
    /// The answer is none of success.
    #[error("对方返回状态 {0} / the answer has the status {0}")]
    Status(u16),
    /// More bytes than allowed.
    #[error("附件太大 / the attachment is too large")]
    TooLarge,
    /// It took longer than allowed.
    #[error("获取附件超时 / the attachment took too long")]
    TooSlow,
    /// The name could not be resolved, or the connection failed or broke off.
    #[error("无法连接或连接中断 / the connection failed")]
    Network(#[source] Box<dyn Error + Send + Sync>),
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if inner.is::<LeadsInside>() {
                return Self::LeadsInside;
            }
            cause = inner.source();
        }
        // The address may hold a key, and errors are logged.
        Self::Network(error.without_url().into())
    }
}
