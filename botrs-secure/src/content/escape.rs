//! Escaping of user text on the way out.
//!
//! Guilds and direct messages unescape what a bot sends, so there `&`, `<` and `>` become entities;
//! groups and C2C do not, so there `<` becomes the full-width `＜`. A zero-width space follows every
//! `@`, since `@everyone` needs no angle brackets. Control characters other than newline and tab
//! become U+FFFD: nothing vanishes unseen, and no NUL or escape sequence reaches a client. The
//! line break `\r\n` is written `\n`.

use crate::content::is_forbidden_control;
use crate::place::Scene;

/// Keeps apart what must not be read together, and is not seen.
pub(crate) const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Appends the text to `out` so that the platform reads no markup in it.
pub(crate) fn escape_into(text: &str, scene: Scene, out: &mut String) {
    let entities = matches!(scene, Scene::Guild | Scene::Direct);
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '@' => "@\u{200b}",
            '<' if entities => "&lt;",
            '>' if entities => "&gt;",
            '&' if entities => "&amp;",
            '<' => "＜",
            '\r' if text[at..].starts_with("\r\n") => "",
            _ if is_forbidden_control(c) => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;

    pub(crate) const SCENES: [Scene; 4] = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];

    fn escaped(text: &str, scene: Scene) -> String {
        let mut out = String::new();
        escape_into(text, scene, &mut out);
        out
    }

    /// Takes back what the escaping inserted and replaced.
    fn restored(out: &str, scene: Scene) -> String {
        let out = out.replace("@\u{200b}", "@");
        match scene {
            Scene::Guild | Scene::Direct => {
                out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            }
            Scene::Group | Scene::C2c => out.replace('＜', "<"),
        }
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
            assert_eq!(restored(&out, scene), kept(text, scene), "{scene}");
        }
    }

    #[test]
    fn markup_is_dead_in_its_scene() {
        assert_eq!(escaped("<@!1> & 好", Scene::Guild), "&lt;@\u{200b}!1&gt; &amp; 好");
        assert_eq!(escaped("&lt;@!1&gt;", Scene::Direct), "&amp;lt;@\u{200b}!1&amp;gt;");
        assert_eq!(escaped("<@!1> & 好", Scene::Group), "＜@\u{200b}!1> & 好");
        assert_eq!(escaped("<emoji:4>", Scene::C2c), "＜emoji:4>");
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
            "qqbot-at-everyone",
            " />",
            "\u{200b}",
            "＜",
            "＠",
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
