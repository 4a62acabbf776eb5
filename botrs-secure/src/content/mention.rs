//! Ids as arguments: a mention, or the bare number.

use crate::content::folding::work;
use crate::id::{ChannelId, InvalidId, OpenId, UserId};

/// Why a word names neither a member nor a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MentionError {
    /// A mention whose `>` is missing.
    Unclosed,
    /// Neither a mention of this kind nor a number.
    NotAMention,
    /// What stands for the id is none.
    Id(InvalidId),
}

/// How the mention of a member begins that stands in texts with markup.
pub(crate) const TAG: &str = "<qqbot-at-user id=\"";

/// The member that `<@!1>`, `<@1>`, `<qqbot-at-user id="1" />` or `1` names.
#[inline]
pub(crate) fn user_id(word: &str) -> Result<UserId, MentionError> {
    let id = if is_bare(word) { word } else { member(word)?.ok_or(MentionError::NotAMention)? };
    id.parse().map_err(MentionError::Id)
}

/// The member of a group that such a mention or 32 digits name.
pub(crate) fn open_id(word: &str) -> Result<OpenId, MentionError> {
    member(word)?.unwrap_or(word).parse().map_err(MentionError::Id)
}

/// The channel that `<#1>` or `1` names.
pub(crate) fn channel_id(word: &str) -> Result<ChannelId, MentionError> {
    let id = if is_bare(word) {
        word
    } else {
        let inner = word.strip_prefix("<#").ok_or(MentionError::NotAMention)?;
        inner.strip_suffix('>').ok_or(MentionError::Unclosed)?
    };
    id.parse().map_err(MentionError::Id)
}

/// The id in the mention of a member that the text starts with, and what follows it.
///
/// Looks no further than the next `<`, so that all mentions of a text take time in proportion to it.
pub(crate) fn leading(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_prefix("<@") {
        return closed(inner.strip_prefix('!').unwrap_or(inner));
    }
    let (id, after) = split_id(text.strip_prefix(TAG)?);
    Some((id, after.strip_prefix('"')?.trim_start().strip_prefix("/>")?))
}

/// The same for the mention of a channel.
pub(crate) fn leading_channel(text: &str) -> Option<(&str, &str)> {
    closed(text.strip_prefix("<#")?)
}

fn closed(inner: &str) -> Option<(&str, &str)> {
    let (id, after) = split_id(inner);
    Some((id, after.strip_prefix('>')?))
}

/// What the text starts with that may be an id, and the rest.
fn split_id(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    work(end);
    text.split_at(end)
}

/// The id in the mention of a member that the word is, if it is one.
fn member(word: &str) -> Result<Option<&str>, MentionError> {
    let id = if let Some(inner) = word.strip_prefix("<@") {
        inner.strip_prefix('!').unwrap_or(inner).strip_suffix('>')
    } else if let Some(inner) = word.strip_prefix(TAG) {
        inner.strip_suffix("/>").and_then(|inner| inner.trim_end().strip_suffix('"'))
    } else {
        return Ok(None);
    };
    id.map(Some).ok_or(MentionError::Unclosed)
}

/// Whether the word is meant as an id without a mention.
fn is_bare(word: &str) -> bool {
    word.as_bytes().first().is_none_or(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;

    #[test]
    fn mentions_and_numbers_name_members_and_channels() {
        for word in
            ["<@!12>", "<@12>", "<qqbot-at-user id=\"12\" />", "<qqbot-at-user id=\"12\"/>", "12"]
        {
            assert_eq!(user_id(word), Ok(UserId::new(12)), "{word}");
        }
        let id = "0123456789ABCDEF0123456789abcdef";
        for word in [format!("<@{id}>"), format!("<qqbot-at-user id=\"{id}\" />"), id.into()] {
            assert_eq!(open_id(&word).map(|open| open.to_string()), Ok(id.into()), "{word}");
        }
        for word in ["<#12>", "12"] {
            assert_eq!(channel_id(word), Ok(ChannelId::new(12)), "{word}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        use InvalidId::{Character, Empty, TooLarge};
        use MentionError::{Id, NotAMention, Unclosed};
        for (word, why) in [
            ("<@!12", Unclosed),
            ("<@", Unclosed),
            ("<@!12>x", Unclosed),
            ("<qqbot-at-user id=\"12\"", Unclosed),
            ("<qqbot-at-user id=\"12\" />x", Unclosed),
            ("<qqbot-at-user id=\"12 />", Unclosed),
            ("<qqbot-at-user id=12 />", NotAMention),
            ("<qqbot-at-user id=\"\" />", Id(Empty)),
            ("<qqbot-at-user id=\"1\" x=\"2\" />", Id(Character('"'))),
            ("<qqbot-at-everyone />", NotAMention),
            ("<#12>", NotAMention),
            ("@12", NotAMention),
            ("../../../channels/1", NotAMention),
            ("-1", NotAMention),
            ("<@!!1>", Id(Character('!'))),
            ("<@!1/../2>", Id(Character('/'))),
            ("<@everyone>", Id(Character('e'))),
            ("<@!>", Id(Empty)),
            ("", Id(Empty)),
            ("9?add_blacklist=true#", Id(Character('?'))),
            ("18446744073709551616", Id(TooLarge)),
        ] {
            assert_eq!(user_id(word), Err(why), "{word:?}");
        }
        assert_eq!(channel_id("<@!12>"), Err(NotAMention));
        assert_eq!(channel_id("<#12"), Err(Unclosed));
        assert_eq!(channel_id("<#1/2>"), Err(Id(Character('/'))));
    }

    proptest! {
        #[test]
        fn every_form_names_the_same(number: u64, spaces in " {0,3}") {
            let tag = format!("<qqbot-at-user id=\"{number}\"{spaces}/>");
            for word in [format!("<@!{number}>"), format!("<@{number}>"), tag, number.to_string()] {
                prop_assert_eq!(user_id(&word), Ok(UserId::new(number)));
                prop_assert!(open_id(&word).is_err());
            }
            prop_assert_eq!(channel_id(&format!("<#{number}>")), Ok(ChannelId::new(number)));
        }

        /// What a whole word is read as begins a text that is read so.
        #[test]
        fn words_and_texts_are_read_alike(
            opening in prop::sample::select(vec!["<@!", "<@", TAG, "<", ""]),
            id in "[0-9]{0,22}[^0-9]?",
            closing in prop::sample::select(vec![">", "\" />", "\"/>", "\"", "/>", ""]),
        ) {
            let word = format!("{opening}{id}{closing}");
            let led = leading(&word).filter(|(_, after)| after.is_empty());
            let number = led.and_then(|(id, _)| id.parse().ok());
            if word.starts_with('<') {
                prop_assert_eq!(user_id(&word).ok(), number, "{}", word);
            }
        }
    }

    #[test]
    fn nothing_behind_the_next_bracket_is_looked_at() {
        for start in ["<@", "<@!", "<@!1", TAG, "<qqbot-at-user id=\"1", "<qqbot-at-user id=\"1\" "]
        {
            for end in [">", "\" />", "\"/>", "/>"] {
                assert_eq!(leading(&format!("{start}<{end}")), None, "{start}<{end}");
            }
        }
        assert_eq!(leading_channel("<#1<>"), None);
    }

    #[test]
    fn no_hostile_text_is_an_id_unless_it_is_only_digits() {
        for text in corpus::hostile() {
            let inner =
                text.trim_start_matches(TAG).trim_end_matches("/>").trim_end_matches([' ', '"']);
            let digits =
                inner.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
            let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            assert!(numeric || user_id(&text).is_err(), "{text:?}");
        }
    }
}
