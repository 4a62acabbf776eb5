//! From the raw text to the routed one, from which the command is read.
//!
//! The order is the security: the mention of the bot is taken off *before* unescaping, so that a
//! typed `<@!1>`, which arrives as `&lt;@!1&gt;`, does not count as a mention; and unescaping
//! happens once, and only where the platform escapes (guilds and direct messages).

use std::borrow::Cow;

use crate::content::mention;
use crate::id::{OpenId, UserId};
use crate::place::Scene;

/// The text from which a command is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Routed<'m> {
    /// Trimmed, unescaped, with plain spaces and ASCII letters and digits.
    pub(crate) text: Cow<'m, str>,
    /// Whether the text began with a mention of the bot.
    pub(crate) mentioned: bool,
}

/// The routed form of a raw text; allocates only if a character changes.
///
/// `me` is the bot's own id in guilds, `own_openid` its id in this group; without the one that the
/// scene uses, nothing counts as a mention of the bot.
pub(crate) fn routed<'m>(
    raw: &'m str,
    scene: Scene,
    me: Option<UserId>,
    own_openid: Option<&OpenId>,
) -> Routed<'m> {
    let escaped = matches!(scene, Scene::Guild | Scene::Direct);
    let is_own = |id: &str| {
        if escaped {
            me.is_some_and(|me| id.parse() == Ok(me))
        } else {
            own_openid.is_some_and(|own| id.parse() == Ok(*own))
        }
    };
    let mut text = raw.trim();
    let mut mentioned = false;
    while let Some((_, after)) = mention::leading(text).filter(|(id, _)| is_own(id)) {
        text = after.trim_start();
        mentioned = true;
    }
    Routed { text: normalised(text, escaped), mentioned }
}

/// Whether the raw text of a guild mentions the bot anywhere.
pub(crate) fn mentions(raw: &str, me: UserId) -> bool {
    let is_own = |(at, _)| mention::leading(&raw[at..]).is_some_and(|(id, _)| id.parse() == Ok(me));
    raw.match_indices('<').any(is_own)
}

