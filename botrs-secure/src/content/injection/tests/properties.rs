//! Whatever the text is.

use proptest::prelude::*;

use super::findings;
use crate::content::corpus;

/// Finds in a text, and checks what is true of every finding.
fn check(text: &str) {
    for finding in findings(text) {
        let span = finding.span.clone();
        assert!(!span.is_empty(), "{text:?}");
        assert!(text.get(span).is_some(), "{text:?}: {finding:?} is within it, on characters");
        assert!((50..=100).contains(&finding.score), "{text:?}");
    }
}

#[test]
fn hostile_texts_are_looked_at() {
    for text in corpus::hostile() {
        check(&text);
    }
}

/// Pieces that the rules begin at, cut anywhere.
const PIECES: [&str; 48] = [
    "'",
    "\"",
    "`",
    "or",
    "and",
    "union",
    "select",
    "order by",
    "1",
    "=",
    "--",
    "#",
    "/*",
    "*/",
    "(",
    ")",
    ";",
    "<",
    ">",
    "script",
    "onerror",
    "alert",
    "javascript:",
    "data:",
    "{{",
    "}}",
    "${",
    "../",
    "\\x3c",
    "%",
    "\n",
    "\u{1b}[",
    " ",
    "中",
    "é",
    "’",
    "\u{fffd}",
    "&",
    "$ne",
    "[",
    "<div id=x>",
    "<style>",
    "position:fixed",
    "xmlns:x=",
    ",alert)",
    "eval.call(",
    "('//x",
    "<!--",
];

proptest! {
    #[test]
    fn any_text_is_looked_at(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_pieces_are_looked_at(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn any_signs_are_looked_at(text in "[ -/:-@\\[-`{-~a-c1\n中é]{0,80}") {
        check(&text);
    }
}
