//! What is wrong with an address.

use std::fmt;

use crate::locale::Locale;

/// What is wrong with an address; the first that was seen, if it is more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LinkFault {
    /// Another scheme than `https`, such as `http`, `file` or `javascript`, or none.
    Scheme,
    /// A space, a backslash, a control or an invisible character: programs disagree where such an
    /// address ends.
    Unclear,
    /// A user name or password, which looks like a host: `https://github.com@evil.com`.
    UserInfo,
    /// A port that is named.
    Port,
    /// The host is an IP address, in any of its spellings.
    IpAddress,
    /// The host is the own machine, a private network or a cloud's metadata service.
    InternalAddress,
    /// The host looks like another: several scripts in one label, letters that stand for ASCII ones,
    /// full-width letters.
    Lookalike,
    /// The host is none of those that are allowed.
    HostNotAllowed,
    /// No address, or one whose host is none.
    Invalid,
}

impl LinkFault {
    /// The code, as records and the command line have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Unclear => "unclear",
            Self::UserInfo => "user_info",
            Self::Port => "port",
            Self::IpAddress => "ip_address",
            Self::InternalAddress => "internal_address",
            Self::Lookalike => "lookalike",
            Self::HostNotAllowed => "host_not_allowed",
            Self::Invalid => "invalid",
        }
    }

    /// The fault for whoever typed the address: a sentence without a subject.
    #[must_use]
    pub fn text(self, locale: Locale) -> &'static str {
        let (zh, en) = match self {
            Self::Scheme => ("链接要以 https:// 开头", "a link starts with https://"),
            Self::Unclear => (
                "链接里不能有空格、不可见字符或反斜杠",
                "a link holds no spaces, invisible characters or backslashes",
            ),
            Self::UserInfo => ("链接里不能有用户名", "a link must not hold a user name"),
            Self::Port => ("链接里不能有端口", "a link must not name a port"),
            Self::IpAddress => ("链接里不能是 IP 地址", "a link must name a host, not an IP"),
            Self::InternalAddress => ("不能是内部地址", "must not be an internal address"),
            Self::Lookalike => {
                ("网站的名字像另一个网站", "the name of the host looks like another")
            }
            Self::HostNotAllowed => ("不是允许的网站", "must be a link to an allowed host"),
            Self::Invalid => ("不是有效的链接", "is no valid link"),
        };
        locale.pick(zh, en)
    }

    /// How sure it is that somebody means harm, from 1 to 100.
    pub(super) const fn score(self) -> u8 {
        match self {
            Self::HostNotAllowed | Self::Port | Self::Invalid => 50,
            Self::Scheme | Self::IpAddress => 70,
            Self::Unclear | Self::UserInfo | Self::InternalAddress | Self::Lookalike => 90,
        }
    }
}

impl fmt::Display for LinkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Locale::En))
    }
}

impl std::error::Error for LinkFault {}