fn normalised(text: &str, escaped: bool) -> Cow<'_, str> {
    // One pass without branches: nearly every command ends here.
    let plain = |b: u8| b.is_ascii() & (b != b'&') & (b != b'\r');
    if text.bytes().fold(true, |all, b| all & plain(b)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut done = 0;
    for (at, c) in text.char_indices() {
        // Nothing inside an entity is itself replaced, so `at` is never before `done`.
        let Some((new, length)) = replacement(c, &text[at..], escaped) else { continue };
        out.push_str(&text[done..at]);
        out.push(new);
        done = at + length;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// What stands for the beginning of `rest`, whose first character is `c`, and for how many bytes.
fn replacement(c: char, rest: &str, escaped: bool) -> Option<(char, usize)> {
    match c {
        '&' if escaped => entity(rest),
        '\r' => rest.starts_with("\r\n").then_some(('\n', 2)),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let ascii = char::from_u32(u32::from(c) - FULL_WIDTH)?;
            Some((ascii, c.len_utf8()))
        }
        // Control characters stay, for the check that refuses them.
        _ if c != ' ' && c.is_whitespace() && !c.is_control() => Some((' ', c.len_utf8())),
        _ => None,
    }
}

/// How far the full-width forms are from their ASCII characters.
const FULL_WIDTH: u32 = 0xFEE0;

/// The character that the entity at the beginning stands for.
fn entity(rest: &str) -> Option<(char, usize)> {
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')]
        .into_iter()
        .find(|(entity, _)| rest.starts_with(entity))
        .map(|(entity, c)| (c, entity.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;
    use crate::content::folding::work_of;

    #[test]
    fn a_mention_is_found_anywhere_and_only_ones_own() {
        let me = UserId::new(9);
        for text in ["<@!9>", "问问 <@9> 吧", "<@!1><qqbot-at-user id=\"9\" />"] {
            assert!(mentions(text, me), "{text}");
        }
        for text in ["", "<@!19>", "<@!9", "&lt;@!9&gt;", "@9", "<#9>"] {
            assert!(!mentions(text, me), "{text}");
        }
    }

    /// Twice the text takes twice the work, whatever opens and is not closed.
    #[test]
    fn mentions_are_looked_for_in_proportion_to_the_text() {
        for unit in ["<@", "<@!", "<@!1", "<@a b", "<qqbot-at-user id=\"", "<qqbot-at-user id=\"1"]
        {
            let work = |times| work_of(|| assert!(!mentions(&unit.repeat(times), UserId::new(1))));
            assert!(work(2_000) <= 2 * work(1_000), "{unit}");
            assert!(work(1_000) <= 1_000 * unit.len(), "{unit}");
        }
    }

    const OPENID: &str = "0123456789ABCDEF0123456789ABCDEF";

    fn guild(raw: &str) -> (String, bool) {
        let Routed { text, mentioned } = routed(raw, Scene::Guild, Some(UserId::new(1)), None);
        (text.into_owned(), mentioned)
    }

    fn group(raw: &str) -> (String, bool) {
        let own = OPENID.parse().unwrap();
        // The guild-side id must not count in a group.
        let Routed { text, mentioned } =
            routed(raw, Scene::Group, Some(UserId::new(1)), Some(&own));
        (text.into_owned(), mentioned)
    }

    #[test]
    fn a_typed_mention_of_the_bot_is_none() {
        assert_eq!(guild("&lt;@!1&gt; ban"), ("<@!1> ban".into(), false));
        assert_eq!(guild("&amp;lt;@!1&amp;gt; ban"), ("&lt;@!1&gt; ban".into(), false));
        assert_eq!(guild("<@!1&gt; ban"), ("<@!1> ban".into(), false));
        assert_eq!(guild("\u{200b}<@!1> ban"), ("\u{200b}<@!1> ban".into(), false));
    }

    #[test]
    fn only_the_own_mention_at_the_start_is_stripped() {
        for raw in [
            "<@!1>ban 2",
            " <@1> ban 2",
            "\u{a0}<qqbot-at-user id=\"1\" /> ban 2",
            "<qqbot-at-user id=\"1\"/>ban 2",
            "<@!1> <@!1>\u{3000}ban 2 ",
        ] {
            assert_eq!(guild(raw), ("ban 2".into(), true), "{raw:?}");
        }
        for raw in [
            "<@!2> ban",
            "ban <@!1>",
            "<@!1",
            "<@everyone> ban",
            "<@!> ban",
            "<#1> ban",
            "<@!1/> x",
        ] {
            assert_eq!(guild(raw), (raw.into(), false), "{raw:?}");
        }
        assert_eq!(guild("<@!1> <@!2> <@!1>"), ("<@!2> <@!1>".into(), true));
    }

    #[test]
    fn a_bot_that_does_not_know_itself_is_not_mentioned() {
        assert!(!routed("<@!1> ban", Scene::Guild, None, None).mentioned);
        assert!(!routed("<@!> ban", Scene::Guild, None, None).mentioned);
        let own = format!("<@{OPENID}> ban");
        assert!(!routed(&own, Scene::Group, Some(UserId::new(1)), None).mentioned);
    }

    #[test]
    fn ids_count_in_their_own_scene_only() {
        assert_eq!(group(&format!(" <@{OPENID}> ping")), ("ping".into(), true));
        assert_eq!(group("<@!1> ping"), ("<@!1> ping".into(), false));
        let own = OPENID.parse().unwrap();
        let raw = format!("<@{OPENID}> ping");
        assert!(!routed(&raw, Scene::Guild, Some(UserId::new(1)), Some(&own)).mentioned);
    }

    #[test]
    fn unescaped_once_and_only_where_the_platform_escapes() {
        assert_eq!(guild("a &amp;lt; b &lt; c &gt; d &amp; e").0, "a &lt; b < c > d & e");
        assert_eq!(guild("&amp;amp;lt; &LT; &quot; &lt &").0, "&amp;lt; &LT; &quot; &lt &");
        assert_eq!(group("a &lt;@!1&gt; &amp;").0, "a &lt;@!1&gt; &amp;");
    }

    #[test]
    fn spaces_and_full_width_letters_become_plain() {
        assert_eq!(guild("／ｂａｎ\u{a0}１２３\u{3000}ＡＺ，快！").0, "／ban 123 AZ，快！");
        assert_eq!(guild("a\u{2003}b\u{2028}c").0, "a b c");
        assert_eq!(guild("a\tb\nc\r\nd").0, "a\tb\nc\nd");
        // For the check that refuses control characters.
        assert_eq!(guild("a\rb\u{85}c\0d").0, "a\rb\u{85}c\0d");
        assert_eq!(group(" 123\u{a0}").0, "123");
    }

    #[test]
    fn clean_text_is_not_copied() {
        for raw in ["  <@!1> /ban 2 10m spam ", "/禁言 <@!2> 10分钟 刷屏，谢谢！", "", "Q&A"]
        {
            let routed = routed(raw, Scene::Guild, Some(UserId::new(1)), None);
            assert!(matches!(routed.text, Cow::Borrowed(_)), "{raw:?}");
        }
    }

    fn check(raw: &str) {
        for (scene, me) in [(Scene::Guild, Some(UserId::new(1))), (Scene::C2c, None)] {
            let Routed { text, .. } = routed(raw, scene, me, None);
            assert_eq!(text.trim(), text);
            let spaces = |c: char| c.is_whitespace() && !c.is_control() && c != ' ';
            assert!(!text.contains(spaces), "{text:?}");
            assert!(!text.contains(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')));
            if scene == Scene::C2c {
                assert_eq!(text.matches('&').count(), raw.matches('&').count());
                assert_eq!(text.matches('<').count(), raw.matches('<').count());
            }
        }
    }

    #[test]
    fn holds_for_hostile_texts() {
        corpus::hostile().iter().for_each(|text| check(text));
    }

    proptest! {
        #[test]
        fn holds_for_any_text(raw: String) {
            check(&raw);
        }

        #[test]
        fn what_was_escaped_once_comes_back(text in "[a-z&<>;#!@lt]{0,24}") {
            let raw = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            prop_assert_eq!(guild(&raw), (text, false));
        }
    }
}
