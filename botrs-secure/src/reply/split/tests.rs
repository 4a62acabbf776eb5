//! Texts that are too long for one message.

use proptest::prelude::*;

use super::*;
use crate::content::escape::tests::{SCENES, any_text};
use crate::id::UserId;
use crate::reply::show::Shown;
use crate::reply::{Mention, Reply};

fn texts(text: &str, most: usize) -> Vec<String> {
    Parts::of(text, most).map(|part| part.text.into_owned()).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// `head`, then a text of so many characters that ends in `end`.
fn filled(head: &str, most: usize, end: &str) -> String {
    format!("{head}{}{end}", "字".repeat(most - length(head) - length(end)))
}

#[test]
fn what_fits_is_one_message_as_it_is() {
    for text in ["", " ", " a \n", &"字".repeat(LONGEST), &format!("\n{}", "a".repeat(LONGEST - 1))]
    {
        assert_eq!(texts(text, 5), [text]);
        assert_eq!(texts(text, 0), [""; 0]);
    }
    assert_eq!(Parts::of("a", 1).next(), Some(Part { text: "a".into(), is_cut: false }));
}

#[test]
fn a_long_text_is_split_where_a_reader_would() {
    let rest = "字".repeat(900);
    for (end, places) in [
        ("\n\n", "x\ny。z w"),
        ("\n", "y。z w"),
        ("。", "z w"),
        ("！”", "z w"),
        ("？！", "z w"),
        ("……", "z w"),
        (". ", "zw.x!y?1.5"),
        ("?) ", "zw"),
        (" ", "zw1.5"),
        ("", ""),
    ] {
        let first = filled("", 1_500, end);
        let whole = format!("{first}{places}{}{rest}", "字".repeat(500 - length(places)));
        let parts = texts(&whole, 5);
        if end.is_empty() {
            assert_eq!(length(&parts[0]), LONGEST);
        } else {
            assert_eq!(parts[0], first.trim_end(), "{end:?}");
        }
        assert_eq!(parts.len(), 2);
    }
}

#[test]
fn an_early_place_is_worse_than_a_full_message() {
    let text = format!("a\n\n{}", "字".repeat(3_000));
    assert_eq!(length(&texts(&text, 5)[0]), LONGEST);
}

#[test]
fn what_belongs_together_is_not_split() {
    let family = "👩\u{200d}👩\u{200d}👧";
    for whole in [
        "&lt;",
        "&amp;",
        "&#x3c;",
        "<@!18446744073709551615>",
        "<qqbot-at-user id=\"1\" />",
        "@\u{200b}",
        "&lt;\u{338}",
        "e\u{301}",
        family,
        "🇨🇳",
    ] {
        for before in 0..=length(whole) {
            let text = format!("{}{whole}{}", "字".repeat(LONGEST - before), "字".repeat(100));
            let parts = texts(&text, 5);
            assert_eq!(parts.len(), 2);
            let halves = parts.iter().filter(|part| part.contains(whole));
            assert_eq!(halves.count(), 1, "{whole:?} after {}", LONGEST - before);
        }
    }
}

#[test]
fn what_is_no_tag_does_not_hold_a_text_together() {
    for text in [
        "a < b >",
        "<\n>",
        "<<a>",
        &format!("<{}>", "a".repeat(200)),
        "&;",
        "& x;",
        "&abcdefghijkl;",
    ] {
        let first = whole(text);
        assert_eq!(first, 1, "{text:?}");
    }
}

#[test]
fn no_message_is_blank_or_too_long() {
    for text in [
        format!("{}a{}b", " ".repeat(5_000), "\n".repeat(5_000)),
        format!("a{}", "\u{301}".repeat(5_000)),
        format!("<{}", "a".repeat(5_000)),
        "&".repeat(5_000),
        "<".repeat(5_000),
        "”".repeat(5_000),
    ] {
        for part in Parts::of(&text, 5) {
            assert!(!part.text.trim().is_empty() && length(&part.text) <= LONGEST);
        }
    }
}

#[test]
fn what_does_not_fit_ends_with_a_mark() {
    let text = "字".repeat(5 * LONGEST);
    let parts: Vec<_> = Parts::of(&text, 5).collect();
    assert!(parts.iter().all(|part| !part.is_cut));
    let text = text + "字";
    let parts: Vec<_> = Parts::of(&text, 5).collect();
    let cut: Vec<_> = parts.iter().map(|part| part.is_cut).collect();
    assert_eq!(cut, [false, false, false, false, true]);
    assert_eq!(parts[4].text, format!("{}…", "字".repeat(LONGEST - 1)));
    // The mark follows a word, not white space.
    let text = format!("{} {}", "字".repeat(1_500), "字".repeat(1_000));
    assert_eq!(texts(&text, 1), [format!("{}…", "字".repeat(1_500))]);
}

/// Long texts in which what belongs together is likely, as they are sent.
fn any_long_text() -> impl Strategy<Value = String> {
    let mixed = prop_oneof![
        8 => any_text(),
        2 => "[a-z ,.!?。！？”\n]{1,60}",
        2 => "(字|。|！|，|\u{301}|\u{200d}|👩|🇨|🇳| |\n){1,80}",
    ];
    // Without a place to split at but between what belongs together.
    let dense = "(&|<|@|e\u{301}|👩\u{200d}👩\u{200d}👧|🇨🇳|字){1,40}";
    let pieces =
        prop_oneof![prop::collection::vec(mixed, 1..400), prop::collection::vec(dense, 40..200),];
    (pieces, prop::sample::select(SCENES.to_vec())).prop_map(|(pieces, scene)| {
        let mut reply = Reply::default();
        for piece in &pieces {
            let (user, mention) = (Shown(piece), Mention(UserId::new(7)));
            reply.part(user.kind(), format_args!("{user}"));
            reply.part(Shown(&mention).kind(), format_args!("{}", Shown(&mention)));
        }
        reply.render(scene)
    })
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text may end here: no grapheme, entity or tag is cut.
fn is_between(text: &str, at: usize) -> bool {
    let cut = |open: char, close: char| {
        let start = text[..at].rfind(open);
        start.is_some_and(|start| {
            let inner = &text[start + 1..];
            let end = inner.find(close).map(|end| start + 1 + end);
            let is_one = |end: usize| {
                let inner = &text[start + 1..end];
                inner.len() < 30
                    && !inner.contains(|c: char| c.is_whitespace() || c == '<' || c == '&')
            };
            end.is_some_and(|end| end >= at && is_one(end))
        })
    };
    let is_grapheme_end =
        text.grapheme_indices(true).any(|(start, _)| start == at) || at == text.len();
    // Behind a tag that is whole it keeps nothing apart.
    let parts_from_its_sign =
        text[at..].starts_with(ZERO_WIDTH_SPACE) && !text[..at].ends_with('>');
    is_grapheme_end && !cut('<', '>') && !cut('&', ';') && !parts_from_its_sign
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_parts_are_the_whole_in_order(text in any_long_text(), most in 1..6_usize) {
        let parts: Vec<_> = Parts::of(&text, most).collect();
        prop_assert!((1..=most).contains(&parts.len()));
        let mut from = 0;
        for (n, part) in parts.iter().enumerate() {
            prop_assert!(length(&part.text) <= LONGEST);
            prop_assert_eq!(part.is_cut, n + 1 == parts.len() && without_spaces(&text).len()
                != without_spaces(&parts.iter().map(|part| &*part.text).collect::<String>()).len());
            let piece = if part.is_cut { part.text.strip_suffix(CUT).unwrap() } else { &part.text };
            let at = from + text[from..].find(piece).unwrap();
            // Nothing but white space between two.
            prop_assert!(text[from..at].trim().is_empty(), "{:?}", &text[from..at]);
            from = at + piece.len();
            let is_last = n + 1 == parts.len() && !part.is_cut;
            prop_assert!(is_last || is_between(&text, from), "{:?} | {:.40?}", piece, &text[from..]);
        }
        prop_assert_eq!(text[from..].trim().is_empty(), !parts[parts.len() - 1].is_cut);
    }
}
