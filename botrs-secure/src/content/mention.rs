//! Ids as arguments: a mention, or the bare number.

use std::str::FromStr;

use crate::id::{ChannelId, InvalidId, UserId};

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

/// The member that `<@!1>`, `<@1>` or `1` names.
pub(crate) fn user_id(word: &str) -> Result<UserId, MentionError> {
    parse(word, &["<@!", "<@"])
}

/// The channel that `<#1>` or `1` names.
pub(crate) fn channel_id(word: &str) -> Result<ChannelId, MentionError> {
    parse(word, &["<#"])
}

fn parse<T: FromStr<Err = InvalidId>>(word: &str, openings: &[&str]) -> Result<T, MentionError> {
    let id = match openings.iter().find_map(|opening| word.strip_prefix(opening)) {
        Some(inner) => inner.strip_suffix('>').ok_or(MentionError::Unclosed)?,
        None if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) => word,
        None => return Err(MentionError::NotAMention),
    };
    id.parse().map_err(MentionError::Id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::corpus;

    #[test]
    fn mentions_and_numbers_name_members_and_channels() {
        for word in ["<@!12>", "<@12>", "12"] {
            assert_eq!(user_id(word), Ok(UserId::new(12)), "{word}");
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

    #[test]
    fn no_hostile_text_is_an_id_unless_it_is_only_digits() {
        for text in corpus::hostile() {
            let digits =
                text.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
            let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            assert!(numeric || user_id(&text).is_err(), "{text:?}");
        }
    }
}
