//! Ids, and mentions that name them.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use botrs_secure::{
    ArgError, BotId, ChannelId, FromArg, GuildId, InvalidId, MessageId, OpenId, RoleId, UserId,
};

use super::assert_readable;

/// An id is what it says and nothing else; a mention names the id in it.
pub fn holds(text: &str) {
    let number = number(text);
    assert_eq!(id(text).map(UserId::get), number);
    assert_eq!(id(text).map(ChannelId::get), number);
    assert_eq!(id(text).map(GuildId::get), number);
    assert_eq!(id(text).map(RoleId::get), number);
    assert_eq!(id(text).map(BotId::get), number);
    open_id(text);
    message_id(text);

    named::<UserId>(text, |word| within(word, "<@!", ">").or_else(|| group_member(word)));
    named::<ChannelId>(text, |word| within(word, "<#", ">"));
    named::<GuildId>(text, |_| None);
    named::<RoleId>(text, |_| None);
    named::<OpenId>(text, |word| within(word, "<@!", ">").or_else(|| group_member(word)));
}

fn within<'t>(word: &'t str, opening: &str, closing: &str) -> Option<&'t str> {
    word.strip_prefix(opening)?.strip_suffix(closing)
}

/// What the mentions hold that groups have too.
fn group_member(word: &str) -> Option<&str> {
    let tag = || within(word, "<qqbot-at-user id=\"", "/>")?.trim_end().strip_suffix('"');
    within(word, "<@", ">").or_else(tag)
}

/// The id that a text is; what is written of it is the same id.
fn id<T: FromStr<Err = InvalidId> + Display + Debug + PartialEq>(text: &str) -> Option<T> {
    let id: T = text.parse().ok()?;
    assert_eq!(id.to_string().parse().as_ref(), Ok(&id), "{text:?}");
    Some(id)
}

fn number(text: &str) -> Option<u64> {
    let is_number = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn open_id(text: &str) {
    let is_one = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let id = id::<OpenId>(text);
    assert_eq!(id.as_ref().map(OpenId::as_str), is_one.then_some(text));
    if let Some(id) = id {
        assert_eq!(u128::from_str_radix(text, 16), Ok(id.bits()));
        for same in [text.to_ascii_lowercase(), text.to_ascii_uppercase()] {
            assert_eq!(same.parse(), Ok(id));
        }
    }
}

fn message_id(text: &str) {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'!');
    let is_one = (1..=256).contains(&text.len()) && text.bytes().all(is_part);
    let is_one = is_one && !matches!(text, "." | "..");
    let id = id::<MessageId>(text);
    assert_eq!(id.as_ref().map(MessageId::as_str), is_one.then_some(text));
}

/// A word names an id by itself or in a mention.
fn named<T>(word: &str, mentioned: fn(&str) -> Option<&str>)
where
    T: FromArg + FromStr<Err = InvalidId> + Display + Debug + PartialEq,
{
    let by_hand = id(word).or_else(|| mentioned(word).and_then(id));
    let read: Result<T, ArgError> = T::from_arg(word);
    assert_eq!(read.as_ref().ok(), by_hand.as_ref(), "{word:?}");
    if let Err(error) = read {
        assert_readable(&error);
    }
}
