//! From the pieces of a reply to the text that is sent.
//!
//! Each piece of a user is escaped by itself. That is not enough where the author's text ends in
//! the beginning of markup: `@` before a user's `everyone`, `<@!` before a user's number. There a
//! zero-width space keeps the two apart; authors write a mention with [`Mention`](super::Mention). So it is
//! where one user's piece ends in it: what is an entity now is a sign again for whoever unescapes it.

use crate::content::escape::{ZERO_WIDTH_SPACE, escape_into};
use crate::place::Scene;
use crate::reply::{Reply, SegmentKind};

impl Reply {
    /// The text to send in this scene.
    pub(crate) fn render(&self, scene: Scene) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut start = 0;
        for &(kind, end) in &self.segments {
            let piece = &self.text[start..end];
            start = end;
            if kind != SegmentKind::User {
                out.push_str(piece);
                continue;
            }
            // Also before an empty piece, which would let the author's texts run together.
            if begins_markup(&out) {
                out.push(ZERO_WIDTH_SPACE);
            }
            escape_into(piece, scene, &mut out);
        }
        out
    }
}

/// Whether the text ends in what could become markup by what follows it.
fn begins_markup(text: &str) -> bool {
    let word_start = text.trim_end_matches(char::is_alphanumeric);
    word_start.ends_with(['@', '&']) || ends_in_a_tag(text)
}

/// Whether the last `<`, or its entity, is not closed and begins no comparison like `a < b`.
fn ends_in_a_tag(text: &str) -> bool {
    [("<", ">"), ("&lt;", "&gt;")].iter().any(|(open, close)| {
        text.rsplit_once(open)
            .is_some_and(|(_, tag)| !tag.contains(close) && !tag.starts_with(char::is_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;
    use crate::content::escape::tests::{SCENES, any_text};
    use crate::id::UserId;
    use crate::reply::Mention;
    use crate::reply::show::Shown as Value;
    use crate::testing::Shown;

    fn reply(pieces: &[(&'static str, &str)]) -> Reply {
        let mut reply = Reply::default();
        for (literal, user) in pieces {
            reply.literal(literal);
            let shown = Value(user);
            reply.part(shown.kind(), format_args!("{shown}"));
        }
        reply
    }

    fn markup(sent: &str, scene: Scene) -> Vec<String> {
        Shown::of(sent, scene).markup().to_vec()
    }

    #[test]
    fn each_piece_is_sent_by_its_kind() {
        let mut made = reply(&[("<emoji:4> 已封禁 ", "<@!2>"), ("：", "a & b")]);
        let mention = Mention(UserId::new(7));
        let shown = Value(&mention);
        made.part(shown.kind(), format_args!("{shown}"));
        assert_eq!(
            made.render(Scene::Guild),
            "<emoji:4> 已封禁 &lt;@\u{200b}!2&gt;：a &amp; b<@!7>"
        );
        assert_eq!(made.render(Scene::Group), "<emoji:4> 已封禁 ＜@\u{200b}!2>：a & b<@!7>");
    }

    #[test]
    fn plain_texts_are_the_users() {
        for reply in [Reply::text("<@!1>"), "<@!1>".into(), String::from("<@!1>").into()] {
            assert_eq!(reply.render(Scene::Guild), "&lt;@\u{200b}!1&gt;");
        }
        assert!(Reply::default().is_empty() && Reply::text("").is_empty());
        assert!(Reply::text(" \n").is_empty() && !Reply::text(" a").is_empty());
        assert_eq!(Reply::default().render(Scene::Group), "");
    }

    #[test]
    fn pieces_do_not_join_into_markup() {
        for pieces in [
            &[("@", "everyone")][..],
            &[("@every", "one")],
            &[("@", ""), ("everyone", "")],
            &[("@全体", "成员")],
            &[("<@!", "1"), (">", "")],
            &[("<@!1", ""), (">", "")],
            &[("<", "@!1>")],
            &[("<#", "1>")],
            &[("<emoji:", "4"), (">", "")],
            &[("<qqbot-at-", "everyone />")],
            &[("<qqbot-at-user id=\"", "1"), ("\" />", "")],
            &[("", "@"), ("everyone", "")],
            &[("", "<"), ("@!1>", "")],
            &[("", "<qqb"), ("", "ot-at-everyone />")],
            &[("", "<"), ("", "#1>")],
            &[("", "a <em"), ("", "oji"), ("", ":4>")],
        ] {
            for scene in SCENES {
                let out = reply(pieces).render(scene);
                assert_eq!(markup(&out, scene), [""; 0], "{out:?}");
            }
        }
    }

    #[test]
    fn the_authors_ampersand_makes_no_entity_of_a_users_text() {
        for (literal, user) in [("&", "lt;"), ("&l", "t;")] {
            let out = reply(&[(literal, user)]).render(Scene::Guild);
            assert_eq!(out, format!("{literal}\u{200b}{user}"));
        }
    }

    #[test]
    fn ordinary_text_gets_nothing_invisible() {
        for literal in ["a < b, ", "a <b> ", "me@example.com/", "Q & A: ", "理由："] {
            assert_eq!(reply(&[(literal, "x")]).render(Scene::Guild), format!("{literal}x"));
        }
    }

    #[test]
    fn a_piece_that_fails_stays_a_users() {
        struct Broken;
        impl crate::reply::Show for Broken {
            fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("<@!1>")?;
                Err(std::fmt::Error)
            }
        }
        let mut reply = Reply::default();
        reply.part(Value(&Broken).kind(), format_args!("{}", Value(&Broken)));
        reply.literal("!");
        assert_eq!(reply.render(Scene::Guild), "&lt;@\u{200b}!1&gt;!");
    }

    const LITERALS: [&str; 18] = [
        "",
        "<",
        ">",
        "@",
        "<@",
        "<@!",
        "<@!1",
        "<#",
        "<emoji:",
        "<qqbot-at-",
        "<qqbot-at-user id=\"",
        "\" />",
        "&",
        "@every",
        "everyone",
        "1",
        " ",
        "hello ",
    ];

    fn check(pieces: &[(&'static str, String)]) {
        let pieces: Vec<_> = pieces.iter().map(|(l, user)| (*l, user.as_str())).collect();
        for scene in SCENES {
            let out = reply(&pieces).render(scene);
            assert_eq!(markup(&out, scene), [""; 0], "{out:?} ({scene})");
        }
    }

    #[test]
    fn hostile_texts_do_not_join_with_any_literal() {
        for text in corpus::hostile() {
            for literal in LITERALS {
                check(&[(literal, text.clone()), (">", text.clone())]);
            }
        }
    }

    proptest! {
        #[test]
        fn no_markup_arises_across_pieces(
            pieces in prop::collection::vec((prop::sample::select(LITERALS.to_vec()), any_text()), 0..6),
        ) {
            check(&pieces);
        }
    }
}
