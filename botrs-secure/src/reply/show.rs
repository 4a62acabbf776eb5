//! What can stand in a reply.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::content::Text;
use crate::content::duration_text::show_duration;
use crate::id::{ChannelId, GuildId, MessageId, OpenId, RoleId, UserId};
use crate::locale::Locale;
use crate::reply::SegmentKind;

/// Text for the people who read a reply; `reply!` interpolates by it.
///
/// What an implementation writes is escaped as user text. Width and precision (`{name:>8}`) work
/// where it writes with [`Formatter::pad`](fmt::Formatter::pad). Durations and a missing `Option`
/// are shown in Chinese (`10分钟`, `无`), or in English (`10m`, `none`) with `{period:#}`.
///
/// ```
/// use std::fmt;
///
/// struct Level(u8);
///
/// impl botrs_secure::Show for Level {
///     fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "Lv.{}", self.0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be put in a reply",
    label = "no `Show` for `{Self}`",
    note = "implement `Show` for `{Self}`, or pass `x.to_string()`: it is escaped as user text"
)]
pub trait Show {
    /// Writes the text; an error leaves what was written so far.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    #[doc(hidden)]
    fn __kind(&self, _: sealed::Key) -> SegmentKind {
        SegmentKind::User
    }
}

/// Keeps `Show::__kind` to this crate: only whoever can name the key can write the method.
pub(crate) mod sealed {
    pub struct Key;
}

/// A value on its way into a reply: gives `format_args!` the `Display` that the value may not have.
#[doc(hidden)]
pub struct Shown<'a>(pub &'a dyn Show);

impl Shown<'_> {
    pub fn kind(&self) -> SegmentKind {
        self.0.__kind(sealed::Key)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// A mention of a member, live in guilds: `<@!id>`, whatever the width asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention(pub UserId);

impl Show for Mention {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<@!{}>", self.0)
    }

    fn __kind(&self, _: sealed::Key) -> SegmentKind {
        SegmentKind::Markup
    }
}

macro_rules! show_as_displayed {
    ($($type:ty)*) => {$(
        impl Show for $type {
            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )*};
}

show_as_displayed! {
    str String Cow<'_, str> char bool
    u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64
    UserId ChannelId GuildId RoleId OpenId MessageId
}

impl Show for Text {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Show for Duration {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&show_duration(*self, locale(f)).to_string())
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.show(f),
            None => f.pad(locale(f).pick("无", "none")),
        }
    }

    fn __kind(&self, key: sealed::Key) -> SegmentKind {
        self.as_ref().map_or(SegmentKind::User, |value| value.__kind(key))
    }
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).show(f)
    }

    fn __kind(&self, key: sealed::Key) -> SegmentKind {
        (**self).__kind(key)
    }
}

/// The language that the flags ask for.
fn locale(f: &fmt::Formatter<'_>) -> Locale {
    if f.alternate() { Locale::En } else { Locale::Zh }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Duration = Duration::from_secs(90);

    #[test]
    fn values_read_as_people_write_them() {
        let openid: OpenId = "0123456789ABCDEF0123456789ABCDEF".parse().unwrap();
        let message: MessageId = "ROBOT1.0_a".parse().unwrap();
        let shown: [(&dyn Show, &str); 14] = [
            (&"a", "a"),
            (&String::from("a"), "a"),
            (&Cow::Borrowed("a"), "a"),
            (&Text::from("<a>"), "<a>"),
            (&'中', "中"),
            (&true, "true"),
            (&-3_i8, "-3"),
            (&1.5_f64, "1.5"),
            (&PERIOD, "1分30秒"),
            (&Some(PERIOD), "1分30秒"),
            (&None::<Text>, "无"),
            (&UserId::new(7), "7"),
            (&openid, "0123456789ABCDEF0123456789ABCDEF"),
            (&&message, "ROBOT1.0_a"),
        ];
        for (value, text) in shown {
            assert_eq!(Shown(value).to_string(), text);
            assert_eq!(Shown(value).kind(), SegmentKind::User);
        }
    }

    #[test]
    fn flags_reach_the_value() {
        assert_eq!(
            format!("{:>4}|{:.1}|{:05}", Shown(&"ab"), Shown(&"ab"), Shown(&7_u8)),
            "  ab|a|00007"
        );
        assert_eq!(format!("{:>6}|{:.2}", Shown(&PERIOD), Shown(&1.005_f64)), " 1分30秒|1.00");
        assert_eq!(format!("{:#} {:#}", Shown(&PERIOD), Shown(&None::<u8>)), "1m30s none");
        assert_eq!(format!("{:>3}", Shown(&Text::from("中"))), "  中");
    }

    #[test]
    fn only_our_markup_is_markup_and_is_never_cut() {
        let mention = Mention(UserId::new(7));
        let values: [&dyn Show; 3] = [&mention, &Some(mention), &&mention];
        for value in values {
            assert_eq!(Shown(value).kind(), SegmentKind::Markup);
            assert_eq!(format!("{:.2}", Shown(value)), "<@!7>");
        }
        assert_eq!(Shown(&None::<Mention>).kind(), SegmentKind::User);
        assert_eq!(Shown(&"<@!7>").kind(), SegmentKind::User);
    }
}
