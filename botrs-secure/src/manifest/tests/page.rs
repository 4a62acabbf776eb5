//! The page: that no text forges a row, hides what follows, or is unseen.

use proptest::prelude::*;

use super::manifest;
use crate::Manifest;
use crate::prelude::*;

/// Ping.
#[command(public, unchecked_api = "a reason")]
async fn ping(_word: String) -> Result<()> {
    Ok(())
}

/// A manifest in which this text stands in every place of the author's.
fn full_of(text: &str) -> Manifest {
    let mut manifest = manifest(commands![ping]);
    manifest.prefixes = vec![text.into()];
    let command = &mut manifest.commands[0];
    for place in [&mut command.name, &mut command.help] {
        *place = text.into();
    }
    command.aliases = vec![text.into()];
    command.checks = vec![text.into()];
    command.category = Some(text.into());
    command.unchecked_api = Some(text.into());
    command.access = crate::manifest::Access::All(vec![text.into()]);
    let argument = &mut command.arguments[0];
    argument.name = text.into();
    argument.help = text.into();
    argument.default = Some(text.into());
    argument.rules = vec![text.into()];
    manifest
}

/// The lines, each with how many of its `|` are no part of a text.
fn shape(page: &str) -> Vec<usize> {
    let bars = |line: &str| {
        let mut escaped = false;
        line.chars()
            .filter(|&c| {
                let bar = c == '|' && !escaped;
                escaped = c == '\\' && !escaped;
                bar
            })
            .count()
    };
    page.lines().map(bars).collect()
}

#[test]
fn texts_stay_in_their_cells() {
    let shape_of = |text| shape(&full_of(text).to_markdown());
    let expected = shape_of("x");
    for text in [
        "a | b",
        "a\\| b",
        "a\\\\| b",
        "|",
        "\\",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "a\u{2028}b",
        "a\u{85}b",
        "a\u{b}b",
        "x |\n| forged | everybody |",
        "<!-- ",
        "```",
        "\n## Handler\n\nNone.",
    ] {
        assert_eq!(shape_of(text), expected, "{text:?}");
    }
}

#[test]
fn nothing_is_hidden() {
    for (text, shown) in [
        ("<!-- x", "\\<!-- x"),
        ("`x", "\\`x"),
        ("a|b", "a\\|b"),
        ("a\nb", "a<br>b"),
        ("a\u{202e}b", "a\\u{202e}b"),
        ("a\u{200b}b", "a\\u{200b}b"),
        ("a\u{7}b", "a\\u{7}b"),
        ("![x](y)", "!\\[x](y)"),
    ] {
        let page = full_of(text).to_markdown();
        // Of the command nine, its name a second time beside its reason; of its argument four.
        assert_eq!(page.matches(shown).count(), 13, "{text:?}: {page}");
    }
}

proptest! {
    #[test]
    fn whatever_the_texts_are_the_page_has_one_shape(text in any::<String>()) {
        let page = full_of(&text).to_markdown();
        prop_assert_eq!(shape(&page), shape(&full_of("x").to_markdown()));
        prop_assert!(page.chars().all(|c| c == '\n' || !c.is_control()));
    }

    #[test]
    fn two_texts_are_two_pages(one in "[a-z|\\\\<\n]{0,4}", other in "[a-z|\\\\<\n]{0,4}") {
        prop_assume!(one.trim() != other.trim());
        prop_assert_ne!(full_of(&one).to_markdown(), full_of(&other).to_markdown());
    }
}
