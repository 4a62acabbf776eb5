//! What people see of a text that a bot sent.

use crate::place::Scene;

/// A text as the platform shows it, and the markup in it that does something.
///
/// Strict where the platform's own reading is not known: a tag counts in capitals, too, any tag whose
/// name begins with `qqbot-` counts, and so does one that only comes about by unescaping. A tag with a
/// zero-width space in its name or its id is none.
///
/// ```
/// use botrs_secure::Scene;
/// use botrs_secure::testing::Shown;
///
/// let shown = Shown::of("<@!7> a &amp; b", Scene::Guild);
/// assert_eq!((shown.text(), shown.markup()), ("<@!7> a & b", &["<@!7>".to_owned()][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    text: String,
    markup: Vec<String>,
}

impl Shown {
    /// Reads what was sent in this scene.
    #[must_use]
    pub fn of(sent: &str, scene: Scene) -> Self {
        let mut markup = live(sent);
        let text = match scene {
            Scene::Guild | Scene::Direct => {
                sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            }
            Scene::Group | Scene::C2c => sent.to_owned(),
        };
        for found in live(&text) {
            if !markup.contains(&found) {
                markup.push(found);
            }
        }
        Self { text, markup }
    }

    /// The text, unescaped where the platform does it. Markup stands in it as it is.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Mentions of somebody or everybody, links to channels, emoji and tags that begin with `qqbot-`.
    #[must_use]
    pub fn markup(&self) -> &[String] {
        &self.markup
    }
}

/// The markup in a text, each once.
fn live(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let all = ["@everyone", "@here", "@全体成员"];
    let mut found: Vec<_> =
        all.iter().filter(|all| lower.contains(**all)).map(ToString::to_string).collect();
    for (start, _) in lower.match_indices('<') {
        let tag = lower[start + 1..].split_once('>').map(|(tag, _)| tag);
        if let Some(tag) = tag.filter(|tag| is_live(tag)) {
            found.push(text[start..start + tag.len() + 2].to_owned());
        }
    }
    found
}

/// Whether something stands between angle brackets that the platform knows.
fn is_live(tag: &str) -> bool {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit());
    let id = ["@!", "@", "#", "emoji:"].iter().find_map(|start| tag.strip_prefix(start));
    let quoted = || {
        let attribute = tag.strip_prefix("qqbot-at-user")?.trim_start();
        attribute.strip_prefix("id=\"")?.split('"').next()
    };
    if let Some(id) = id.or_else(quoted) {
        return is_id(id);
    }
    let name = tag.split([' ', '\t', '\n', '/']).next().unwrap_or_default();
    name.starts_with("qqbot-") && name.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENES: [Scene; 4] = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];

    #[test]
    fn markup_is_seen_in_every_scene() {
        for (text, markup) in [
            ("a@Everyone", "@everyone"),
            ("@全体成员", "@全体成员"),
            ("<@!1>", "<@!1>"),
            ("x<<@1>", "<@1>"),
            ("<#1>", "<#1>"),
            ("<EMOJI:4>", "<EMOJI:4>"),
            ("<@00000000000000000000000000000AAA>", "<@00000000000000000000000000000AAA>"),
            ("<qqbot-at-everyone />", "<qqbot-at-everyone />"),
            ("<qqbot-at-user\tid=\"1\"/>", "<qqbot-at-user\tid=\"1\"/>"),
            ("<qqbot-cmd-enter text=\"%2Fban\" />", "<qqbot-cmd-enter text=\"%2Fban\" />"),
        ] {
            for scene in SCENES {
                assert_eq!(Shown::of(text, scene).markup(), [markup], "{scene}");
            }
        }
    }

    #[test]
    fn only_guilds_and_direct_messages_unescape_and_once() {
        let sent = "&lt;@!1&gt; &amp;lt;#2&amp;gt;";
        for scene in [Scene::Guild, Scene::Direct] {
            let shown = Shown::of(sent, scene);
            assert_eq!((shown.text(), shown.markup()), ("<@!1> &lt;#2&gt;", &["<@!1>".into()][..]));
        }
        for scene in [Scene::Group, Scene::C2c] {
            let shown = Shown::of(sent, scene);
            assert_eq!((shown.text(), shown.markup().len()), (sent, 0));
        }
    }

    #[test]
    fn plain_text_holds_none() {
        for text in [
            "a <b> @ everyone <@!\u{200b}1>",
            "<qqbot-at-\u{200b}everyone />",
            "<qqbot-at-user id=\"\u{200b}1\" />",
            "<@>",
            "<#x y>",
            "<emoji:4",
            "a < b > c",
            "me@example.com",
        ] {
            assert_eq!(Shown::of(text, Scene::Guild).markup(), [""; 0], "{text}");
        }
    }
}
