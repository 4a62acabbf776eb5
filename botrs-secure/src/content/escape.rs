//! Escaping of user text on the way out.
//!
//! Guilds and direct messages unescape what a bot sends, so there `&`, `<` and `>` become entities;
//! groups and C2C do not, so there `<` becomes the full-width `＜`. A zero-width space follows every
//! `@`, since `@everyone` needs no angle brackets, and, where entities are used, every `<` before `#`,
//! `emoji:`, `qqbot-` or the end: so a tag is dead, too, for a program that unescapes first and then looks
//! for tags. Control characters other than newline and tab become U+FFFD: nothing vanishes unseen, and no NUL
//! or escape sequence reaches a client. The line break `\r\n` is written `\n`. What turns the direction of
//! writing ends with its line ([`Turns`]).

use crate::content::bidi::{Turns, turns_direction};
use crate::content::is_forbidden_control;
use crate::place::Scene;

/// Keeps apart what must not be read together, and is not seen.
pub(crate) const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// What makes a tag of a `<` before it; `@` is dead by itself.
const TAGS: [&str; 3] = ["#", "emoji:", "qqbot-"];

/// Appends the text to `out` so that the platform reads no markup in it.
pub(crate) fn escape_into(text: &str, scene: Scene, out: &mut String) {
    for line in text.split_inclusive(Turns::ENDS) {
        escape_line(line, scene, out);
    }
}

fn escape_line(line: &str, scene: Scene, out: &mut String) {
    let entities = matches!(scene, Scene::Guild | Scene::Direct);
    let mut turns = Turns::of(out);
    let mut done = 0;
    for (at, c) in line.char_indices() {
        let instead = match c {
            '@' => "@\u{200b}",
            '<' if entities && begins_tag(&line[at + 1..]) => "&lt;\u{200b}",
            '<' if entities => "&lt;",
            '>' if entities => "&gt;",
            '&' if entities => "&amp;",
            '<' => "＜",
            '\r' if line[at..].starts_with("\r\n") => "",
            _ if is_forbidden_control(c) => "\u{fffd}",
            _ if turns_direction(c) => {
                turns.see(c);
                continue;
            }
            _ => continue,
        };
        out.push_str(&line[done..at]);
        out.push_str(instead);
        done = at + c.len_utf8();
    }
    out.push_str(&line[done..]);
    turns.end(out);
}

/// Whether what follows a `<` makes a tag of it, or may. Zero-width spaces before it do not count, so that
/// one that was put there can be told from a user's own.
fn begins_tag(rest: &str) -> bool {
    let rest = rest.trim_start_matches(ZERO_WIDTH_SPACE).as_bytes();
    if rest.is_empty() {
        return true;
    }
    TAGS.iter()
        .any(|tag| rest.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes())))
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;
    use crate::testing::Shown;

    pub(crate) const SCENES: [Scene; 4] = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];

    fn escaped(text: &str, scene: Scene) -> String {
        let mut out = String::new();
        escape_into(text, scene, &mut out);
        out
    }

    /// Without what was put behind `@` and `<`; in groups `＜` stands for both signs.
    fn restored(shown: &str, scene: Scene) -> String {
        let shown = shown.replace("@\u{200b}", "@");
        if matches!(scene, Scene::Group | Scene::C2c) {
            return shown.replace('＜', "<");
        }
        let mut parts = shown.split('<');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.strip_prefix(ZERO_WIDTH_SPACE).filter(|rest| begins_tag(rest));
            out.extend(["<", rest.unwrap_or(part)]);
        }
        out
    }

    /// The text but for what no escaping keeps.
    fn kept(text: &str, scene: Scene) -> String {
        let text = text.replace("\r\n", "\n").replace(is_forbidden_control, "\u{fffd}");
        if matches!(scene, Scene::Guild | Scene::Direct) { text } else { text.replace('＜', "<") }
    }

    fn check(text: &str) {
        for scene in SCENES {
            let out = escaped(text, scene);
            let lower = out.to_lowercase();
            for live in ["<", "@everyone", "@全体成员", "@here", "\0", "\r", "\u{1b}"] {
                assert!(!lower.contains(live), "{live:?} in {out:?} ({scene})");
            }
            let shown = Shown::of(&out, scene);
            assert!(shown.markup().is_empty(), "{shown:?} ({scene})");
            let (restored, kept) = (restored(shown.text(), scene), kept(text, scene));
            for (restored, kept) in zip_lines(&restored, &kept) {
                assert!(is_between_turns(restored, kept), "{restored:?} of {kept:?} ({scene})");
            }
        }
    }

    fn zip_lines<'t>(a: &'t str, b: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let (a, b) = (a.split(Turns::ENDS), b.split(Turns::ENDS));
        assert_eq!(a.clone().count(), b.clone().count());
        a.zip(b)
    }

    /// Whether a line is the other, and around it only what closes its turns of direction.
    fn is_between_turns(line: &str, other: &str) -> bool {
        let only = |text: &str, of: &[char]| text.chars().all(|c| of.contains(&c));
        line.match_indices(other).any(|(at, _)| {
            only(&line[..at], &['\u{202a}', '\u{2068}'])
                && only(&line[at + other.len()..], &[ZERO_WIDTH_SPACE, '\u{202c}', '\u{2069}'])
        })
    }

    #[test]
    fn markup_is_dead_in_its_scene() {
        assert_eq!(escaped("<@!1> & 好", Scene::Guild), "&lt;@\u{200b}!1&gt; &amp; 好");
        assert_eq!(escaped("&lt;@!1&gt;", Scene::Direct), "&amp;lt;@\u{200b}!1&amp;gt;");
        assert_eq!(escaped("<@!1> & 好", Scene::Group), "＜@\u{200b}!1> & 好");
        assert_eq!(escaped("<emoji:4>", Scene::C2c), "＜emoji:4>");
        assert_eq!(
            escaped("<#1> <\u{200b}QQBot-x <b> <", Scene::Guild),
            "&lt;\u{200b}#1&gt; &lt;\u{200b}\u{200b}QQBot-x &lt;b&gt; &lt;\u{200b}"
        );
        assert_eq!(escaped("@everyone", Scene::Group), "@\u{200b}everyone");
        assert_eq!(
            escaped("a\0b\u{1b}[31m\r\n\tc\r", Scene::Guild),
            "a\u{fffd}b\u{fffd}[31m\n\tc\u{fffd}"
        );
    }

    #[test]
    fn hostile_texts_are_dead_and_come_back() {
        corpus::hostile().iter().for_each(|text| check(text));
    }

    /// Text in which markup is likely.
    pub(crate) fn any_text() -> impl Strategy<Value = String> {
        let pieces = [
            "<",
            ">",
            "@",
            "!",
            "#",
            "&",
            "lt;",
            "gt;",
            "amp;",
            "1",
            "everyone",
            "全体成员",
            "emoji:4",
            "EMOJI:",
            "qqbot-at-everyone",
            " />",
            "\u{200b}",
            "＜",
            "＠",
            "\u{202e}",
            "\u{202c}",
            "\u{2067}",
            "\u{2069}",
            "\u{2029}",
            "\0",
            "\r",
            "\n",
            " ",
        ];
        let piece = prop_oneof![
            4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
            1 => any::<String>(),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_is_dead_and_comes_back(text in any_text()) {
            check(&text);
        }
    }
}
